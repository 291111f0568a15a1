/// How calibration samples and decides; every limit has its name here.
public struct CalibrationSettings: Sendable, Hashable, Codable {
    /// Share of strangers who may get any hit on the same-person shelf; 0...1.
    public var strangersWithHit: Double

    /// People a gallery (or what a filter leaves of it) needs before a score is shown.
    public var peopleForScore: Int

    /// Most people who are asked for their best look-alike.
    ///
    /// 5,000 make the standard error of a median .7 points and that of a 1 % share .14 points.
    public var probesMax: Int

    /// Most faces whose pairs are all counted.
    ///
    /// 10,000 make 50 million pairs, 500 of which are as close as one pair in 100,000; the rate of
    /// such pairs then has a standard error of about 6 %.
    public var pairFacesMax: Int

    /// Relative change of the number of people after which best hits are estimated anew.
    public var driftMax: Double

    /// Fixes which people and faces are sampled.
    public var seed: UInt64

    /// Makes settings; the defaults are what the figures in the documents were measured with.
    public init(
        strangersWithHit: Double = 0.01,
        peopleForScore: Int = 200,
        probesMax: Int = 5_000,
        pairFacesMax: Int = 10_000,
        driftMax: Double = 0.10,
        seed: UInt64 = 0x5EAB_1A9C_E000_0001
    ) {
        precondition(strangersWithHit > 0 && strangersWithHit < 1)
        precondition(probesMax > 0 && pairFacesMax > 1 && driftMax > 0)
        self.strangersWithHit = strangersWithHit
        self.peopleForScore = peopleForScore
        self.probesMax = probesMax
        self.pairFacesMax = pairFacesMax
        self.driftMax = driftMax
        self.seed = seed
    }
}

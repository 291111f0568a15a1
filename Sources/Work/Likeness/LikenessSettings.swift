public import Calibration

/// How searches are answered; every limit has its name here.
public struct LikenessSettings: Sendable, Hashable {
    /// Sampling, shares and limits of calibration.
    public var calibration: CalibrationSettings

    /// Most people on the shelf "probably the same person".
    public var samePersonMax: Int

    /// Most look-alikes a request may ask for.
    public var lookAlikesMax: Int

    /// Most photos that make one probe.
    public var probePhotosMax: Int

    /// Most faces of all answered people together whose agreement is looked at.
    public var agreementFacesMax: Int

    /// Photos of an answer's people up to which each is compared by itself; of more, the index is
    /// asked for the closest, which takes a look at every row of a large gallery.
    public var agreementReadMax: Int

    /// Most look-alikes that have to stay when a photo is left out, for the stability figure; never
    /// more than half of those who could answer.
    public var stabilityTop: Int

    /// Two faces of an unlabelled gallery that are at least this similar answer as one.
    public var nearIdentical: Float

    /// Neighbours looked at for each answer of an unlabelled gallery, so that collapsing leaves enough.
    public var unlabelledOversampling: Int

    /// Searches that run at a time while calibrating.
    public var calibrationWidth: Int

    /// Most searches that may wait while a calibration is being made.
    public var calibrationWaitersMax: Int

    /// Makes settings.
    public init(
        calibration: CalibrationSettings = CalibrationSettings(),
        samePersonMax: Int = 10,
        lookAlikesMax: Int = 1_000,
        probePhotosMax: Int = 64,
        agreementFacesMax: Int = 4_000,
        agreementReadMax: Int = 500,
        stabilityTop: Int = 10,
        nearIdentical: Float = 0.9,
        unlabelledOversampling: Int = 4,
        calibrationWidth: Int = 2,
        calibrationWaitersMax: Int = 256
    ) {
        precondition(samePersonMax > 0 && lookAlikesMax > 0 && probePhotosMax > 0)
        precondition(stabilityTop > 0 && unlabelledOversampling > 0 && calibrationWidth > 0)
        self.calibration = calibration
        self.samePersonMax = samePersonMax
        self.lookAlikesMax = lookAlikesMax
        self.probePhotosMax = probePhotosMax
        self.agreementFacesMax = agreementFacesMax
        self.agreementReadMax = agreementReadMax
        self.stabilityTop = stabilityTop
        self.nearIdentical = nearIdentical
        self.unlabelledOversampling = unlabelledOversampling
        self.calibrationWidth = calibrationWidth
        self.calibrationWaitersMax = calibrationWaitersMax
    }
}

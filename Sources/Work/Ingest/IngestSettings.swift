public import FaceTypes

/// How an ingest run behaves.
public struct IngestSettings: Sendable, Hashable {
    /// Photos analysed at once; both cores of a small machine.
    public var width: Int

    /// Photos waiting for or under analysis at once: bounds memory however long the run.
    public var inFlightMax: Int

    /// Photos written in one transaction.
    public var batchMax: Int

    /// Photos put off because several faces could be meant; beyond it they are refused at once.
    public var deferredMax: Int

    /// Most photos enrolled before the run ends; those enrolled before and those refused do not count.
    public var enrolledMax: Int?

    /// Largest photo, in bytes.
    public var byteCountMax: Int

    /// Look but do not write.
    public var dryRun: Bool

    /// Quality codes that do not refuse a face.
    public var allow: Set<QualityCode>

    /// Enrol people known to be under 18.
    public var allowMinors: Bool

    /// The year that counts as now.
    public var currentYear: Int

    /// Makes settings; the defaults fit a machine with `width` cores.
    public init(
        width: Int,
        inFlightMax: Int? = nil,
        batchMax: Int = 32,
        deferredMax: Int = 100_000,
        enrolledMax: Int? = nil,
        byteCountMax: Int = 64 << 20,
        dryRun: Bool = false,
        allow: Set<QualityCode> = [],
        allowMinors: Bool = false,
        currentYear: Int
    ) {
        self.width = width
        self.inFlightMax = inFlightMax ?? width * 4
        self.batchMax = batchMax
        self.deferredMax = deferredMax
        self.enrolledMax = enrolledMax
        self.byteCountMax = byteCountMax
        self.dryRun = dryRun
        self.allow = allow
        self.allowMinors = allowMinors
        self.currentYear = currentYear
    }
}

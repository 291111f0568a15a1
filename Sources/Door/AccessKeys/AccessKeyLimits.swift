/// How many keys there may be, and how long things around them take.
public struct AccessKeyLimits: Sendable, Hashable {
    /// Keys in one file; each is compared on each request.
    public var keys: Int

    /// Bytes of a label.
    public var labelBytes: Int

    /// Bytes of the file.
    public var fileBytes: Int

    /// How long a change waits for another process's change.
    public var lockWait: Duration

    /// Limits far above what a house needs.
    public init(
        keys: Int = 1000,
        labelBytes: Int = 400,
        fileBytes: Int = 1 << 20,
        lockWait: Duration = .seconds(5)
    ) {
        self.keys = keys
        self.labelBytes = labelBytes
        self.fileBytes = fileBytes
        self.lockWait = lockWait
    }
}

/// The limits a catalogue works within.
public struct SQLiteGallerySettings: Sendable, Hashable {
    /// How long a call waits for another process before `GalleryError.busy`.
    public var busyLimitSeconds: Double

    /// Readings that may run at once.
    public var readersMax: Int

    /// Size up to which a removal writes the whole file anew, which leaves no trace in the slack of
    /// pages; above it, freed bytes are overwritten in place and the file is written anew on request
    /// (`SQLiteGallery.rewrite`).
    public var rewriteByteCountMax: Int

    /// Makes settings; the defaults suit one home on a local disk.
    public init(
        busyLimitSeconds: Double = 30,
        readersMax: Int = 4,
        rewriteByteCountMax: Int = 256 << 20
    ) {
        self.busyLimitSeconds = busyLimitSeconds
        self.readersMax = readersMax
        self.rewriteByteCountMax = rewriteByteCountMax
    }
}

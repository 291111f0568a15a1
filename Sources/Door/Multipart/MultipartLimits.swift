/// How much of a multipart body's structure is accepted; the body as a whole is its reader's to count.
public struct MultipartLimits: Sendable, Hashable {
    /// Parts in one body.
    public var parts: Int

    /// Bytes of all header lines of one part together, line ends included.
    public var headerBytes: Int

    /// Bytes of the boundary; RFC 2046 allows 70.
    public var boundaryBytes: Int

    /// Spaces and tabs a relay may have put behind a boundary.
    public var paddingBytes: Int

    /// Limits that any form a browser or curl sends keeps well below.
    public init(
        parts: Int = 32,
        headerBytes: Int = 8192,
        boundaryBytes: Int = 70,
        paddingBytes: Int = 64
    ) {
        self.parts = parts
        self.headerBytes = headerBytes
        self.boundaryBytes = boundaryBytes
        self.paddingBytes = paddingBytes
    }
}

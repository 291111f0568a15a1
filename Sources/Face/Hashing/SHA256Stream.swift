import Crypto
public import FaceTypes

/// SHA-256 (FIPS 180-4) of bytes that come piece by piece.
///
/// A value: copies go on independently of each other.
public struct SHA256Stream: Sendable {
    private var state = SHA256()

    /// Starts with no bytes.
    public init() {}

    /// Takes the next bytes.
    public mutating func update(_ bytes: [UInt8]) {
        bytes.withUnsafeBytes { state.update(bufferPointer: $0) }
    }

    /// Takes the next bytes; the memory is only read during the call.
    public mutating func update(_ bytes: UnsafeRawBufferPointer) {
        state.update(bufferPointer: bytes)
    }

    /// The hash of all bytes so far; more may follow.
    public func finish() -> ContentHash {
        contentHash(of: state.finalize())
    }
}

/// SHA-256 of an array of bytes.
public func sha256(_ bytes: [UInt8]) -> ContentHash {
    var stream = SHA256Stream()
    stream.update(bytes)
    return stream.finish()
}

/// SHA-256 of any bytes; an array is faster.
public func sha256(_ bytes: some Sequence<UInt8>) -> ContentHash {
    sha256(Array(bytes))
}

/// A digest of SHA-256 has 32 bytes by definition, so this cannot fail.
func contentHash(of digest: some Sequence<UInt8>) -> ContentHash {
    guard let hash = ContentHash(bytes: Array(digest)) else {
        preconditionFailure("a SHA-256 digest has 32 bytes")
    }
    return hash
}

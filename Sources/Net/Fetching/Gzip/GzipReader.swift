import CZlib

/// Reads gzip piece by piece, in blocks of bounded size: a bomb is noticed while it opens.
///
/// Several members one after another are read as one, as the gzip format allows. Belongs to one task.
public final class GzipReader {
    /// Most bytes handed out at once.
    public static let blockBytes = 64 << 10

    /// What a damaged stream looks like.
    public enum Damage: String, Error, Sendable {
        case notGzip = "it is not gzip, or damaged"
        case noMemory = "there is no memory to unpack it"
        case brokenOff = "the gzip data break off"
    }

    private let stream: UnsafeMutableRawPointer
    private var atStart = true
    private var ended = false
    private var block = [UInt8](repeating: 0, count: GzipReader.blockBytes)

    /// Starts before the first byte.
    ///
    /// - Throws: `libraryMissing`.
    public init() throws(FetchError) {
        _ = try GzipLibrary.shared()
        guard let stream = smb_zlib_open() else {
            throw .libraryMissing(words: "zlib could not start: no memory.")
        }
        self.stream = stream
    }

    deinit { smb_zlib_close(stream) }

    /// Unpacks the next bytes and hands out what they hold, a block at a time.
    ///
    /// - Throws: `Damage`, or what `body` throws, which ends the reading.
    public func read(
        _ input: [UInt8],
        _ body: (ArraySlice<UInt8>) throws -> Void
    ) throws {
        var offset = 0
        while true {
            if ended {
                // Another member may follow; zeros that pad to a block may, too.
                guard let next = input[offset...].firstIndex(where: { $0 != 0 }) else { return }
                offset = next
                guard smb_zlib_restart(stream) == 0 else { throw Damage.notGzip }
                ended = false
            }
            var (taken, made) = (0, 0)
            let outcome = input[offset...].withUnsafeBufferPointer { source in
                smb_zlib_read(
                    stream,
                    source.baseAddress,
                    source.count,
                    &taken,
                    &block,
                    block.count,
                    &made
                )
            }
            offset += taken
            if taken > 0 { atStart = false }
            if made > 0 { try body(block[..<made]) }
            switch outcome {
            case SMB_ZLIB_END: ended = true
            case SMB_ZLIB_MORE: if made < block.count, offset == input.count { return }
            case SMB_ZLIB_NO_MEMORY: throw Damage.noMemory
            default: throw Damage.notGzip
            }
            if outcome == SMB_ZLIB_MORE, taken == 0, made == 0 { return }
        }
    }

    /// Says that no more bytes come.
    ///
    /// - Throws: `Damage.brokenOff` in the middle of a member; nothing at all is no damage.
    public func finish() throws {
        if !ended, !atStart { throw Damage.brokenOff }
    }
}

import CZlib
import NativeLibraries

/// Unpacks gzip with zlib, opened when the first page needs it.
enum Gzip {
    private static let outcome = Result { () throws(NativeLibraryError) -> Void in
        let library = NativeLibrary(
            name: "zlib",
            fileNames: ["libz.so.1", "libz.1.dylib"],
            installLine: "apt-get install zlib1g"
        )
        let loaded = try library.load(searching: [.besideExecutable("."), .system])
        var symbol = [CChar](repeating: 0, count: 128)
        guard smb_zlib_bind(loaded.handle, &symbol, symbol.count) == 0 else {
            throw NativeLibraryError(
                library: library,
                fault: .missingSymbol(path: loaded.path, symbol: text(symbol))
            )
        }
    }

    /// The text up to the first zero.
    static func text(_ characters: [CChar]) -> String {
        String(
            decoding: characters.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) },
            as: UTF8.self
        )
    }

    /// Unpacks one member that must hold exactly so many bytes.
    static func unpack(
        _ bytes: [UInt8],
        in range: Range<Int>,
        size: Int
    ) throws(Damage) -> [UInt8] {
        do { try outcome.get() } catch { throw .libraryMissing("\(error)") }
        guard let stream = smb_zlib_open() else { throw .libraryMissing("zlib has no memory") }
        defer { smb_zlib_close(stream) }
        var output = [UInt8](repeating: 0, count: size)
        let isWhole = bytes.withUnsafeBufferPointer { source in
            output.withUnsafeMutableBufferPointer { target in
                read(stream, UnsafeBufferPointer(rebasing: source[range]), into: target)
            }
        }
        guard isWhole else { throw .wrong("a page's gzip data make no sense") }
        return output
    }

    private static func read(
        _ stream: UnsafeMutableRawPointer,
        _ source: UnsafeBufferPointer<UInt8>,
        into target: UnsafeMutableBufferPointer<UInt8>
    ) -> Bool {
        // zlib wants somewhere to write even when nothing is left to be written.
        var spare: UInt8 = 0
        var read = 0
        var made = 0
        while true {
            var (taken, more) = (0, 0)
            let input = source.baseAddress.map { $0 + read }
            let isFull = made == target.count
            let outcome =
                if isFull {
                    smb_zlib_read(stream, input, source.count - read, &taken, &spare, 1, &more)
                } else {
                    smb_zlib_read(
                        stream,
                        input,
                        source.count - read,
                        &taken,
                        target.baseAddress.map { $0 + made },
                        target.count - made,
                        &more
                    )
                }
            if isFull, more > 0 { return false }
            read += taken
            made += more
            if outcome == SMB_ZLIB_END { return made == target.count }
            if outcome != SMB_ZLIB_MORE || (taken == 0 && more == 0) { return false }
        }
    }
}

import CZstd
import NativeLibraries

/// Unpacks Zstandard with its library, opened when the first page needs it.
enum Zstandard {
    private static let outcome = Result { () throws(NativeLibraryError) -> Void in
        let library = NativeLibrary(
            name: "Zstandard",
            fileNames: ["libzstd.so.1", "libzstd.1.dylib"],
            installLine: "apt-get install libzstd1"
        )
        let loaded = try library.load(searching: [.besideExecutable("."), .system])
        var symbol = [CChar](repeating: 0, count: 128)
        guard smb_zstd_bind(loaded.handle, &symbol, symbol.count) == 0 else {
            throw NativeLibraryError(
                library: library,
                fault: .missingSymbol(path: loaded.path, symbol: Gzip.text(symbol))
            )
        }
    }

    /// Unpacks bytes that must hold exactly so many.
    static func unpack(
        _ bytes: [UInt8],
        in range: Range<Int>,
        size: Int
    ) throws(Damage) -> [UInt8] {
        do { try outcome.get() } catch { throw .libraryMissing("\(error)") }
        var output = [UInt8](repeating: 0, count: size)
        let made = bytes.withUnsafeBufferPointer { source in
            output.withUnsafeMutableBufferPointer { target in
                smb_zstd_unpack(
                    target.baseAddress,
                    target.count,
                    source.baseAddress.map { $0 + range.lowerBound },
                    range.count
                )
            }
        }
        guard made == size else { throw .wrong("a page's zstd data make no sense") }
        return output
    }
}

import CZlib
import NativeLibraries

/// zlib, opened once for the whole process.
struct GzipLibrary: Sendable {
    /// zlib as Debian and its kin package it.
    static let library = NativeLibrary(
        name: "zlib",
        fileNames: ["libz.so.1", "libz.1.dylib"],
        installLine: "apt-get install zlib1g"
    )

    private static let outcome = Result { () throws(FetchError) -> GzipLibrary in try start() }

    static func shared() throws(FetchError) -> GzipLibrary { try outcome.get() }

    private static func start() throws(FetchError) -> GzipLibrary {
        do throws(NativeLibraryError) {
            let loaded = try library.load(searching: [.besideExecutable("."), .system])
            var message = [CChar](repeating: 0, count: 128)
            guard smb_zlib_bind(loaded.handle, &message, message.count) == 0 else {
                let symbol = String(
                    decoding: message.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) },
                    as: UTF8.self
                )
                throw NativeLibraryError(
                    library: library,
                    fault: .missingSymbol(path: loaded.path, symbol: symbol)
                )
            }
            return GzipLibrary()
        } catch {
            throw .libraryMissing(words: "\(error)")
        }
    }
}

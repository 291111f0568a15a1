import FaceTypes

/// What is about to be stored, written down before and struck off once it is recorded.
///
/// One file for each batch, an address a line. Whoever holds the sweep's lock knows that every file
/// there belongs to somebody who died or failed before recording: the living hold the lock shared.
struct StoringIntents {
    private let folder: String

    init(in folder: String) {
        self.folder = ObjectPath.intentFolder(in: folder)
    }

    /// Writes addresses down; durable when it returns.
    ///
    /// - Returns: the file, for `strikeOff`.
    func note(_ addresses: [ContentHash]) throws(ObjectStorageError) -> String {
        try FileSystem.makeFolders(folder)
        let path = folder + "/" + String(UInt64.random(in: .min ... .max), radix: 16)
        let lines = addresses.map { $0.hexadecimal + "\n" }.joined()
        try FileSystem.write(Array(lines.utf8), to: path)
        try FileSystem.sync(folder: folder)
        return path
    }

    func strikeOff(_ path: String) throws(ObjectStorageError) {
        _ = try FileSystem.remove(path)
    }

    /// The files that are there and the addresses in them; lines that a crash cut short name nothing
    /// that was stored.
    func stranded() throws(ObjectStorageError) -> (files: [String], addresses: [ContentHash]) {
        var files: [String] = []
        var addresses: Set<ContentHash> = []
        for name in try FileSystem.names(in: folder) {
            let path = folder + "/" + name
            guard let bytes = try FileSystem.read(path) else { continue }
            files.append(path)
            let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n")
            addresses.formUnion(lines.compactMap { ContentHash(hexadecimal: String($0)) })
        }
        return (files, addresses.sorted { $0.hexadecimal < $1.hexadecimal })
    }
}

import Foundation

/// Reads whole files that are not too large.
enum BoundedFile {
    /// Largest file read into memory; a photo beyond it is refused before its bytes are touched.
    static let byteCountMax = 256 << 20

    /// Reads a regular file by its path.
    static func read(path: String) throws(SourceError) -> [UInt8] {
        try read(URL(filePath: path, directoryHint: .notDirectory))
    }

    /// Reads a regular file.
    ///
    /// - Throws: `SourceError` for anything but a readable regular file within the limit.
    static func read(_ url: URL) throws(SourceError) -> [UInt8] {
        let path = url.path(percentEncoded: false)
        do {
            let values = try url.resourceValues(forKeys: [.isRegularFileKey, .fileSizeKey])
            guard values.isRegularFile == true || values.isRegularFile == nil else {
                throw SourceError.unreadable(path: path, detail: "not a regular file")
            }
            if let size = values.fileSize, size > byteCountMax {
                throw SourceError.tooLarge(path: path, bytes: size, limit: byteCountMax)
            }
            return [UInt8](try Data(contentsOf: url))
        } catch let error as SourceError {
            throw error
        } catch {
            throw .unreadable(path: path, detail: error.localizedDescription)
        }
    }
}

import Foundation

/// A folder outside the home for what nobody is to keep; its owner alone can read it.
struct ScratchFolder: Sendable {
    let path: String

    /// Makes one.
    ///
    /// - Throws: `HomeError.notWritable`.
    init() throws(HomeError) {
        path = FileManager.default.temporaryDirectory.path + "/semblance-\(UUID().uuidString)"
        do {
            try FileManager.default.createDirectory(
                atPath: path,
                withIntermediateDirectories: true,
                attributes: [.posixPermissions: 0o700]
            )
        } catch {
            throw .notWritable(path: path, detail: error.localizedDescription)
        }
    }

    /// Removes it with all that is in it.
    func remove() { try? FileManager.default.removeItem(atPath: path) }
}

internal import Foundation

/// Removes a folder with all it holds, also folders that are read-only, as those of installed packs
/// are; what can't be removed is left to the system.
package func removeTree(_ path: String) {
    let files = FileManager.default
    for entry in [""] + ((try? files.subpathsOfDirectory(atPath: path)) ?? []).map({ "/" + $0 }) {
        let attributes = try? files.attributesOfItem(atPath: path + entry)
        guard attributes?[.type] as? FileAttributeType == .typeDirectory else { continue }
        try? files.setAttributes([.posixPermissions: 0o755], ofItemAtPath: path + entry)
    }
    try? files.removeItem(atPath: path)
}

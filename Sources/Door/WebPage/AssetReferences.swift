/// Finds addresses of files inside other files and gives them a version.
///
/// A reference is `/assets/NAME`, `./NAME` or `../NAME` that stands whole between two quotes or
/// brackets and names a file there is. So a module's import, a style sheet's `url(…)` and a
/// document's link all get the same address, and no module is loaded twice under two.
struct AssetReferences {
    let names: Set<String>
    let version: String

    private static let folder = Array("/assets/".utf8)
    private static let opening = Set("\"'`(".utf8)
    private static let closing = Set("\"'`)#".utf8)
    private static let referenceBytesMax = 200

    /// The bytes of a file with every reference in it versioned.
    func versioned(_ bytes: [UInt8], from name: String) -> [UInt8] {
        let suffix = Array("?v=\(version)".utf8)
        var result: [UInt8] = []
        var position = 0
        while position < bytes.count {
            let isStart = position > 0 && Self.opening.contains(bytes[position - 1])
            if isStart, let end = referenceEnd(in: bytes, from: position, of: name) {
                result += bytes[position..<end] + suffix
                position = end
            } else {
                result.append(bytes[position])
                position += 1
            }
        }
        return result
    }

    private func referenceEnd(in bytes: [UInt8], from start: Int, of name: String) -> Int? {
        guard bytes[start] == UInt8(ascii: "/") || bytes[start] == UInt8(ascii: ".") else {
            return nil
        }
        let window = bytes[start...].prefix(Self.referenceBytesMax)
        guard let end = window.firstIndex(where: Self.closing.contains) else { return nil }
        let reference = bytes[start..<end]
        let target =
            reference.starts(with: Self.folder)
            ? String(decoding: reference.dropFirst(Self.folder.count), as: UTF8.self)
            : resolved(String(decoding: reference, as: UTF8.self), from: name)
        return target.map(names.contains) == true ? end : nil
    }

    /// Where a relative reference leads, as a name; `nil` when it is none or leaves the folder.
    private func resolved(_ reference: String, from name: String) -> String? {
        guard reference.hasPrefix("./") || reference.hasPrefix("../") else { return nil }
        var folder = name.split(separator: "/").dropLast().map(String.init)
        for step in reference.split(separator: "/") {
            switch step {
            case ".": continue
            case "..":
                guard folder.popLast() != nil else { return nil }
            default: folder.append(String(step))
            }
        }
        return folder.joined(separator: "/")
    }
}

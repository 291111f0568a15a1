import Foundation

/// Reads regular files out of an uncompressed tar archive (ustar).
struct TarFile {
    /// A file of the archive.
    struct Entry {
        let name: String
        let range: Range<Int>
    }

    let entries: [Entry]
    private let data: Data

    init(path: String) throws {
        data = try Data(contentsOf: URL(fileURLWithPath: path), options: .mappedIfSafe)
        var entries: [Entry] = []
        var at = 0
        while at + 512 <= data.count, data[at] != 0 {
            let name = Self.text(data[at..<(at + 100)])
            let size = Int(Self.text(data[(at + 124)..<(at + 136)]), radix: 8) ?? 0
            let body = at + 512
            let isFile = data[at + 156] == UInt8(ascii: "0") || data[at + 156] == 0
            if isFile, body + size <= data.count {
                entries.append(Entry(name: name, range: body..<(body + size)))
            }
            at = body + (size + 511) / 512 * 512
        }
        self.entries = entries
    }

    func bytes(of entry: Entry) -> [UInt8] { [UInt8](data[entry.range]) }

    private static func text(_ field: Data) -> String {
        let used = field.prefix { $0 != 0 && $0 != UInt8(ascii: " ") }
        return String(decoding: used, as: UTF8.self)
    }
}

import Foundation

/// Builds tar archives for tests, a header at a time.
package struct TarArchive {
    package private(set) var bytes: [UInt8] = []

    package init() {}

    package static func header(name: String, size: Int, kind: Character = "0", modified: Int? = nil)
        -> [UInt8]
    {
        var block = [UInt8](repeating: 0, count: 512)
        func put(_ text: String, at place: Int) {
            for (index, byte) in text.utf8.enumerated() { block[place + index] = byte }
        }
        put(String(name.prefix(100)), at: 0)
        put("0000644", at: 100)
        put(octal(size, digits: 11), at: 124)
        if let modified { put(octal(modified, digits: 11), at: 136) }
        put("        ", at: 148)
        put(String(kind), at: 156)
        put("ustar", at: 257)
        put("00", at: 263)
        let sum = block.reduce(0) { $0 + Int($1) }
        put(octal(sum, digits: 6), at: 148)
        block[154] = 0
        block[155] = UInt8(ascii: " ")
        return block
    }

    package mutating func add(
        _ name: String,
        _ content: [UInt8],
        kind: Character = "0",
        modified: Int? = nil
    ) {
        bytes += Self.header(name: name, size: content.count, kind: kind, modified: modified)
        bytes += content
        bytes += [UInt8](repeating: 0, count: (512 - content.count % 512) % 512)
    }

    package mutating func append(_ raw: [UInt8]) {
        bytes += raw
    }

    package mutating func end() {
        bytes += [UInt8](repeating: 0, count: 1_024)
    }

    /// Lends the archive as a file.
    @discardableResult
    package func asFile<Value>(_ body: (String) async throws -> Value) async throws -> Value {
        let file = FileManager.default.temporaryDirectory
            .appendingPathComponent("tar-\(UUID().uuidString)")
        try Data(bytes).write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        return try await body(file.path)
    }

    private static func octal(_ value: Int, digits: Int) -> String {
        let text = String(value, radix: 8)
        return String(repeating: "0", count: max(0, digits - text.count)) + text
    }
}

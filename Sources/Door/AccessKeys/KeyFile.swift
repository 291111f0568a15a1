internal import FaceTypes
internal import Foundation

/// The file of keys, version 1.
struct KeyFile: Codable, Equatable {
    static let format = "semblance-keys"
    static let version = 1

    struct Entry: Codable, Equatable {
        let id: String
        let label: String
        let role: AccessRole
        let created: Date
        /// SHA-256 of the secret's text, 64 hexadecimal digits.
        let sha256: String
    }

    private struct Header: Codable {
        let format: String
        let version: Int
    }

    var format = KeyFile.format
    var version = KeyFile.version
    var keys: [Entry] = []

    init() {}

    /// Reads and checks the file's bytes.
    init(_ bytes: [UInt8], path: String) throws(AccessKeyError) {
        let decoder = JSONDecoder()
        decoder.dateDecodingStrategy = .iso8601
        let data = Data(bytes)
        guard let header = try? decoder.decode(Header.self, from: data),
            header.format == Self.format
        else { throw .damaged(path: path, reason: "it is torn, or not of this format") }
        guard header.version <= Self.version else {
            throw .newerVersion(path: path, found: header.version, supported: Self.version)
        }
        guard let file = try? decoder.decode(KeyFile.self, from: data) else {
            throw .damaged(path: path, reason: "an entry lacks a field or has a wrong one")
        }
        guard file.keys.allSatisfy({ ContentHash(hexadecimal: $0.sha256) != nil }) else {
            throw .damaged(path: path, reason: "an entry's hash is not 64 hexadecimal digits")
        }
        guard Set(file.keys.map(\.id)).count == file.keys.count else {
            throw .damaged(path: path, reason: "two entries have the same id")
        }
        self = file
    }

    func encoded(path: String) throws(AccessKeyError) -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        encoder.dateEncodingStrategy = .iso8601
        guard let data = try? encoder.encode(self) else {
            throw .damaged(path: path, reason: "an entry cannot be written as JSON")
        }
        return Array(data) + [UInt8(ascii: "\n")]
    }
}

extension AccessKeyRecord {
    init(_ entry: KeyFile.Entry) {
        self.init(id: entry.id, label: entry.label, role: entry.role, created: entry.created)
    }
}

import FaceTypes
import Foundation
import Gallery

/// The form of a gallery on its way to another home: a tar archive (docs/formats/gallery-archive.md).
///
///     gallery.json         what it is; first
///     people/000001.jsonl  a person a line
///     photos/000001.jsonl  a photo with its faces a line
///     objects/ab12…        photos and crops by SHA-256
///     checksums.json       SHA-256 of everything before it; last
///
/// In form 1 the checksums list every object; from form 2 on, which holds any number of them, one
/// SHA-256 stands for their names, which are their own checksums. From form 3 on people carry the keys
/// of those who were merged into them.
///
/// Suppression records stay behind: they are keyed to their home.
enum GalleryArchive {
    static let format = 3

    /// Forms that can be read.
    static let formats = 1...3

    static let objectPrefix = "objects/"
    static let head = "gallery.json"
    static let checksums = "checksums.json"
    static let peoplePerPart = 5_000
    static let photosPerPart = 500

    static func people(part: Int) -> String { "people/\(number(part)).jsonl" }
    static func photos(part: Int) -> String { "photos/\(number(part)).jsonl" }
    static func object(_ hash: ContentHash) -> String { objectPrefix + hash.hexadecimal }

    private static func number(_ part: Int) -> String {
        let digits = String(part)
        return String(repeating: "0", count: max(0, 6 - digits.count)) + digits
    }

    struct Head: Codable {
        var format = GalleryArchive.format
        var name: String
        var pack: PackIdentity
        var keep: KeepPolicy
        var labelled: Bool
    }

    struct Person: Codable {
        var id: Int64
        var key: String
        var name: String
        var metadata: PersonMetadata
        /// Keys of people who were merged into this one; form 3, and only where there are any.
        var mergedKeys: [String]?
    }

    struct Photo: Codable {
        var hash: String
        var look: String
        var width: Int
        var height: Int
        var bytes: Int
        var origin: String
        var credit: PhotoCredit
        var year: Int?
        var stored: Bool
        var faces: [Face]
    }

    struct Face: Codable {
        var person: Int64?
        var detection: DetectedFace
        var quality: FaceQuality
        var crop: String?
        /// Little-endian 32-bit floats.
        var embedding: Data
    }

    struct Checksums: Codable {
        struct Member: Codable, Equatable {
            var name: String
            var sha256: String
        }

        var members: [Member]
        var people: Int
        var photos: Int
        var faces: Int
        /// SHA-256 of the names of all objects in their order, a line each; form 2.
        var objects: String?
    }

    static func encode(_ value: some Encodable) throws -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return [UInt8](try encoder.encode(value))
    }

    static func lines(_ values: [some Encodable]) throws -> [UInt8] {
        try values.reduce(into: []) { bytes, value in
            bytes += try encode(value)
            bytes.append(UInt8(ascii: "\n"))
        }
    }

    static func values<Value: Decodable>(_ type: Value.Type, in bytes: [UInt8]) throws -> [Value] {
        try bytes.split(separator: UInt8(ascii: "\n")).map { line in
            try JSONDecoder().decode(type, from: Data(line))
        }
    }

    static func data(of embedding: Embedding) -> Data {
        var data = Data(capacity: embedding.dimension * 4)
        for value in embedding.values {
            withUnsafeBytes(of: value.bitPattern.littleEndian) { data.append(contentsOf: $0) }
        }
        return data
    }

    static func embedding(of data: Data, dimension: Int) -> Embedding? {
        let bytes = [UInt8](data)
        guard bytes.count == dimension * 4 else { return nil }
        let values = (0..<dimension).map { index in
            let bits = (0..<4).reduce(UInt32(0)) { $0 | UInt32(bytes[4 * index + $1]) << (8 * $1) }
            return Float(bitPattern: bits)
        }
        let squared = values.reduce(0.0) { $0 + Double($1) * Double($1) }
        guard squared.isFinite, abs(squared - 1) < 0.01 else { return nil }
        return Embedding(unit: values)
    }
}

/// Why a gallery can't be moved.
public enum MoveError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The archive is not one of a gallery, or of a newer form.
    case notAGallery(path: String, detail: String)
    /// A part is missing, changed or too many: nothing was taken from the archive.
    case damaged(path: String, part: String)
    /// The gallery to import into is there already and not empty.
    case exists(gallery: String)

    /// What was found and what to do.
    public var description: String {
        switch self {
        case .notAGallery(let path, let detail):
            "\(path) is no gallery this version can import: \(detail)."
        case .damaged(let path, let part):
            "\(path) is damaged at \(part); nothing was imported. Copy or export it again."
        case .exists(let gallery):
            "Gallery \(gallery) is there already: import under another name with --gallery."
        }
    }
}

/// What was moved.
public struct MoveSummary: Sendable, Hashable, Codable {
    /// People.
    public var people = 0
    /// Photos.
    public var photos = 0
    /// Faces.
    public var faces = 0
    /// Stored photos and crops.
    public var objects = 0
    /// Photos that a removal in this home forbids.
    public var suppressed = 0
    /// Faces left out because they are somebody else's already.
    public var contested = 0
}

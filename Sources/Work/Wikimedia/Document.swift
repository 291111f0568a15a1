import Foundation

/// A JSON document read leniently: what is not there, or of another type, is `nil`.
///
/// The services answer in several dialects (numbers for strings, objects for arrays, an empty array
/// for an empty object), so nothing is decoded into fixed types.
struct Document {
    private let value: Any?

    private init(value: Any?) { self.value = value }

    /// Reads a whole document.
    ///
    /// - Throws: `brokenAnswer`, also for a document that breaks off.
    init(_ bytes: [UInt8], from service: String) throws(WikimediaError) {
        do {
            value = try JSONSerialization.jsonObject(with: Data(bytes))
        } catch {
            throw .brokenAnswer(service: service, detail: Self.hint(bytes))
        }
    }

    subscript(key: String) -> Document { Document(value: (value as? [String: Any])?[key]) }

    subscript(place: Int) -> Document {
        guard let list = value as? [Any], list.indices.contains(place) else {
            return Document(value: nil)
        }
        return Document(value: list[place])
    }

    /// Whether the key or place was there at all, whatever it holds.
    var exists: Bool { value != nil }

    /// A string; a number or a truth value as it would be written.
    var text: String? {
        switch value {
        case let text as String: text
        case let truth as Bool: "\(truth)"
        case let number as NSNumber: "\(number)"
        default: nil
        }
    }

    /// A whole number, also from a string.
    var number: Int? {
        switch value {
        case let number as NSNumber: number.intValue
        case let text as String: Int(text)
        default: nil
        }
    }

    /// Any number, also from a string.
    var decimal: Double? {
        switch value {
        case let number as NSNumber: number.doubleValue
        case let text as String: Double(text)
        default: nil
        }
    }

    /// The elements of an array, or the values of an object in the order of their keys.
    var elements: [Document] {
        if let list = value as? [Any] { return list.map { Document(value: $0) } }
        guard let object = value as? [String: Any] else { return [] }
        return object.sorted { $0.key < $1.key }.map { Document(value: $0.value) }
    }

    /// The keys of an object and their values, in order; an array has none.
    var members: [(key: String, value: Document)] {
        guard let object = value as? [String: Any] else { return [] }
        return object.sorted { $0.key < $1.key }.map { ($0.key, Document(value: $0.value)) }
    }

    /// What broke a document off, when the service wrote it into the middle.
    private static func hint(_ bytes: [UInt8]) -> String {
        let text = String(decoding: bytes.suffix(20_000), as: UTF8.self)
        return text.contains("TimeoutException")
            ? "it ran out of time" : "it is not whole, or not JSON"
    }
}

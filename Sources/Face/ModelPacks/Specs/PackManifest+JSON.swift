import FaceTypes
import Foundation

extension PackManifest {
    /// Reads and checks a manifest.
    ///
    /// - Parameters:
    ///   - json: The file's bytes.
    ///   - place: The file, for error messages.
    /// - Throws: `PackError.badManifest`.
    public init(json: [UInt8], place: String) throws(PackError) {
        do {
            self = try JSONDecoder().decode(PackManifest.self, from: Data(json))
        } catch {
            throw .badManifest(place: place, reason: Self.reason(for: error))
        }
        if let fault = fault { throw .badManifest(place: place, reason: fault) }
    }

    /// The manifest as a file, keys sorted, so that the same manifest gives the same bytes.
    ///
    /// - Throws: `PackError.badManifest` when a number in it is not finite.
    public func encoded() throws(PackError) -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        do {
            return [UInt8](try encoder.encode(self)) + [UInt8(ascii: "\n")]
        } catch {
            throw .badManifest(place: name, reason: Self.reason(for: error))
        }
    }

    private static func reason(for error: any Error) -> String {
        switch error {
        case DecodingError.keyNotFound(let key, _): "'\(key.stringValue)' is missing"
        case DecodingError.typeMismatch(_, let context),
            DecodingError.valueNotFound(_, let context),
            DecodingError.dataCorrupted(let context):
            context.codingPath.map(\.stringValue).joined(separator: ".") + ": "
                + context.debugDescription
        default: "\(error)"
        }
    }
}

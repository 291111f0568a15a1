/// A gallery in a home's catalogue; never reused, even after removal.
public struct GalleryID: Sendable, Hashable, Codable, Comparable, CustomStringConvertible {
    /// The catalogue's key; positive.
    public let rawValue: Int64

    /// Wraps a catalogue key.
    public init(_ rawValue: Int64) {
        self.rawValue = rawValue
    }

    /// The key in decimal digits.
    public var description: String { String(rawValue) }

    /// Orders by age: earlier ids are smaller.
    public static func < (left: GalleryID, right: GalleryID) -> Bool {
        left.rawValue < right.rawValue
    }

    /// Reads the bare number.
    public init(from decoder: any Decoder) throws {
        self.init(try decoder.singleValueContainer().decode(Int64.self))
    }

    /// Writes the bare number.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(rawValue)
    }
}

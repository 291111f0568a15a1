/// A job in a home's catalogue; never reused.
public struct JobID: Sendable, Hashable, Comparable, CustomStringConvertible {
    /// The catalogue's key; positive.
    public let rawValue: Int64

    /// Wraps a catalogue key.
    public init(_ rawValue: Int64) { self.rawValue = rawValue }

    /// The key in decimal digits.
    public var description: String { String(rawValue) }

    /// Orders by age: earlier ids are smaller.
    public static func < (left: JobID, right: JobID) -> Bool { left.rawValue < right.rawValue }
}

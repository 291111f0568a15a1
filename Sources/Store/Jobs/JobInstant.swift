/// A moment of the wall clock, which all processes of a home and its restarts share.
public struct JobInstant: Sendable, Hashable, Comparable {
    /// Milliseconds since 1 January 1970, UTC.
    public let milliseconds: Int64

    /// Wraps milliseconds since 1 January 1970, UTC.
    public init(milliseconds: Int64) { self.milliseconds = milliseconds }

    /// The moment so many seconds later, rounded to milliseconds.
    public func adding(seconds: Double) -> JobInstant {
        JobInstant(milliseconds: milliseconds + Int64((seconds * 1_000).rounded()))
    }

    /// Seconds from another moment to this one.
    public func seconds(since other: JobInstant) -> Double {
        Double(milliseconds - other.milliseconds) / 1_000
    }

    /// Orders by time.
    public static func < (left: JobInstant, right: JobInstant) -> Bool {
        left.milliseconds < right.milliseconds
    }
}

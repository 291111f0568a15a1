/// How often two strangers are at least this close.
public struct PairRate: Sendable, Hashable {
    /// How the figure is to be read.
    public enum Bound: String, Sendable, Hashable, Codable {
        /// An estimate within a factor of 1.25.
        case exact
        /// The true rate is at most this: too few such pairs were seen to say more.
        case atMost
        /// The true rate is at least this: so common that it was not measured.
        case atLeast
    }

    /// Share of stranger pairs, 0...1.
    public let rate: Double

    /// How it is to be read.
    public let bound: Bound

    /// Names a rate.
    public init(rate: Double, bound: Bound) {
        self.rate = rate
        self.bound = bound
    }

    /// Stranger pairs among which one is this close, in two significant digits; at least 1.
    public var oneIn: Int {
        guard rate > 0 else { return Int.max }
        return Self.twoDigits(1 / rate)
    }

    /// How many of so many strangers would be this close to one photo by chance.
    public func expected(among people: Int) -> Double { rate * Double(people) }

    /// Rounds to two significant digits, at least 1, since further digits of a rare rate are noise.
    public static func twoDigits(_ value: Double) -> Int {
        guard value < 1e15 else { return Int.max }
        var scale = 1.0
        while value / scale >= 100 { scale *= 10 }
        return max(1, Int((value / scale).rounded() * scale))
    }
}

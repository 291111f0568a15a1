/// A word for how close a look-alike is, compared with what people find in the same gallery.
public enum LikenessWord: String, Sendable, Hashable, Codable, CaseIterable {
    /// Closer than the best look-alike of at least 99 of 100 people.
    case uncanny
    /// Of at least 95.
    case striking
    /// Of at least 80.
    case strong
    /// Of at least 50.
    case some

    /// The least percentage that earns the word.
    public var leastPercent: Int {
        switch self {
        case .uncanny: 99
        case .striking: 95
        case .strong: 80
        case .some: 50
        }
    }

    /// As people read it: the word alone, but `some likeness`.
    public var label: String { self == .some ? "some likeness" : rawValue }

    /// The strongest word a percentage earns, or `nil` below 50.
    public init?(percent: Int) {
        guard let word = Self.allCases.first(where: { percent >= $0.leastPercent }) else {
            return nil
        }
        self = word
    }
}

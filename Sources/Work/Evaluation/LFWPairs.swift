/// LFW's list of pairs: folds of as many pairs of one person as of two.
///
/// The first line says how many folds and how many pairs of each kind a fold has. A line
/// `name a b` is a pair of one person, `name a other b` one of two people.
public struct LFWPairs: Sendable, Hashable {
    /// Two photos, and whether they show one person.
    public struct Pair: Sendable, Hashable {
        /// The first photo.
        public let first: LFWPhotoKey
        /// The second photo.
        public let second: LFWPhotoKey
        /// Whether they show the same person.
        public var isGenuine: Bool { first.person == second.person }
    }

    /// Most folds and most pairs of one kind in a fold.
    static let countMax = 100_000

    /// The folds.
    public let folds: [[Pair]]

    /// Reads a list.
    ///
    /// - Throws: `EvaluationError.malformedPairs` with the line.
    public init(text: String) throws(EvaluationError) {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
            .map { $0.split(whereSeparator: \.isWhitespace) }
        let (count, size) = try Self.sizes(lines.first ?? [])
        var folds: [[Pair]] = []
        var line = 1
        for _ in 0..<count {
            var fold: [Pair] = []
            for place in 0..<(2 * size) {
                let words = line < lines.count ? lines[line] : []
                line += 1
                fold.append(try Self.pair(words, isGenuine: place < size, line: line))
            }
            folds.append(fold)
        }
        for rest in line..<max(line, lines.count) where !lines[rest].isEmpty {
            throw .malformedPairs(
                line: rest + 1,
                expected: "the end",
                found: lines[rest].joined(separator: " ")
            )
        }
        self.folds = folds
    }

    /// The list with its first folds only; all of them when there are not so many.
    public func prefix(folds count: Int) -> LFWPairs {
        LFWPairs(folds: Array(folds.prefix(max(1, count))))
    }

    /// The photos the pairs name.
    public var photos: Set<LFWPhotoKey> {
        Set(folds.joined().flatMap { [$0.first, $0.second] })
    }

    private init(folds: [[Pair]]) {
        self.folds = folds
    }

    private static func sizes(_ words: [Substring]) throws(EvaluationError) -> (Int, Int) {
        let numbers = words.compactMap { Int($0) }
        // Lists for training have one fold and give its size alone.
        let sizes = numbers.count == 1 ? [1, numbers[0]] : numbers
        guard numbers.count == words.count, sizes.count == 2,
            sizes.allSatisfy({ (1...countMax).contains($0) }), sizes[0] * sizes[1] <= countMax
        else {
            throw .malformedPairs(
                line: 1,
                expected: "the number of folds and of pairs in each",
                found: words.joined(separator: " ")
            )
        }
        return (sizes[0], sizes[1])
    }

    private static func pair(
        _ words: [Substring],
        isGenuine: Bool,
        line: Int
    ) throws(EvaluationError) -> Pair {
        if isGenuine, words.count == 3, let one = Int(words[1]), let other = Int(words[2]) {
            return Pair(
                first: LFWPhotoKey(person: String(words[0]), number: one),
                second: LFWPhotoKey(person: String(words[0]), number: other)
            )
        }
        if !isGenuine, words.count == 4, words[0] != words[2],
            let one = Int(words[1]), let other = Int(words[3])
        {
            return Pair(
                first: LFWPhotoKey(person: String(words[0]), number: one),
                second: LFWPhotoKey(person: String(words[2]), number: other)
            )
        }
        throw .malformedPairs(
            line: line,
            expected: isGenuine ? "name number number" : "name number other-name number",
            found: words.joined(separator: " ")
        )
    }
}

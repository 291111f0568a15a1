/// What an `X-Robots-Tag` header says about a file.
public struct RobotsTag: Sendable, Hashable {
    /// Words that apply to this crawler, lower case, in order.
    public let words: [String]

    /// Words that ask not to be put into collections like ours.
    public static let refusals: Set<String> = [
        "none", "noindex", "noimageindex", "noai", "noimageai",
    ]

    /// Reads the values of all `X-Robots-Tag` headers of an answer.
    ///
    /// A value may begin with an agent's name and a colon and then applies to that agent only.
    public init(_ values: [String], for agent: String) {
        var words: [String] = []
        for value in values {
            var isMeant = true
            for part in value.split(separator: ",") {
                var word = part.split(separator: " ").joined(separator: " ").lowercased()
                if let colon = word.firstIndex(of: ":"), !word.hasPrefix("unavailable_after"),
                    !word.hasPrefix("max-")
                {
                    isMeant = word[..<colon] == agent.lowercased()
                    word = word[word.index(after: colon)...].split(separator: " ")
                        .joined(separator: " ")
                }
                if isMeant, !word.isEmpty { words.append(word) }
            }
        }
        self.words = words
    }

    /// The first word that forbids keeping the file; `nil` when none does.
    public var refusal: String? { words.first { Self.refusals.contains($0) } }
}

/// One line of a list of people.
public struct NameEntry: Sendable, Hashable {
    /// How the line names a person.
    public enum Key: Sendable, Hashable {
        /// By item.
        case item(ItemID)
        /// By IMDb id, with name and birth year for when the id leads nowhere.
        case imdb(String, name: String, birthYear: Int?)
        /// By name, and birth year where it is given.
        case name(String, birthYear: Int?)
    }

    /// Where it stands: file and line.
    public let place: String
    /// Whom it names.
    public let key: Key

    /// Makes an entry.
    public init(place: String, key: Key) {
        self.place = place
        self.key = key
    }

    /// What the line says, for reports.
    public var words: String {
        switch key {
        case .item(let item): "\(item)"
        case .imdb(let id, let name, _): "\(name) (\(id))"
        case .name(let name, let year): name + (year.map { " (\($0))" } ?? "")
        }
    }

    /// Reads a line: `Q42`, `nm0000001`, `Name`, `Name (1952)` or `Name<tab>1952`.
    ///
    /// - Returns: `nil` for an empty line or a comment (`#`).
    public init?(line: String, place: String) {
        let parts = line.split(separator: "\t", omittingEmptySubsequences: false)
            .map { $0.split(whereSeparator: \.isWhitespace).joined(separator: " ") }
        guard let text = parts.first, !text.isEmpty, !text.hasPrefix("#") else { return nil }
        self.place = place
        if let item = ItemID(text) {
            key = .item(item)
        } else if Self.isIMDb(text) {
            key = .imdb(text, name: text, birthYear: nil)
        } else if parts.count > 1, let year = Int(parts[1]) {
            key = .name(text, birthYear: year)
        } else if text.hasSuffix(")"), let open = text.lastIndex(of: "("),
            let year = Int(text[text.index(after: open)...].dropLast()), open > text.startIndex
        {
            let name = text[..<open].split(separator: " ").joined(separator: " ")
            key = .name(name, birthYear: year)
        } else {
            key = .name(text, birthYear: nil)
        }
    }

    /// Whether a text is an IMDb person id.
    static func isIMDb(_ text: String) -> Bool {
        text.hasPrefix("nm") && (7...12).contains(text.utf8.count)
            && text.utf8.dropFirst(2).allSatisfy { (0x30...0x39).contains($0) }
    }
}

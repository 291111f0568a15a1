import Fetching

/// The rows of a SPARQL answer.
public struct SPARQLAnswer: Sendable {
    /// One bound value.
    public enum Term: Sendable, Hashable {
        /// An address.
        case address(String)
        /// Text, a number or a date, with its language if it has one.
        case literal(String, language: String?)
        /// It is known to exist, and nothing more.
        case unknown

        /// The item, for an entity's address.
        public var item: ItemID? {
            if case .address(let text) = self { ItemID(entityAddress: text) } else { nil }
        }

        /// The text of a literal.
        public var text: String? {
            if case .literal(let text, _) = self { text } else { nil }
        }
    }

    /// Rows; what is not bound has no key.
    public let rows: [[String: Term]]

    /// Reads an answer of `application/sparql-results+json`.
    ///
    /// - Throws: `brokenAnswer`, also for one that breaks off in the middle with status 200.
    public init(_ bytes: [UInt8]) throws(WikimediaError) {
        let document = try Document(bytes, from: "The query service")
        guard document["results"]["bindings"].exists else {
            throw .brokenAnswer(service: "The query service", detail: "it holds no results")
        }
        rows = document["results"]["bindings"].elements.map { row in
            var terms: [String: Term] = [:]
            for (key, value) in row.members { terms[key] = Self.term(value) }
            return terms
        }
    }

    private static func term(_ value: Document) -> Term? {
        guard let text = value["value"].text else { return nil }
        switch value["type"].text {
        case "uri" where text.contains("/.well-known/genid/"): return .unknown
        case "uri": return .address(text)
        case "bnode": return .unknown
        default: return .literal(text, language: value["xml:lang"].text)
        }
    }
}

/// A person of a query's answer: all rows of one item, joined.
public struct QueriedPerson: Sendable, Hashable {
    /// The item.
    public let item: ItemID
    /// Names of image files, in the order they came.
    public var images: [String] = []
    /// Years of birth known to the year.
    public var birthYears: [Int] = []
    /// IMDb ids.
    public var imdb: [String] = []
    /// Labels that were asked for, where they were.
    public var labels: [String] = []
    /// Number of Wikipedia editions.
    public var fame: Int?

    /// Names a person of whom nothing else is known yet.
    public init(item: ItemID) { self.item = item }

    /// Joins rows by item, in the order items first came.
    public static func joined(_ answer: SPARQLAnswer) -> [QueriedPerson] {
        var order: [ItemID] = []
        var people: [ItemID: QueriedPerson] = [:]
        for row in answer.rows {
            guard let item = row["item"]?.item else { continue }
            if people[item] == nil { order.append(item) }
            var person = people[item] ?? QueriedPerson(item: item)
            person.take(row)
            people[item] = person
        }
        return order.compactMap { people[$0] }
    }

    private mutating func take(_ row: [String: SPARQLAnswer.Term]) {
        if case .address(let address) = row["image"], let name = FileName.inAddress(address) {
            Self.add(name, to: &images)
        }
        let precision = row["precision"]?.text.flatMap { Int($0) } ?? 11
        if let time = row["birth"]?.text,
            let year = TimeValue(time, precision: precision)?.knownYear
        {
            Self.add(year, to: &birthYears)
        }
        if let id = row["imdb"]?.text { Self.add(id, to: &imdb) }
        if let label = row["label"]?.text { Self.add(label, to: &labels) }
        if let count = row["n"]?.text.flatMap({ Int($0) }) { fame = max(fame ?? 0, count) }
    }

    private static func add<Value: Equatable>(_ value: Value, to list: inout [Value]) {
        if !list.contains(value) { list.append(value) }
    }
}

/// Reads `list=categorymembers`.
public struct CategoryAnswer: Sendable {
    /// Names of files, without `File:`, in the order they came.
    public let files: [String]

    /// Where the next page begins; `nil` at the end.
    public let next: String?

    /// Files asked for at once: what the service gives to anybody.
    public static let pageMax = 500

    /// The number of the namespace of files.
    private static let files = 6

    /// Reads an answer; members that are no files, such as categories below, are passed over.
    ///
    /// - Throws: `refused`, `brokenAnswer`.
    public init(_ bytes: [UInt8]) throws(WikimediaError) {
        let document = try Document(bytes, from: "Commons")
        try APIProblem.check(document, service: "Commons")
        let members = document["query"]["categorymembers"]
        guard members.exists else {
            throw .brokenAnswer(service: "Commons", detail: "it holds no members of a category")
        }
        files = members.elements.compactMap { member in
            guard member["ns"].number == Self.files, let title = member["title"].text,
                title.hasPrefix("File:")
            else { return nil }
            return FileName.tidy(title)
        }
        next = document["continue"]["cmcontinue"].text
    }
}

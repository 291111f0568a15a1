/// A file on Commons with its credit.
public struct ImageFile: Sendable, Hashable, Codable {
    /// The name, without `File:`.
    public var name: String
    /// Address of the original.
    public var address: String
    /// Address of the thumbnail asked for; the original where that is smaller.
    public var thumbnail: String
    /// Address of the page that describes it.
    public var page: String
    /// Columns of the original.
    public var width: Int
    /// Rows of the original.
    public var height: Int
    /// Hexadecimal SHA-1 of the original.
    public var sha1: String
    /// When this version was uploaded.
    public var timestamp: String
    /// What the server says it is.
    public var mime: String
    /// Machine-readable licence code.
    public var licenceCode: String?
    /// The licence's short name, for people.
    public var licenceName: String?
    /// The licence's address.
    public var licenceAddress: String?
    /// The author, plain text.
    public var author: String?
    /// Where the file came from, plain text.
    public var credit: String?
    /// The attribution the author asks for, plain text.
    public var attribution: String?
    /// Other rights that touch it, such as `personality`.
    public var restrictions: String?
    /// Whether and why it is marked as not free.
    public var nonFree: String?
    /// The year it was taken.
    public var year: Int?

    /// Whether it may be used.
    public var verdict: LicenceVerdict { LicenceVerdict(code: licenceCode, nonFree: nonFree) }
}

/// Reads `prop=imageinfo`.
public struct ImageInfoAnswer: Sendable {
    /// What became of one title.
    public enum Outcome: Sendable, Hashable {
        /// There it is.
        case found(ImageFile)
        /// There is no such file.
        case missing
        /// The answer was capped: ask again.
        case unanswered
        /// The service can't tell.
        case failed(detail: String)
    }

    /// By the name that was asked for.
    public let outcomes: [String: Outcome]

    /// Titles asked for at once.
    public static let batchMax = 50

    /// Reads an answer about some file names.
    ///
    /// Pages come in any order and under other titles: each name is followed through `normalized`
    /// and `redirects`. A page counts as missing when it has no `imageinfo`, whatever it says. In
    /// a capped answer (`continue`) that may only mean "not yet".
    /// - Throws: `refused`, `brokenAnswer`.
    public init(_ bytes: [UInt8], asked names: [String]) throws(WikimediaError) {
        let document = try Document(bytes, from: "Commons")
        try APIProblem.check(document, service: "Commons")
        let query = document["query"]
        guard query["pages"].exists else {
            throw .brokenAnswer(service: "Commons", detail: "it holds no pages")
        }
        let normalized = Self.steps(query["normalized"])
        let redirects = Self.steps(query["redirects"])
        var pages: [String: Document] = [:]
        for page in query["pages"].elements {
            if let title = page["title"].text { pages[title] = page }
        }
        let isCapped = document["continue"].exists
        var outcomes: [String: Outcome] = [:]
        for name in names {
            var title = FileName.title(name)
            title = normalized[title] ?? title
            // A redirect may lead to another, but never long.
            for _ in 0..<5 { title = redirects[title] ?? title }
            outcomes[name] = Self.outcome(pages[title], isCapped: isCapped)
        }
        self.outcomes = outcomes
    }

    private static func steps(_ list: Document) -> [String: String] {
        var steps: [String: String] = [:]
        for step in list.elements {
            if let from = step["from"].text, let to = step["to"].text { steps[from] = to }
        }
        return steps
    }

    private static func outcome(_ page: Document?, isCapped: Bool) -> Outcome {
        guard let page else { return isCapped ? .unanswered : .missing }
        // Older revisions may follow; the first is the current one.
        let info = page["imageinfo"][0]
        if info.exists {
            return file(info, title: page["title"].text ?? "").map { .found($0) } ?? .missing
        }
        let isGone = page["missing"].exists && !page["known"].exists
        return isCapped && !isGone ? .unanswered : .missing
    }

    private static func file(_ info: Document, title: String) -> ImageFile? {
        guard let address = info["url"].text else { return nil }
        let more = info["extmetadata"]
        func value(_ key: String) -> String? {
            let text = more[key]["value"].text.map(MarkupText.plain)
            return text?.isEmpty == true ? nil : text
        }
        let taken = value("DateTimeOriginal").flatMap { TimeValue($0, precision: 9)?.year }
        return ImageFile(
            name: FileName.tidy(title),
            address: address,
            thumbnail: info["thumburl"].text ?? address,
            page: info["descriptionurl"].text ?? "",
            width: info["width"].number ?? 0,
            height: info["height"].number ?? 0,
            sha1: info["sha1"].text ?? "",
            timestamp: info["timestamp"].text ?? "",
            mime: info["mime"].text ?? "",
            licenceCode: value("License"),
            licenceName: value("LicenseShortName") ?? value("UsageTerms"),
            licenceAddress: more["LicenseUrl"]["value"].text.map(Self.completed),
            author: value("Artist"),
            credit: value("Credit"),
            attribution: value("Attribution"),
            restrictions: value("Restrictions"),
            nonFree: value("NonFree"),
            year: taken.flatMap { (1800...2200).contains($0) ? $0 : nil }
        )
    }

    private static func completed(_ address: String) -> String {
        address.hasPrefix("//") ? "https:" + address : address
    }
}

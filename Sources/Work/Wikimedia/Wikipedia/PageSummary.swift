/// What a Wikipedia says of a page in short.
public struct PageSummary: Sendable, Hashable {
    /// `standard`, `disambiguation`, `no-extract`, `mainpage`.
    public let type: String
    /// The page's title.
    public let title: String
    /// The item the page is about.
    public let item: ItemID?
    /// Name of the lead image on Commons; `nil` when there is none or it is kept elsewhere.
    public let image: String?

    /// Reads an answer of `/page/summary/`.
    public init(_ bytes: [UInt8]) throws(WikimediaError) {
        let document = try Document(bytes, from: "Wikipedia")
        guard let type = document["type"].text else {
            throw .brokenAnswer(service: "Wikipedia", detail: "it is not a summary")
        }
        self.type = type
        title = document["title"].text ?? ""
        item = document["wikibase_item"].text.flatMap { ItemID($0) }
        let source =
            document["originalimage"]["source"].text ?? document["thumbnail"]["source"].text
        image = source.flatMap(FileName.inUploadAddress)
    }

    /// The lead image, if the page is about exactly this item: a list of namesakes, or a page about
    /// somebody else, gives nothing.
    public func leadImage(of person: ItemID) -> String? {
        type == "standard" && item == person ? image : nil
    }
}

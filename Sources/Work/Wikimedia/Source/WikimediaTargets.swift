/// Whom a crawl is for.
public enum WikimediaTargets: Sendable {
    /// People Wikidata finds by what they do.
    case query(PeopleQuery)
    /// Items, IMDb ids and names, such as given on a command line.
    case entries([NameEntry])
    /// A list in a file.
    case list(NameList)
}

/// How a crawl goes.
public struct WikimediaSettings: Sendable, Hashable {
    /// Most photos offered of one person.
    public var photosPerPerson: Int
    /// Most people; `nil` for all that are found.
    public var peopleMax: Int?
    /// Width of the thumbnails fetched, in pixels, rounded up to a step Commons makes.
    public var width: Int
    /// Most bytes of a photo.
    public var photoBytesMax: Int
    /// Whether the lead image of the Wikipedia article stands in where Wikidata has none.
    public var usesLeadImages: Bool
    /// Whether photos of the person's category on Commons (P373) are offered, up to `photosPerPerson`
    /// together with the others; of those, ingest takes only faces that agree with the others.
    public var usesCategories: Bool

    /// Makes settings.
    public init(
        photosPerPerson: Int = 3,
        peopleMax: Int? = nil,
        width: Int = 960,
        photoBytesMax: Int = 16 << 20,
        usesLeadImages: Bool = true,
        usesCategories: Bool = true
    ) {
        self.photosPerPerson = max(1, photosPerPerson)
        self.peopleMax = peopleMax
        self.width = width
        self.photoBytesMax = photoBytesMax
        self.usesLeadImages = usesLeadImages
        self.usesCategories = usesCategories
    }
}

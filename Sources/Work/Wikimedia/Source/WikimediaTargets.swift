public import Foundation

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
    /// Most bytes of a photo, unless said otherwise.
    public static let photoBytesStandard = 16 << 20

    /// Most photos offered of one person.
    public var photosPerPerson: Int
    /// Most people nobody looked at before; `nil` for all that are found.
    public var peopleMax: Int?
    /// Only people whose item was changed at this moment or later; `nil` for all.
    public var changedSince: Date?
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
        changedSince: Date? = nil,
        width: Int = 960,
        photoBytesMax: Int = photoBytesStandard,
        usesLeadImages: Bool = true,
        usesCategories: Bool = true
    ) {
        self.photosPerPerson = max(1, photosPerPerson)
        self.peopleMax = peopleMax
        self.changedSince = changedSince
        self.width = width
        self.photoBytesMax = photoBytesMax
        self.usesLeadImages = usesLeadImages
        self.usesCategories = usesCategories
    }
}

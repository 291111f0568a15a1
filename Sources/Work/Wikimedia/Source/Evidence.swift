/// What is kept of a crawl about one person: one line of JSON.
///
/// Whom it was for, how they were found, which photos were taken and under which terms.
///
/// A crawl is for an explicit list of people; this is that list, for whoever asks later.
public struct Evidence: Sendable, Hashable, Codable {
    /// What was asked: the query, or the line of the list.
    public var asked: String
    /// The item, once it is known.
    public var item: String?
    /// The label.
    public var name: String?
    /// What they were matched by: `query`, `item`, `IMDb id`, `label`, `label and birth year`.
    public var matchedBy: String?
    /// Where names stood for several people: all of them.
    public var candidates: [String]?
    /// The photos offered, with their credits.
    public var photos: [ImageFile]?
    /// The address each photo was to be fetched from, in the same order.
    public var fetched: [String]?
    /// What is done with a photo: the face is cut out.
    public var change: String?
    /// When.
    public var date: String
}

/// Something that offers photos to enrol: a folder, a manifest, drawn people.
public protocol PhotoSource: Sendable {
    /// How many photos it will offer, when that is known without reading them.
    var expectedCount: Int? { get }

    /// Starts from the beginning; the order is the same every time.
    func makeCursor() throws -> any PhotoCursor
}

/// A walk through a source.
public protocol PhotoCursor {
    /// The next offer: a photo, a line the source could not make sense of, or `nil` at the end.
    mutating func next() async throws -> PhotoOffer?
}

/// One step of a source.
public enum PhotoOffer: Sendable {
    /// A photo to look at.
    case photo(PhotoCandidate)
    /// A photo the source knows to be enrolled, and does not fetch again.
    case enrolledBefore
    /// Something that can't be one; the run goes on.
    case refused(Reject)
}

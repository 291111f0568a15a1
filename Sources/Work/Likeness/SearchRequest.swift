public import FaceTypes
public import Gallery

/// A question to a gallery, namely who looks most like the face in these photos.
public struct SearchRequest: Sendable {
    /// Photos of one person, at least one.
    public var photos: [ProbePhoto]

    /// Who may answer.
    public var filter: PersonFilter

    /// Look-alikes wanted.
    public var limit: Int

    /// Quality codes that do not refuse a photo.
    public var allow: Set<QualityCode>

    /// Makes a request.
    public init(
        photos: [ProbePhoto],
        filter: PersonFilter = PersonFilter(),
        limit: Int = 10,
        allow: Set<QualityCode> = []
    ) {
        self.photos = photos
        self.filter = filter
        self.limit = limit
        self.allow = allow
    }
}

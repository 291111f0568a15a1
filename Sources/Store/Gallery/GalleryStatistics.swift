/// How much a gallery holds.
public struct GalleryStatistics: Sendable, Hashable, Codable {
    /// People with at least one live face.
    public var people: Int
    /// Live photos.
    public var photos: Int
    /// Live faces.
    public var faces: Int
    /// The newest position of the change log; 0 when nothing ever happened.
    public var sequence: Int64

    /// Makes statistics.
    public init(people: Int, photos: Int, faces: Int, sequence: Int64) {
        self.people = people
        self.photos = photos
        self.faces = faces
        self.sequence = sequence
    }
}

public import FaceTypes

/// A face that is close to a probe.
public struct Neighbor: Sendable, Hashable {
    /// The face.
    public var face: FaceID
    /// Whose face it is, or `nil` when unlabelled.
    public var person: PersonID?
    /// Cosine, -1...1, greater is closer.
    public var similarity: Float

    /// Makes a neighbour.
    public init(face: FaceID, person: PersonID?, similarity: Float) {
        self.face = face
        self.person = person
        self.similarity = similarity
    }
}

/// Finds the nearest faces of one gallery; a rebuildable copy of the catalogue.
///
/// Calls may come from any task; a search sees a consistent snapshot.
public protocol NeighborIndex: Sendable {
    /// The position of the change log this index has followed up to.
    var sequence: Int64 { get async }

    /// Live faces.
    var count: Int { get async }

    /// Applies changes, oldest first; ones at or before `sequence` are ignored.
    func apply(_ changes: [GalleryChange]) async throws

    /// The `limit` nearest faces, closest first.
    /// - Parameter people: only faces of these people, or `nil` for all.
    func nearestFaces(
        to probe: Embedding,
        limit: Int,
        among people: Set<PersonID>?
    ) async throws -> [Neighbor]

    /// The `limit` nearest people, each by their best face, closest first; an unlabelled face stands
    /// for itself.
    /// - Parameter people: only these people, or `nil` for all.
    /// - Parameter excluding: a person left out (the probe's own, when calibrating), or `nil`.
    func nearestPeople(
        to probe: Embedding,
        limit: Int,
        among people: Set<PersonID>?,
        excluding: PersonID?
    ) async throws -> [Neighbor]
}

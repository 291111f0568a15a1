import FaceTypes
import Gallery
import VectorIndex

// Faces are ids and people are groups in the vector index.

extension Neighbor {
    init(_ match: VectorMatch) {
        self.init(
            face: FaceID(Int64(match.id)),
            person: match.group.map { PersonID(Int64($0)) },
            similarity: match.similarity
        )
    }
}

extension VectorFilter {
    /// Admits the faces of some people.
    convenience init(people: Set<PersonID>) {
        self.init(groups: people.map { UInt64($0.rawValue) })
    }
}

extension VectorChange {
    init(_ change: GalleryChange) {
        switch change.event {
        case .added(let face, let person, let embedding):
            self = .upsert(
                id: UInt64(face.rawValue),
                group: person.map { UInt64($0.rawValue) },
                vector: embedding.values
            )
        case .removed(let face): self = .remove(id: UInt64(face.rawValue))
        }
    }
}

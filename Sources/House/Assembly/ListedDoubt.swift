public import FaceTypes
public import Gallery
import Ingest

/// A doubt of the review list in words.
public struct ListedDoubt: Sendable, Hashable, Codable {
    /// Its number.
    public var id: Int64
    /// What is doubted.
    public var kind: ReviewItem.Kind
    /// Where it stands.
    public var state: ReviewItem.State
    /// What is asked; accepting says yes, refusing no.
    public var question: String
    /// The person, where the catalogue knows them.
    public var person: PersonID?
    /// The other person, of twins.
    public var other: PersonID?
    /// The photo; `nil` of twins, and once it is decided.
    public var photo: String?
    /// How similar, where similarity is what was found.
    public var similarity: Float?
    /// What was found.
    public var detail: String

    /// Puts a doubt into words.
    ///
    /// - Parameters:
    ///   - names: the names of its people, by id.
    ///   - faces: the face it is about, if any.
    init(_ item: ReviewItem, names: [PersonID: String], face: StoredFace?) {
        id = item.id
        kind = item.doubt.kind
        state = item.state
        person = item.doubt.person
        other = item.doubt.other
        similarity = item.doubt.similarity
        detail = item.doubt.detail
        let photo = try? PhotoJob(payload: item.doubt.payload)
        self.photo = photo?.origin ?? face?.origin
        let name = item.doubt.person.flatMap { names[$0] } ?? photo?.claim?.name
        question = Self.question(
            item.doubt,
            name: name,
            otherName: item.doubt.other.flatMap { names[$0] }
        )
    }

    private static func question(
        _ doubt: ReviewItem.New,
        name: String?,
        otherName: String?
    ) -> String {
        let name = name ?? "somebody"
        switch doubt.kind {
        case .severalFaces: return "Which of the faces is \(name)'s?"
        case .outlier: return "Is face \(doubt.face.map(\.description) ?? "") \(name)'s?"
        case .twins: return "Are \(name) and \(otherName ?? "somebody") one person?"
        }
    }
}

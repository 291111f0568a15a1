public import FaceTypes

/// One entry of a gallery's change log: what an index must do to follow the catalogue.
public struct GalleryChange: Sendable {
    /// What happened.
    public enum Event: Sendable {
        /// A face was enrolled, or moved to another person; replaces an entry of the same id.
        case added(FaceID, person: PersonID?, embedding: Embedding)
        /// A face is gone.
        case removed(FaceID)
    }

    /// Position in the log; strictly increasing, never reused.
    public var sequence: Int64

    /// What happened.
    public var event: Event

    /// Makes an entry.
    public init(sequence: Int64, event: Event) {
        self.sequence = sequence
        self.event = event
    }
}

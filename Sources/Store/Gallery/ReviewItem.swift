public import FaceTypes

/// A doubt about a gallery that a person decides, kept until they do and, decided, ever after: what
/// was decided is not asked again.
public struct ReviewItem: Sendable, Hashable {
    /// What is doubted, as a question.
    public enum Kind: String, Sendable, Hashable, Codable, CaseIterable {
        /// Which of the faces in this photo, that is not enrolled, is the person's?
        case severalFaces = "several_faces"
        /// Is this face the person's?
        case outlier
        /// Are these two one person?
        case twins
    }

    /// Where it stands.
    public enum State: String, Sendable, Hashable, Codable, CaseIterable {
        /// Nobody has answered.
        case open
        /// Answered with yes.
        case accepted
        /// Answered with no.
        case refused
    }

    /// A doubt before it is kept.
    public struct New: Sendable, Hashable {
        /// What is doubted.
        public var kind: Kind
        /// What makes it the same doubt as another of the gallery.
        public var key: ContentHash
        /// The person; `nil` when the catalogue need not know them yet.
        public var person: PersonID?
        /// The other person, of twins.
        public var other: PersonID?
        /// The face.
        public var face: FaceID?
        /// The key of a person whom the catalogue need not know yet; no more of it than a keyed hash
        /// is kept, by which removing the person takes the doubt away.
        public var personKey: String?
        /// How similar, where similarity is what was found.
        public var similarity: Float?
        /// What to look at, in words.
        public var detail: String
        /// What deciding needs; emptied when it is decided, since it may be personal.
        public var payload: [UInt8]

        /// Describes a doubt.
        public init(
            _ kind: Kind,
            key: ContentHash,
            person: PersonID? = nil,
            other: PersonID? = nil,
            face: FaceID? = nil,
            personKey: String? = nil,
            similarity: Float? = nil,
            detail: String,
            payload: [UInt8] = []
        ) {
            self.kind = kind
            self.key = key
            self.person = person
            self.other = other
            self.face = face
            self.personKey = personKey
            self.similarity = similarity
            self.detail = detail
            self.payload = payload
        }
    }

    /// The catalogue's key; positive, never reused.
    public var id: Int64
    /// Where it stands.
    public var state: State
    /// What is doubted; its `personKey` is `nil`, for only a hash of it is kept.
    public var doubt: New

    /// Describes a kept doubt.
    public init(id: Int64, state: State, doubt: New) {
        self.id = id
        self.state = state
        self.doubt = doubt
    }
}

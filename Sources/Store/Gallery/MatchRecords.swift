public import FaceTypes

/// What an answer shows of its matches, read at one moment.
public struct MatchRecords: Sendable {
    /// A face and what it is compared by.
    public struct Face: Sendable {
        /// What is stored of it.
        public let record: StoredFace
        /// Its unit vector.
        public let embedding: Embedding

        /// Joins both.
        public init(record: StoredFace, embedding: Embedding) {
            self.record = record
            self.embedding = embedding
        }
    }

    /// The faces, in the order asked.
    public let faces: [Face]

    /// The people, in the order asked.
    public let people: [PersonRecord]

    /// Gathers the parts.
    public init(faces: [Face], people: [PersonRecord]) {
        self.faces = faces
        self.people = people
    }
}

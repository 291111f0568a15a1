/// What a gallery keeps of an enrolled photo besides embedding, box and credit.
public enum KeepPolicy: String, Sendable, Hashable, Codable, CaseIterable {
    /// The original bytes, by content hash.
    case photos
    /// A JPEG crop of each enrolled face.
    case crops
    /// No picture at all; answers link the source.
    case nothing
}

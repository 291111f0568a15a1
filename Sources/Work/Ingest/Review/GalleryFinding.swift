public import FaceTypes

/// Something in a gallery that somebody should look at; nothing is changed by finding it.
public struct GalleryFinding: Sendable, Hashable, Codable {
    /// What may be wrong.
    public enum Kind: String, Sendable, Hashable, Codable, CaseIterable {
        /// A face that disagrees with the person's others: perhaps somebody else's.
        case outlier
        /// Two people whose faces agree as one person's do.
        case twins
        /// Two photos of a person that are nearly the same picture.
        case nearDuplicate = "near_duplicate"
        /// A photo without a licence.
        case unlicensed
        /// A face too small or too poor to recognise well.
        case poor
        /// A person who is, or was, under 18 by their year of birth.
        case minor
    }

    /// What may be wrong.
    public var kind: Kind
    /// The person; `nil` where nobody has a name.
    public var person: PersonID?
    /// Their name; empty where nobody has one.
    public var name: String
    /// The other person, of twins.
    public var other: PersonID?
    /// The other person's name.
    public var otherName: String?
    /// The face, or the first of two.
    public var face: FaceID?
    /// Where its photo was read.
    public var origin: String?
    /// How similar, where similarity is what was found.
    public var similarity: Float?
    /// What to look at, in words.
    public var detail: String

    /// Describes a finding.
    public init(
        _ kind: Kind,
        of person: PersonID?,
        name: String,
        other: PersonID? = nil,
        otherName: String? = nil,
        face: FaceID? = nil,
        origin: String? = nil,
        similarity: Float? = nil,
        detail: String
    ) {
        self.kind = kind
        self.person = person
        self.name = name
        self.other = other
        self.otherName = otherName
        self.face = face
        self.origin = origin
        self.similarity = similarity
        self.detail = detail
    }
}

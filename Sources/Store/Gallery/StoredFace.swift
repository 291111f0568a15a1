public import FaceTypes

/// A face as the catalogue holds it, joined with its photo and person.
public struct StoredFace: Sendable, Hashable {
    /// The catalogue's key.
    public var id: FaceID
    /// The photo it was taken from.
    public var photo: PhotoID
    /// The photo's content hash.
    public var photoHash: ContentHash
    /// Whether the photo's bytes are in object storage.
    public var photoStored: Bool
    /// The stored crop's address, if there is one.
    public var crop: ContentHash?
    /// Whose face it is, or `nil` when unlabelled.
    public var person: PersonID?
    /// Columns of the upright full-size photo.
    public var photoWidth: Int
    /// Rows of the upright full-size photo.
    public var photoHeight: Int
    /// Box, landmarks, confidence.
    public var detection: DetectedFace
    /// The judgement at enrolment.
    public var quality: FaceQuality
    /// Where the photo was read: a path or an address.
    public var origin: String
    /// Who made the photo and under what terms.
    public var credit: PhotoCredit
    /// Year the photo was taken, when known.
    public var photoYear: Int?

    /// Makes a stored face.
    public init(
        id: FaceID,
        photo: PhotoID,
        photoHash: ContentHash,
        photoStored: Bool,
        crop: ContentHash?,
        person: PersonID?,
        photoWidth: Int,
        photoHeight: Int,
        detection: DetectedFace,
        quality: FaceQuality,
        origin: String,
        credit: PhotoCredit,
        photoYear: Int? = nil
    ) {
        self.id = id
        self.photo = photo
        self.photoHash = photoHash
        self.photoStored = photoStored
        self.crop = crop
        self.person = person
        self.photoWidth = photoWidth
        self.photoHeight = photoHeight
        self.detection = detection
        self.quality = quality
        self.origin = origin
        self.credit = credit
        self.photoYear = photoYear
    }
}

public import FaceTypes

/// One photo with the faces taken from it, as ingest hands it to the catalogue in one transaction.
public struct Enrolment: Sendable {
    /// A face to be enrolled.
    public struct Face: Sendable {
        /// Whose face it is, or `nil` in an unlabelled gallery.
        public var person: PersonID?
        /// Box, landmarks, confidence in pixels of the upright full-size photo.
        public var detection: DetectedFace
        /// The judgement at enrolment.
        public var quality: FaceQuality
        /// The unit vector; dimension of the gallery's pack.
        public var embedding: Embedding
        /// The stored crop's address, with policy `crops`.
        public var crop: ContentHash?

        /// Makes a face to be enrolled.
        public init(
            person: PersonID?,
            detection: DetectedFace,
            quality: FaceQuality,
            embedding: Embedding,
            crop: ContentHash?
        ) {
            self.person = person
            self.detection = detection
            self.quality = quality
            self.embedding = embedding
            self.crop = crop
        }
    }

    /// Boxes in one photo that overlap more than this (intersection over union) show one face.
    ///
    /// The same bytes give equal boxes, and a detector leaves no two of different faces so close.
    public static let sameFaceOverlap: Float = 0.5

    /// SHA-256 of the photo's bytes.
    public var hash: ContentHash

    /// 64-bit perceptual hash of the photo.
    public var perceptualHash: UInt64

    /// Columns of the upright full-size photo.
    public var width: Int

    /// Rows of the upright full-size photo.
    public var height: Int

    /// Size of the photo's bytes.
    public var byteCount: Int

    /// Where it was read: a path or an address.
    public var origin: String

    /// Who made it and under what terms.
    public var credit: PhotoCredit

    /// Year it was taken, when known.
    public var year: Int?

    /// Whether the bytes lie in object storage under `hash`, with policy `photos`.
    public var stored: Bool

    /// The faces; at least one.
    public var faces: [Face]

    /// Whose its faces are that name no person.
    ///
    /// Nobody is made for an enrolment that writes nothing.
    public var claim: PersonClaim?

    /// Makes an enrolment.
    public init(
        hash: ContentHash,
        perceptualHash: UInt64,
        width: Int,
        height: Int,
        byteCount: Int,
        origin: String,
        credit: PhotoCredit,
        year: Int? = nil,
        stored: Bool,
        faces: [Face],
        claim: PersonClaim? = nil
    ) {
        self.hash = hash
        self.perceptualHash = perceptualHash
        self.width = width
        self.height = height
        self.byteCount = byteCount
        self.origin = origin
        self.credit = credit
        self.year = year
        self.stored = stored
        self.faces = faces
        self.claim = claim
    }
}

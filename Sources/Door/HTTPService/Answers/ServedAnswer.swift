import FaceTypes
import Gallery
import Likeness

/// What `POST /v1/search` answers.
struct ServedReport: Encodable, Sendable {
    /// Where the time went.
    struct Times: Encodable, Sendable {
        var photo: Double
        var search: Double
        var total: Double
    }

    var schema = SearchAnswer.schemaVersion
    var answers: [ServedAnswer]
    var photos: [DescribedPhoto]
    var milliseconds: Times
}

/// A `SearchAnswer` with what the service adds: the probe's face number and thumbnails.
struct ServedAnswer: Encodable, Sendable {
    var answer: SearchAnswer
    /// Number of the probe's face in its photo, from 1; `nil` for several photos.
    var face: Int?
    var gallery: GalleryRecord
    var caller: Caller

    enum Key: String, CodingKey {
        case schema, gallery, pack, filter, probe, samePersonFrom, samePerson, lookAlikes, notes
        case face
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Key.self)
        try container.encode(answer.schema, forKey: .schema)
        try container.encode(answer.gallery, forKey: .gallery)
        try container.encode(answer.pack, forKey: .pack)
        try container.encodeIfPresent(answer.filter, forKey: .filter)
        try container.encode(answer.probe, forKey: .probe)
        try container.encode(answer.samePersonFrom, forKey: .samePersonFrom)
        try container.encode(answer.samePerson.map(served), forKey: .samePerson)
        try container.encode(answer.lookAlikes.map(served), forKey: .lookAlikes)
        try container.encode(answer.notes, forKey: .notes)
        try container.encodeIfPresent(face, forKey: .face)
    }

    private func served(_ match: LikenessMatch) -> ServedMatch {
        ServedMatch(
            match: match,
            face: ServedMatchFace(match.face, in: gallery, for: caller)
        )
    }
}

/// A match with its face's thumbnail.
struct ServedMatch: Encodable, Sendable {
    var match: LikenessMatch
    var face: ServedMatchFace

    enum Key: String, CodingKey {
        case rank, person, face, similarity, score, agreement, pairs, collapsed
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Key.self)
        try container.encode(match.rank, forKey: .rank)
        try container.encodeIfPresent(match.person, forKey: .person)
        try container.encode(face, forKey: .face)
        try container.encode(match.similarity, forKey: .similarity)
        try container.encode(match.score, forKey: .score)
        try container.encodeIfPresent(match.agreement, forKey: .agreement)
        try container.encode(match.pairs, forKey: .pairs)
        try container.encode(match.collapsed, forKey: .collapsed)
    }
}

/// A `MatchedFace` with its thumbnail, and without paths of the machine.
struct ServedMatchFace: Encodable, Sendable {
    var id: FaceID
    var photo: String
    var photoStored: Bool
    var crop: String?
    var photoWidth: Int
    var photoHeight: Int
    var detection: DetectedFace
    var quality: Float
    var origin: String?
    var credit: PhotoCredit
    var creditLine: String?
    var thumbnail: ServedThumbnail?

    init(_ face: MatchedFace, in gallery: GalleryRecord, for caller: Caller) {
        id = face.id
        photo = face.photo
        photoStored = face.photoStored
        crop = face.crop
        photoWidth = face.photoWidth
        photoHeight = face.photoHeight
        detection = face.detection
        quality = face.quality
        origin = ServedOrigin.shown(face.origin, to: caller)
        credit = face.credit
        creditLine = face.creditLine
        thumbnail = ServedThumbnail(face, in: gallery)
    }
}

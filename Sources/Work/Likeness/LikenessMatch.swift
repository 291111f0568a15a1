public import Calibration
public import FaceTypes
public import Gallery

/// One person (or one face of an unlabelled gallery) who answers.
public struct LikenessMatch: Sendable, Hashable, Codable {
    /// Place on its shelf; from 1.
    public var rank: Int
    /// Who it is; `nil` in an unlabelled gallery.
    public var person: MatchedPerson?
    /// Their face that is closest to the probe.
    public var face: MatchedFace
    /// The raw cosine of that face and the probe, -1...1.
    public var similarity: Float
    /// What can be said about it.
    public var score: ScoreDescription
    /// How many of the person's photos agree; `nil` in an unlabelled gallery.
    public var agreement: AgreementDescription?
    /// How often two strangers are this close.
    public var pairs: PairDescription
    /// Near-identical faces this one stands for as well; 0 in a labelled gallery.
    public var collapsed: Int
}

/// A person in an answer.
public struct MatchedPerson: Sendable, Hashable, Codable {
    /// The catalogue's key.
    public var id: PersonID
    /// The source's stable key.
    public var key: String
    /// What people call them.
    public var name: String
    /// What is known of them.
    public var metadata: PersonMetadata

    init(_ person: PersonRecord) {
        id = person.id
        key = person.key
        name = person.name
        metadata = person.metadata
    }
}

/// A face in an answer.
public struct MatchedFace: Sendable, Hashable, Codable {
    /// The catalogue's key.
    public var id: FaceID
    /// SHA-256 of its photo, in hexadecimal.
    public var photo: String
    /// Whether the photo's bytes are in object storage.
    public var photoStored: Bool
    /// SHA-256 of the stored crop, if there is one.
    public var crop: String?
    /// Columns of the upright photo.
    public var photoWidth: Int
    /// Rows of the upright photo.
    public var photoHeight: Int
    /// Box, landmarks, confidence, in pixels of the upright photo.
    public var detection: DetectedFace
    /// Fitness judged at enrolment, 0...1.
    public var quality: Float
    /// Where the photo was read: a path or an address.
    public var origin: String
    /// Who made the photo and under what terms.
    public var credit: PhotoCredit
    /// The credit in one line, or `nil` when nothing is known.
    public var creditLine: String?

    init(_ face: StoredFace) {
        id = face.id
        photo = face.photoHash.hexadecimal
        photoStored = face.photoStored
        crop = face.crop?.hexadecimal
        photoWidth = face.photoWidth
        photoHeight = face.photoHeight
        detection = face.detection
        quality = face.quality.score
        origin = face.origin
        credit = face.credit
        creditLine = face.credit.line
    }
}

/// A score, or why there is none.
public struct ScoreDescription: Sendable, Hashable, Codable {
    /// Closer than the best look-alike that so many of 100 people find here; `nil` when withheld.
    public var percent: Int?
    /// The word for it; `nil` below 50 or when withheld.
    public var word: LikenessWord?
    /// Why there is none: `too_few_people`, `filter_too_narrow`, `not_calibrated`; `nil` when there is.
    public var withheld: String?
    /// The score, or the reason, in words.
    public var sentence: String

    init(_ score: LikenessScore) {
        sentence = AnswerWording.sentence(for: score)
        switch score {
        case .measured(let percent, let word):
            self.percent = percent
            self.word = word
        case .withheld(let reason):
            withheld = reason.code
        }
    }
}

/// How many of a person's photos agree with the match.
public struct AgreementDescription: Sendable, Hashable, Codable {
    /// Photos that reach the similarity.
    public var agreeing: Int
    /// Photos in all.
    public var of: Int
    /// The similarity: the same-person threshold on that shelf, else what half of all people's best
    /// look-alikes reach.
    public var from: Float
    /// The count in words.
    public var sentence: String
}

/// How often two strangers are this close: an explanation, not a score.
public struct PairDescription: Sendable, Hashable, Codable {
    /// Share of stranger pairs.
    public var rate: Double
    /// How to read the rate.
    public var bound: PairRate.Bound
    /// `1 / rate` in two digits.
    public var oneIn: Int
    /// Entries that could answer.
    public var among: Int
    /// `rate * among`.
    public var expected: Double
    /// The rate in words.
    public var sentence: String

    init(_ rate: PairRate, among people: Int) {
        self.rate = rate.rate
        bound = rate.bound
        oneIn = rate.oneIn
        among = people
        expected = rate.expected(among: people)
        sentence = AnswerWording.sentence(for: rate, among: people)
    }
}

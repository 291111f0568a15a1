public import FaceTypes

/// The answer to one request; its JSON form is documented in `docs/formats/search-json.md`.
public struct SearchAnswer: Sendable, Hashable, Codable {
    /// The layout of the JSON form; grows when a key changes its meaning or goes.
    public static let schemaVersion = 1

    /// The gallery as it was searched.
    public struct Searched: Sendable, Hashable, Codable {
        /// The gallery's name.
        public var name: String
        /// Whether its entries are people; otherwise each face is an entry of its own.
        public var labelled: Bool
        /// Entries it has.
        public var entries: Int
        /// Entries that pass the filter.
        public var candidates: Int
    }

    /// The layout; `schemaVersion`.
    public var schema: Int
    /// The gallery as it was searched.
    public var gallery: Searched
    /// The pack whose embeddings were compared.
    public var pack: PackIdentity
    /// The filter, or `nil` when everybody could answer.
    public var filter: FilterDescription?
    /// What was asked about.
    public var probe: ProbeDescription
    /// From where a hit is probably the same person.
    public var samePersonFrom: SamePersonDescription
    /// People who are probably the same person as the probe, closest first.
    public var samePerson: [LikenessMatch]
    /// People who look like the probe, closest first.
    public var lookAlikes: [LikenessMatch]
    /// What a reader should know besides: why there is no score, why a shelf is empty.
    public var notes: [String]
}

/// What was asked about.
public struct ProbeDescription: Sendable, Hashable, Codable {
    /// One of the photos.
    public struct Photo: Sendable, Hashable, Codable {
        /// Where it came from.
        public var source: String?
        /// Where the face lies, in pixels of the photo.
        public var box: Box?
        /// Fitness for search, 0...1.
        public var quality: Float
        /// What speaks against the photo; the request allowed it.
        public var qualityCodes: [QualityCode]
    }

    /// How far the answer hangs on single photos.
    public struct Stability: Sendable, Hashable, Codable {
        /// For each photo, its similarity with the mean of all others.
        public var cohesion: [Float]
        /// Mean share of the first `top` answers that stay when one photo is left out; 0...1.
        public var kept: Double
        /// Answers that were looked at.
        public var top: Int
        /// Photos (from 0) that may show somebody else.
        public var oddPhotos: [Int]
        /// The figure in words.
        public var sentence: String
    }

    /// The photos, in the order given.
    public var photos: [Photo]
    /// How far the answer hangs on single photos; `nil` for a single one.
    public var stability: Stability?
}

/// From where a hit is probably the same person, and why there.
public struct SamePersonDescription: Sendable, Hashable, Codable {
    /// The least similarity.
    public var similarity: Float
    /// What it was derived from: `bestHits`, `greatestBestHit`, `packFloor` or `packCurve`.
    public var basis: String
    /// Share of strangers who may get a hit.
    public var strangersWithHit: Double
    /// People whose best hits it rests on.
    public var sampled: Int
    /// The threshold in words.
    public var sentence: String
}

/// The answers to several probes at once: what `search --json` writes.
public struct SearchReport: Sendable, Hashable, Codable {
    /// The layout; `SearchAnswer.schemaVersion`.
    public var schema: Int
    /// One answer for each probe, in the order asked.
    public var answers: [SearchAnswer]

    /// Joins answers.
    public init(answers: [SearchAnswer]) {
        schema = SearchAnswer.schemaVersion
        self.answers = answers
    }
}

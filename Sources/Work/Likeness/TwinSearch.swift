public import Calibration
public import FaceTypes
public import Gallery

/// Looks for people who are enrolled twice under two names.
///
/// Each person asks with one photo for the nearest other person; above the mark of `TwinRule` the two are
/// named. Twins, and photos filed under the wrong name, look the same: whoever reads it decides.
public struct TwinSearch: Sendable {
    /// Two people who are rather one.
    public struct Pair: Sendable, Hashable {
        /// The one who was enrolled first.
        public let first: PersonID
        /// The other.
        public let second: PersonID
        /// How close their nearest photos are: cosine.
        public let similarity: Float
    }

    private let gallery: GalleryRecord
    private let store: any GalleryStore
    private let index: any NeighborIndex
    private let curve: FalseMatchCurve
    private let settings: LikenessSettings

    /// Joins the parts of an open gallery.
    public init(
        gallery: GalleryRecord,
        store: any GalleryStore,
        index: any NeighborIndex,
        curve: FalseMatchCurve,
        settings: LikenessSettings = LikenessSettings()
    ) {
        self.gallery = gallery
        self.store = store
        self.index = index
        self.curve = curve
        self.settings = settings
    }

    /// The pairs, closest first; empty for an unlabelled gallery.
    ///
    /// Of a gallery of more people than calibration samples, only as many ask.
    /// - Throws: what the catalogue and the index throw.
    public func pairs() async throws -> [Pair] {
        guard gallery.labelled else { return [] }
        let people = try await store.statistics(of: gallery.id).people
        let sample = try await CalibrationSample.draw(
            from: store,
            gallery: gallery,
            settings: settings.calibration
        )
        let pairs = try await sample.countPairs(width: settings.calibrationWidth)
        let mark = TwinRule(people: people, curve: curve, pairs: pairs).similarity
        let found = try await boundedMap(sample.probes, width: settings.calibrationWidth) {
            [index] probe -> Pair? in
            guard let person = probe.person else { return nil }
            let nearest = try await index.nearestPeople(
                to: probe.embedding,
                limit: 1,
                among: nil,
                excluding: person
            ).first
            guard let nearest, let other = nearest.person, nearest.similarity >= mark else {
                return nil
            }
            return Pair(
                first: min(person, other),
                second: max(person, other),
                similarity: nearest.similarity
            )
        }
        var closest: [[PersonID]: Pair] = [:]
        for pair in found.compactMap({ $0 }) {
            let key = [pair.first, pair.second]
            if closest[key].map({ $0.similarity < pair.similarity }) ?? true { closest[key] = pair }
        }
        return closest.values.sorted {
            ($0.similarity, $1.first) > ($1.similarity, $0.first)
        }
    }
}

public import Calibration
public import FaceTypes
public import Gallery

/// Answers searches in one gallery: the same person on one shelf, look-alikes on the other.
///
/// Calls may come from any task.
public struct LikenessSearch: Sendable {
    /// The gallery that is searched.
    public let gallery: GalleryRecord

    /// Hands out the scale hits are judged by.
    public let calibrator: GalleryCalibrator

    let store: any GalleryStore
    let index: any NeighborIndex
    let curve: FalseMatchCurve
    let settings: LikenessSettings

    /// Joins the parts.
    ///
    /// - Parameter index: the gallery's index; it should follow the catalogue closely.
    /// - Parameter curve: the rates of the pack the gallery is bound to.
    /// - Parameter calibrator: the gallery's calibrator, to be shared by all searches in the process;
    ///   `nil` makes one.
    public init(
        gallery: GalleryRecord,
        store: any GalleryStore,
        index: any NeighborIndex,
        curve: FalseMatchCurve,
        settings: LikenessSettings = LikenessSettings(),
        calibrator: GalleryCalibrator? = nil
    ) {
        self.gallery = gallery
        self.store = store
        self.index = index
        self.curve = curve
        self.settings = settings
        self.calibrator =
            calibrator
            ?? GalleryCalibrator(
                gallery: gallery,
                store: store,
                index: index,
                curve: curve,
                settings: settings
            )
    }

    /// The people nearest to a face, closest first, by the index's own similarity: for looking after
    /// a gallery, where no score is wanted.
    public func nearestPeople(to face: Embedding, limit: Int) async throws -> [Neighbor] {
        try await index.nearestPeople(to: face, limit: limit, among: nil, excluding: nil)
    }

    /// Answers a request.
    ///
    /// - Throws: `LikenessError`, and what the catalogue and the index throw.
    public func answer(to request: SearchRequest) async throws -> SearchAnswer {
        let probe = try admit(request)
        let limit = min(max(0, request.limit), settings.lookAlikesMax)
        let filtered = !request.filter.isEmpty
        let candidates =
            filtered ? try await store.people(matching: request.filter, in: gallery.id) : nil
        let scale = try await calibrator.scale(for: request.filter, candidates: candidates)
        let hits = try await nearest(to: probe.embedding, limit: limit, among: candidates)
        let matches = try await Matcher(
            search: self,
            scale: scale,
            probe: probe.embedding
        ).matches(for: hits)
        let compared = hits.prefix(stabilityTop(of: scale))
        let kept = try await keptAnswers(of: probe, first: compared, among: candidates)
        return answer(
            request: request,
            scale: scale,
            matches: matches,
            limit: limit,
            stability: stability(of: probe, kept: kept, top: compared.count)
        )
    }

    /// Checks the photos and makes one probe of them.
    private func admit(_ request: SearchRequest) throws -> CombinedProbe {
        guard request.photos.count <= settings.probePhotosMax else {
            throw LikenessError.tooManyPhotos(
                limit: settings.probePhotosMax,
                found: request.photos.count
            )
        }
        for (number, photo) in request.photos.enumerated() {
            guard photo.embedding.dimension == gallery.pack.dimension else {
                throw LikenessError.dimensionMismatch(
                    expected: gallery.pack.dimension,
                    found: photo.embedding.dimension
                )
            }
            let refusing = photo.quality.codes.filter { !request.allow.contains($0) }
            guard refusing.isEmpty else {
                throw LikenessError.refused(photo: number, codes: refusing)
            }
        }
        return try CombinedProbe(request.photos)
    }

    /// Enough neighbours for both shelves.
    private func nearest(
        to probe: Embedding,
        limit: Int,
        among people: Set<PersonID>?
    ) async throws -> [Neighbor] {
        let wanted = limit + settings.samePersonMax
        if let people, people.isEmpty { return [] }
        return try await index.nearestPeople(
            to: probe,
            limit: gallery.labelled ? wanted : wanted * settings.unlabelledOversampling,
            among: people,
            excluding: nil
        )
    }

    /// How many of the first answers have to stay: at most half of those who could answer, for of
    /// all of them everybody stays whatever is asked.
    private func stabilityTop(of scale: LikenessScale) -> Int {
        max(1, min(settings.stabilityTop, scale.candidates / 2))
    }

    /// For each photo, the share of the first answers that stay without it.
    private func keptAnswers(
        of probe: CombinedProbe,
        first: ArraySlice<Neighbor>,
        among people: Set<PersonID>?
    ) async throws -> [Double] {
        guard !probe.withoutOne.isEmpty, !first.isEmpty else { return [] }
        let wanted = Set(first.map(EntryKey.init))
        return try await boundedMap(
            probe.withoutOne,
            width: settings.calibrationWidth
        ) { [index] mean in
            let others = try await index.nearestPeople(
                to: mean,
                limit: wanted.count,
                among: people,
                excluding: nil
            )
            let stayed = Set(others.map(EntryKey.init)).intersection(wanted)
            return Double(stayed.count) / Double(wanted.count)
        }
    }

    private func stability(
        of probe: CombinedProbe,
        kept: [Double],
        top: Int
    ) -> ProbeDescription.Stability? {
        guard !probe.cohesion.isEmpty else { return nil }
        let odd = probe.cohesion.indices.filter { probe.cohesion[$0] < curve.fmr1e4 }
        let share = kept.isEmpty ? 1 : kept.reduce(0, +) / Double(kept.count)
        return ProbeDescription.Stability(
            cohesion: probe.cohesion,
            kept: share,
            top: top,
            oddPhotos: odd,
            sentence: AnswerWording.stability(
                kept: share,
                of: top,
                photos: probe.cohesion.count,
                odd: odd
            )
        )
    }
}

/// What an answer stands for: a person, or a face of an unlabelled gallery.
private enum EntryKey: Hashable {
    case person(PersonID)
    case face(FaceID)

    init(_ neighbor: Neighbor) {
        self = neighbor.person.map(EntryKey.person) ?? .face(neighbor.face)
    }
}

import Calibration
import FaceTypes
import Gallery

/// The faces a gallery is calibrated with, drawn from its change log in one pass.
struct CalibrationSample: Sendable {
    /// A photo that asks for the best look-alike of its person.
    struct Probe: Sendable {
        var face: FaceID
        var person: PersonID?
        var embedding: Embedding
    }

    /// Entries of the change log read at a time.
    static let pageSize = 2_000

    /// Position of the change log it was drawn at.
    var sequence: Int64 = 0

    /// Greatest face key seen.
    var newestFace: Int64 = 0

    /// One fixed photo of each sampled person, or sampled faces of an unlabelled gallery.
    var probes: [Probe] = []

    /// Faces whose pairs are counted, with their people; empty for an unlabelled gallery, of which
    /// nobody knows which pairs are strangers.
    var pairFaces: EmbeddingMatrix

    /// Whose face each row of `pairFaces` is.
    var pairPeople: [Int64] = []

    /// Rows whose pairs are counted in one piece of work.
    private static let pairBand = 512

    /// Counts the pairs of strangers, so many bands of rows at a time.
    func countPairs(width: Int) async throws -> PairCalibration {
        let (faces, people) = (pairFaces, pairPeople)
        let starts = stride(from: 0, to: faces.count, by: Self.pairBand)
        let parts = try await boundedMap(Array(starts), width: width) { start in
            let rows = start..<min(start + Self.pairBand, faces.count)
            return PairCalibration(counting: faces, people: people, rows: rows)
        }
        var sum = PairCalibration()
        for part in parts { sum.add(part) }
        return sum
    }

    /// Reads the log and keeps the entries with the smallest places.
    ///
    /// Both samples hold at most twice their limit while the log is read.
    static func draw(
        from store: any GalleryStore,
        gallery: GalleryRecord,
        settings: CalibrationSettings
    ) async throws -> CalibrationSample {
        let order = SeededOrder(seed: settings.seed)
        var probes = SampledEntries(limit: settings.probesMax)
        var pairs = SampledEntries(limit: gallery.labelled ? settings.pairFacesMax : 0)
        var sample = CalibrationSample(
            pairFaces: EmbeddingMatrix(dimension: gallery.pack.dimension)
        )
        while true {
            try Task.checkCancellation()
            let page = try await store.changes(
                after: sample.sequence,
                limit: pageSize,
                in: gallery.id
            )
            guard let last = page.last else { break }
            for change in page {
                switch change.event {
                case .added(let face, let person, let embedding):
                    sample.newestFace = max(sample.newestFace, face.rawValue)
                    guard (person != nil) == gallery.labelled else { continue }
                    let owner = person?.rawValue ?? face.rawValue
                    let probe = Probe(face: face, person: person, embedding: embedding)
                    let place = order.place(of: face.rawValue)
                    pairs.offer(probe, group: face.rawValue, groupPlace: place, place: place)
                    probes.offer(
                        probe,
                        group: owner,
                        groupPlace: order.place(of: owner),
                        place: place
                    )
                case .removed(let face):
                    probes.remove(face)
                    pairs.remove(face)
                }
            }
            sample.sequence = last.sequence
        }
        sample.probes = probes.chosen()
        for face in pairs.chosen() {
            sample.pairFaces.append(face.embedding)
            sample.pairPeople.append(face.person?.rawValue ?? face.face.rawValue)
        }
        return sample
    }
}

import FaceTypes
import Foundation
import Gallery
import GallerySQLite
import Calibration
import Ingest
import Likeness
import ModelPacks

/// Figures of a large gallery of made-up people, filled through the real storage path.
public struct GalleryBenchmark: Sendable, Codable, Hashable {
    /// Milliseconds of wall time a call, one call at a time.
    public struct Latency: Sendable, Codable, Hashable {
        /// What was called.
        public var what: String
        /// Half of the calls took no longer.
        public var p50: Double
        /// 99 of 100 calls took no longer.
        public var p99: Double
        /// Share of the exact ten nearest people found; `nil` where it does not apply.
        public var recall: Double?
    }

    /// Faces in the gallery.
    public var faces: Int
    /// Those of real people among them.
    public var realFaces: Int
    /// People in the gallery.
    public var people: Int
    /// Components of an embedding.
    public var dimension: Int
    /// Seconds to write all faces to the catalogue.
    public var fillSeconds: Double
    /// Seconds to make the index from the catalogue and save it.
    public var indexSeconds: Double
    /// Seconds to open the catalogue and the saved index again.
    public var reopenSeconds: Double
    /// Seconds from one enrolment's acknowledgement until the index holds it, in this process.
    public var visibleSeconds: Double
    /// Seconds to remove one person, the index's bytes of them overwritten.
    public var removalSeconds: Double
    /// People removed at once before `compactionSeconds`.
    public var removedPeople: Int
    /// Seconds until the index has forgotten them, its files without a byte of them.
    public var compactionSeconds: Double
    /// Seconds to open the catalogue and the index again after that.
    public var reopenAfterSeconds: Double
    /// Bytes of the catalogue, a face.
    public var catalogueBytesPerFace: Double
    /// The same by table and index, those of a byte a face and more.
    public var catalogueParts: [String: Double]
    /// Bytes of the index files, a face.
    public var indexBytesPerFace: Double
    /// Latencies: exact scan first, then the stored index, then whole answers, then the index again
    /// after people were removed and it was opened again.
    public var latencies: [Latency]
}

extension House {
    /// Measures a gallery of made-up people in a folder of its own, which is removed again.
    ///
    /// - Parameters:
    ///   - faces: three a made-up person.
    ///   - real: a gallery of this home whose faces are among them; its embeddings must have the
    ///     dimension.
    ///   - talk: told what is going on.
    public func benchmarkGallery(
        faces: Int,
        dimension: Int,
        real: String?,
        queries: Int,
        folder: String,
        talk: (String) -> Void
    ) async throws -> GalleryBenchmark {
        let home = Home(path: folder + "/semblance-bench-" + UUID().uuidString)
        try home.prepare()
        defer { try? FileManager.default.removeItem(atPath: home.path) }
        let pack = PackIdentity(name: "synthetic", version: "1", hash: "00", dimension: dimension)
        let people = try await embeddings(ofGallery: real, dimension: dimension)
        let run = benchmarkRun(
            in: home,
            pack: pack,
            gallery: "bench",
            BenchmarkFaces(count: faces, dimension: dimension, real: people),
            queries: queries
        )
        return try await run.run(talk: talk)
    }

    /// The same in the gallery the settings name, bound to the pack of choice; it stays, for a
    /// service to be measured on.
    ///
    /// - Throws: `MoveError.exists` when there is somebody in that gallery.
    public func benchmarkKeptGallery(
        faces: Int,
        queries: Int,
        talk: (String) -> Void
    ) async throws -> GalleryBenchmark {
        let pack = try packOfChoice().identity
        try settings.home.prepare()
        let store = try SQLiteGallery(path: settings.home.catalogue)
        if let there = try await store.gallery(named: settings.gallery),
            try await store.holdsFaces(there.id)
        {
            throw MoveError.exists(gallery: settings.gallery)
        }
        return try await benchmarkRun(
            in: settings.home,
            pack: pack,
            gallery: settings.gallery,
            BenchmarkFaces(count: faces, dimension: pack.dimension, real: []),
            queries: queries
        ).run(talk: talk)
    }

    /// The embeddings of a gallery, person by person.
    private func embeddings(
        ofGallery name: String?,
        dimension: Int
    ) async throws -> [[Embedding]] {
        guard let name else { return [] }
        let store = try SQLiteGallery(path: settings.home.catalogue)
        guard let record = try await store.gallery(named: name) else {
            throw GalleryError.noSuchGallery(name: name)
        }
        guard record.pack.dimension == dimension else {
            throw GalleryError.dimensionMismatch(
                expected: dimension,
                found: record.pack.dimension
            )
        }
        var found: [[Embedding]] = []
        var last: PersonID?
        while true {
            let page = try await store.people(in: record.id, named: nil, after: last, limit: 500)
            guard let end = page.last else { return found }
            last = end.id
            let faces = try await store.embeddings(ofPeople: page.map(\.id), in: record.id)
            found += Dictionary(grouping: faces, by: \.person).sorted {
                $0.key.rawValue < $1.key.rawValue
            }
            .map { $0.value.map(\.embedding) }
        }
    }

    private func benchmarkRun(
        in home: Home,
        pack: PackIdentity,
        gallery: String,
        _ faces: BenchmarkFaces,
        queries: Int
    ) -> GalleryBenchmarkRun {
        GalleryBenchmarkRun(
            home: home,
            pack: pack,
            gallery: gallery,
            source: faces,
            queries: queries,
            recall: settings.recall,
            likeness: likenessSettings
        )
    }
}

/// One run of the gallery benchmark.
private struct GalleryBenchmarkRun {
    private static let batch = 600
    /// One person in so many is removed before the index is compacted.
    private static let removedShare = 100

    let home: Home
    let pack: PackIdentity
    let gallery: String
    let source: BenchmarkFaces
    let queries: Int
    let recall: Double
    let likeness: LikenessSettings

    private var dimension: Int { pack.dimension }
    private var faces: Int { source.count }

    func run(talk: (String) -> Void) async throws -> GalleryBenchmark {
        let store = try SQLiteGallery(path: home.catalogue)
        let record = try await store.createGallery(
            named: gallery,
            pack: pack,
            keep: .nothing,
            labelled: true
        )
        talk("Filling the catalogue with \(faces) faces of \(dimension) components")
        let fill = try await seconds { try await enrolAll(in: store, record) }
        talk("Making the index")
        let folder = home.index + "/\(record.id.rawValue)"
        try FileManager.default.createDirectory(
            atPath: home.index,
            withIntermediateDirectories: true
        )
        let made = try await seconds { _ = try await open(folder, store, record) }
        var result = try await searched(store, record, folder, talk: talk)
        result.fillSeconds = fill
        result.indexSeconds = made
        var opened: StoredIndex?
        result.reopenAfterSeconds = try await seconds {
            opened = try await open(folder, try SQLiteGallery(path: home.catalogue), record)
        }
        if let opened {
            result.latencies.append(try await latencyAfter(store, record, opened))
        }
        return result
    }

    /// What is measured while the index is open for the first time; it is closed afterwards.
    private func searched(
        _ store: SQLiteGallery,
        _ record: GalleryRecord,
        _ folder: String,
        talk: (String) -> Void
    ) async throws -> GalleryBenchmark {
        var opened: StoredIndex?
        let reopen = try await seconds {
            opened = try await open(folder, try SQLiteGallery(path: home.catalogue), record)
        }
        guard let index = opened else { preconditionFailure("opened or thrown") }
        let catalogueBytes = Self.bytes(home.catalogue) + Self.bytes(home.catalogue + "-wal")
        let indexBytes = Self.folderBytes(folder)
        let parts = try await store.bytesByPart().mapValues { Double($0) / Double(faces) }
        talk("Searching")
        let latencies = try await latencies(store, record, index)
        let visible = try await visibility(store, record, index)
        let removal = try await seconds {
            let people = try await store.people(in: record.id, named: nil, after: nil, limit: 1)
            _ = try await store.remove(people[0].id, bystanderCrops: [:], from: record.id)
            try await index.follow(store, gallery: record.id)
        }
        talk("Removing one person in \(Self.removedShare), then compacting")
        let removed = try await removePeople(store, record)
        let compaction = try await seconds { try await index.follow(store, gallery: record.id) }
        return GalleryBenchmark(
            faces: faces,
            realFaces: source.realCount,
            people: source.people,
            dimension: dimension,
            fillSeconds: 0,
            indexSeconds: 0,
            reopenSeconds: reopen,
            visibleSeconds: visible,
            removalSeconds: removal,
            removedPeople: removed,
            compactionSeconds: compaction,
            reopenAfterSeconds: 0,
            catalogueBytesPerFace: Double(catalogueBytes) / Double(faces),
            catalogueParts: parts.filter { $0.value >= 1 },
            indexBytesPerFace: Double(indexBytes) / Double(faces),
            latencies: latencies
        )
    }

    // MARK: Filling

    private func enrolAll(
        in store: SQLiteGallery,
        _ record: GalleryRecord
    ) async throws {
        for start in stride(from: 0, to: faces, by: Self.batch) {
            try Task.checkCancellation()
            let numbers = start..<min(faces, start + Self.batch)
            let made = numbers.map { source.face($0) }
            let people = Set(made.map(\.person)).sorted()
            let claims = people.map { person in
                PersonClaim(
                    key: "person-\(person)",
                    name: "Person \(person)",
                    metadata: PersonMetadata(gender: person % 2 == 0 ? "female" : "male")
                )
            }
            let claimed = try await store.people(claimed: claims, in: record.id)
            let ids = Dictionary(uniqueKeysWithValues: zip(people, claimed.map { $0?.id }))
            let enrolments = zip(numbers, made).map { number, face in
                Self.enrolment(
                    number,
                    person: ids[face.person] ?? nil,
                    embedding: face.embedding
                )
            }
            _ = try await store.enrol(enrolments, in: record.id)
        }
    }

    private static func enrolment(
        _ number: Int,
        person: PersonID?,
        embedding: Embedding
    ) -> Enrolment {
        var digest = [UInt8](repeating: 7, count: 32)
        for byte in 0..<8 { digest[byte] = UInt8(truncatingIfNeeded: number >> (8 * byte)) }
        guard let hash = ContentHash(bytes: digest) else { preconditionFailure("32 bytes") }
        let box = Box(x: 70, y: 60, width: 110, height: 130)
        return Enrolment(
            hash: hash,
            perceptualHash: UInt64(number) &* 0x9E37_79B9_7F4A_7C15,
            width: 250,
            height: 250,
            byteCount: 12_000,
            origin: "https://photos.example/portraits/\(number).jpg",
            credit: PhotoCredit(
                author: "Photographer \(number % 977)",
                licence: "CC BY-SA 4.0",
                licenceAddress: "https://creativecommons.org/licenses/by-sa/4.0",
                source: "https://photos.example/pages/\(number)"
            ),
            stored: false,
            faces: [
                Enrolment.Face(
                    person: person,
                    detection: DetectedFace(
                        box: box,
                        landmarks: FaceLandmarks(
                            leftEye: Point(x: 100, y: 110),
                            rightEye: Point(x: 150, y: 110),
                            nose: Point(x: 125, y: 135),
                            leftMouth: Point(x: 105, y: 160),
                            rightMouth: Point(x: 145, y: 160)
                        ),
                        confidence: 0.97
                    ),
                    quality: FaceQuality(
                        edgePixels: 110,
                        sharpness: 1,
                        brightness: 128,
                        yawDegrees: 0,
                        pitchDegrees: 0,
                        rollDegrees: 0,
                        score: 0.9,
                        codes: []
                    ),
                    embedding: embedding,
                    crop: nil
                )
            ]
        )
    }

    private func open(
        _ folder: String,
        _ store: SQLiteGallery,
        _ record: GalleryRecord
    ) async throws -> StoredIndex {
        let index = try StoredIndex.open(
            folder: folder,
            dimension: dimension,
            sequence: try await store.sequence(of: record.id),
            recall: recall
        )
        try await index.follow(store, gallery: record.id)
        return index
    }

    // MARK: Searching

    private func latencies(
        _ store: SQLiteGallery,
        _ record: GalleryRecord,
        _ index: StoredIndex
    ) async throws -> [GalleryBenchmark.Latency] {
        let probes = source.probes(queries)
        let exact = ExactIndex(dimension: dimension)
        try await IndexFollower(store: store, gallery: record.id, index: exact).catchUp()
        var truth: [[Neighbor]] = []
        let before = try await timed("exact scan", probes) { probe in
            truth.append(
                try await exact.nearestPeople(to: probe, limit: 20, among: nil, excluding: nil)
            )
        }
        var found: [[Neighbor]] = []
        var after = try await timed("stored index", probes) { probe in
            found.append(
                try await index.nearestPeople(to: probe, limit: 20, among: nil, excluding: nil)
            )
        }
        after.recall = Self.recall(found, of: truth)
        let half = try await store.people(
            matching: PersonFilter(genders: ["female"]),
            in: record.id
        )
        let filtered = try await timed("stored index, filter on half", probes) { probe in
            _ = try await index.nearestPeople(to: probe, limit: 20, among: half, excluding: nil)
        }
        let search = LikenessSearch(
            gallery: record,
            store: store,
            index: index,
            curve: FalseMatchCurve(fmr1e3: 0.3, fmr1e4: 0.4, fmr1e5: 0.5),
            settings: likeness
        )
        let quality = Self.enrolment(0, person: nil, embedding: probes[0]).faces[0].quality
        try await search.calibrator.refresh()
        let whole = try await timed("whole answer", probes) { probe in
            _ = try await search.answer(
                to: SearchRequest(photos: [ProbePhoto(embedding: probe, quality: quality)])
            )
        }
        return [before, after, filtered, whole]
    }

    /// The stored index once more, with its recall.
    private func latencyAfter(
        _ store: SQLiteGallery,
        _ record: GalleryRecord,
        _ index: StoredIndex
    ) async throws -> GalleryBenchmark.Latency {
        let probes = source.probes(queries)
        let exact = ExactIndex(dimension: dimension)
        try await IndexFollower(store: store, gallery: record.id, index: exact).catchUp()
        var (truth, found): ([[Neighbor]], [[Neighbor]]) = ([], [])
        for probe in probes {
            truth.append(
                try await exact.nearestPeople(to: probe, limit: 20, among: nil, excluding: nil)
            )
        }
        var after = try await timed("stored index, after removals", probes) { probe in
            found.append(
                try await index.nearestPeople(to: probe, limit: 20, among: nil, excluding: nil)
            )
        }
        after.recall = Self.recall(found, of: truth)
        return after
    }

    /// Removes some people from the catalogue; the index does not follow yet.
    private func removePeople(_ store: SQLiteGallery, _ record: GalleryRecord) async throws -> Int {
        var removed = 0
        var last: PersonID?
        while true {
            let page = try await store.people(in: record.id, named: nil, after: last, limit: 1_000)
            guard let end = page.last else { return removed }
            last = end.id
            for number in stride(from: 0, to: page.count, by: Self.removedShare) {
                let person = page[number].id
                _ = try await store.remove(person, bystanderCrops: [:], from: record.id)
                removed += 1
            }
        }
    }

    private static func recall(_ found: [[Neighbor]], of truth: [[Neighbor]]) -> Double {
        var hits = 0
        var wanted = 0
        for (answer, exact) in zip(found, truth) {
            let best = Set(exact.prefix(10).map(\.face))
            hits += best.intersection(answer.prefix(10).map(\.face)).count
            wanted += best.count
        }
        return wanted > 0 ? Double(hits) / Double(wanted) : 1
    }

    private func visibility(
        _ store: SQLiteGallery,
        _ record: GalleryRecord,
        _ index: StoredIndex
    ) async throws -> Double {
        let claim = PersonClaim(key: "late", name: "Late", metadata: PersonMetadata())
        let person = try await store.people(claimed: [claim], in: record.id)[0]
        let embedding = source.synthetic.embedding(person: source.people + 1, photo: 1)
        let late = Self.enrolment(faces + 1, person: person?.id, embedding: embedding)
        _ = try await store.enrol([late], in: record.id)
        return try await seconds {
            try await IndexFollower(store: store, gallery: record.id, index: index).catchUp()
        }
    }

    // MARK: Measuring

    private func timed(
        _ what: String,
        _ probes: [Embedding],
        _ call: (Embedding) async throws -> Void
    ) async throws -> GalleryBenchmark.Latency {
        var laps: [Double] = []
        for probe in probes {
            let start = ContinuousClock.now
            try await call(probe)
            laps.append((ContinuousClock.now - start) / .milliseconds(1))
        }
        laps.sort()
        return GalleryBenchmark.Latency(
            what: what,
            p50: SearchBenchmark.percentile(laps, 0.5),
            p99: SearchBenchmark.percentile(laps, 0.99)
        )
    }

    private func seconds(_ work: () async throws -> Void) async throws -> Double {
        let start = ContinuousClock.now
        try await work()
        return (ContinuousClock.now - start) / .seconds(1)
    }

    private static func bytes(_ path: String) -> Int {
        (try? FileManager.default.attributesOfItem(atPath: path)[.size] as? Int) ?? 0
    }

    private static func folderBytes(_ folder: String) -> Int {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        return names.reduce(0) { $0 + bytes(folder + "/" + $1) }
    }
}

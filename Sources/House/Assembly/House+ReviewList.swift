import FacePipeline
import FaceTypes
public import Gallery
import GallerySQLite
import Ingest
import Pools

/// What a person says to a doubt.
public enum ReviewAnswer: Sendable, Hashable {
    /// Yes: of several faces, the face of this number as detection counts, from 1.
    case yes(face: Int?)
    /// No.
    case no
}

extension House {
    /// The review list in a catalogue; `nil` when the catalogue keeps none.
    func reviewStore(in store: any GalleryStore) -> (any ReviewStore)? {
        (store as? SQLiteGallery).map(SQLiteReview.init)
    }

    private func reviewList() async throws -> (
        store: any GalleryStore, list: any ReviewStore, gallery: GalleryRecord
    ) {
        let store = try SQLiteGallery(path: settings.home.catalogue)
        return (store, SQLiteReview(in: store), try await gallery(in: store))
    }

    /// Looks through the gallery the settings name and puts its outliers and suspected twins on the
    /// review list; those that are open and no longer found leave it.
    ///
    /// - Returns: how many are new.
    public func scanForReview(
        progress: @Sendable (Int) -> Void = { _ in }
    ) async throws -> Int {
        let report = try await findings(progress: progress)
        let (_, list, gallery) = try await reviewList()
        var fresh = 0
        for kind in [GalleryFinding.Kind.outlier, .twins] {
            let found = report.findings.filter { $0.kind == kind }
            let doubts = found.compactMap(ReviewItem.New.init)
            // A list that was cut off says nothing about what is not on it.
            if report.listsAll(kind), let own = ReviewItem.Kind(rawValue: kind.rawValue) {
                fresh += try await list.replace([own], with: doubts, in: gallery.id)
            } else {
                fresh += try await list.note(doubts, in: gallery.id)
            }
        }
        return fresh
    }

    /// Doubts of the gallery the settings name, oldest first.
    ///
    /// - Parameters:
    ///   - kind: only of this kind.
    ///   - after: the number of the last one seen.
    public func doubts(
        in state: ReviewItem.State,
        kind: ReviewItem.Kind?,
        after: Int64?,
        limit: Int
    ) async throws -> [ListedDoubt] {
        let (store, list, gallery) = try await reviewList()
        let items = try await list.doubts(
            in: state,
            kind: kind,
            of: gallery.id,
            after: after,
            limit: limit
        )
        let ids = items.flatMap { [$0.doubt.person, $0.doubt.other].compactMap { $0 } }
        let people = try await store.people(Array(Set(ids)), in: gallery.id)
        let names = Dictionary(people.map { ($0.id, $0.name) }) { first, _ in first }
        let faces = Dictionary(
            try await store.faces(items.compactMap(\.doubt.face), in: gallery.id).map {
                ($0.id, $0)
            }
        ) { first, _ in first }
        return items.map { item in
            ListedDoubt(item, names: names, face: item.doubt.face.flatMap { faces[$0] })
        }
    }

    /// Decides a doubt and does what follows: enrols the chosen face; keeps a doubted one, or removes
    /// its photo for good; merges two people, or leaves them apart.
    ///
    /// What follows is done first: a crash in between leaves the doubt open, and deciding it again
    /// does it again, which changes nothing.
    /// - Parameter fetch: reads a photo at an address.
    /// - Returns: what was done, in words.
    /// - Throws: `ReviewError`, and what the catalogue, the object store and the engine throw.
    public func decide(
        _ id: Int64,
        _ answer: ReviewAnswer,
        fetch: (@Sendable (String) async throws -> [UInt8])? = nil
    ) async throws -> String {
        let (store, list, gallery) = try await reviewList()
        guard let item = try await list.doubt(id, in: gallery.id) else {
            throw ReviewError.noSuchDoubt(id)
        }
        guard item.state == .open else { throw ReviewError.decidedBefore(id) }
        let done: String
        var state = ReviewItem.State.refused
        switch answer {
        case .yes(let face):
            state = .accepted
            done = try await accept(item, face: face, fetch, gallery, store)
        case .no: done = try await refuse(item, gallery, store)
        }
        _ = try await list.decide(id, as: state, in: gallery.id)
        return done
    }

    private func accept(
        _ item: ReviewItem,
        face: Int?,
        _ fetch: (@Sendable (String) async throws -> [UInt8])?,
        _ gallery: GalleryRecord,
        _ store: any GalleryStore
    ) async throws -> String {
        switch item.doubt.kind {
        case .severalFaces:
            return try await enrol(item, face: face, fetch, gallery, store)
        case .outlier:
            return "The face stays, and is not asked about again."
        case .twins:
            guard let person = item.doubt.person, let other = item.doubt.other else {
                throw ReviewError.unreadable(item.id)
            }
            try await store.merge(other, into: person, in: gallery.id)
            return "Person \(other) is person \(person) now."
        }
    }

    private func refuse(
        _ item: ReviewItem,
        _ gallery: GalleryRecord,
        _ store: any GalleryStore
    ) async throws -> String {
        switch item.doubt.kind {
        case .severalFaces: return "The photo stays out."
        case .twins: return "They stay two people, and are not asked about again."
        case .outlier:
            guard let face = item.doubt.face,
                let stored = try await store.faces([face], in: gallery.id).first
            else { throw ReviewError.noSuchDoubt(item.id) }
            guard
                let receipt = try await removal(in: store).remove(stored.photo, from: gallery)
            else { throw ReviewError.noSuchDoubt(item.id) }
            try await forgetRemoved(from: gallery, in: store)
            return "The photo is gone for good. Receipt: \(try record(receipt, of: gallery))"
        }
    }

    private func enrol(
        _ item: ReviewItem,
        face: Int?,
        _ fetch: (@Sendable (String) async throws -> [UInt8])?,
        _ gallery: GalleryRecord,
        _ store: any GalleryStore
    ) async throws -> String {
        guard let photo = try? PhotoJob(payload: item.doubt.payload) else {
            throw ReviewError.unreadable(item.id)
        }
        let pipeline = try pipeline(for: try pack(of: gallery))
        let pool = pool()
        let candidate = photo.candidate(fetch: fetch)
        guard let face else {
            let bytes = try await candidate.bytes()
            let faces = try await pool.run { try pipeline.detect(bytes).faces.map(\.detection) }
            throw ReviewError.whichFace(item.id, photo: photo.origin, faces: faces)
        }
        let enroller = PhotoEnroller(
            gallery: gallery,
            store: store,
            objects: objects(),
            pipeline: pipeline,
            pool: pool,
            settings: IngestSettings(
                width: settings.workers,
                allow: photo.allow,
                allowMinors: photo.allowMinors,
                currentYear: Self.currentYear
            )
        )
        switch try await enroller.enrol(candidate, face: face) {
        case .enrolled(let photo, _): return "Enrolled as photo \(photo)."
        case .known: return "It was enrolled before."
        case .refused(let reject), .faceOfAnother(_, let reject):
            throw ReviewError.notEnrolled(item.id, reject)
        }
    }
}

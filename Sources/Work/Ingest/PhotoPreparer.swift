import Archives
import FacePipeline
import FaceTypes
import Gallery
import Hashing
import Imaging
import Jobs
import ObjectStorage
import Pools

/// Takes one photo from its source to the brink of its transaction.
///
/// Compute runs on the bounded pool; nothing is shared between photos.
struct PhotoPreparer: Sendable {
    let gallery: GalleryRecord
    let store: any GalleryStore
    let objects: any ObjectStore
    let pipeline: FacePipeline
    var pool: MeteredPool
    var settings: IngestSettings
    /// The face that somebody chose, counted from 0, whatever its place and size.
    var chosenFace: Int?

    /// How a photo of several people is settled.
    enum Pass: Sendable {
        /// By size and place; otherwise it is put off.
        case bySubject
        /// By the person's enrolled faces; otherwise it is refused.
        case byAgreement
    }

    /// Crops keep this much of the box's size as margin on each side.
    static let cropMargin = FaceCrop.keptMargin
    static let cropEdgeMax = 512
    static let cropJPEGQuality = 90

    func prepare(_ candidate: PhotoCandidate, pass: Pass) async -> Preparation {
        var stages = WorkStage.names.dropLast()
        defer { pool.clock?.count(Array(stages)) }
        do {
            let read = try await at(WorkStage.fetch).read(candidate, pass: pass)
            pool.clock?.count([stages.removeFirst()])
            // On one thread at once: a decoded photo is not left waiting in memory.
            let found = try await pool.pool.run { [pipeline, clock = pool.clock] in
                let photo = try clock.measuring(WorkStage.decode) {
                    try pipeline.decode(read.bytes)
                }
                return try clock.measuring(WorkStage.detect) {
                    try pipeline.detect(read.bytes, decoded: photo)
                }
            }
            pool.clock?.count([stages.removeFirst(), stages.removeFirst()])
            return try await at(WorkStage.embed).embed(found, read, candidate, pass: pass)
        } catch let ended as Ended {
            return ended.preparation
        } catch {
            return failed(error, candidate)
        }
    }

    private func at(_ stage: String) -> PhotoPreparer {
        var preparer = self
        preparer.pool = pool.at(stage)
        return preparer
    }

    /// Ends the preparation of a photo before its last step.
    struct Ended: Error {
        let preparation: Preparation
    }

    /// The first step: the bytes of a photo that is worth looking at.
    ///
    /// - Throws: `Ended` when it is not, or not yet; what the source throws.
    func read(_ candidate: PhotoCandidate, pass: Pass) async throws -> ReadPhoto {
        if let reject = refusalBeforeReading(candidate) {
            throw Ended(preparation: .refused(reject))
        }
        // It would be fetched for nothing before the person's other photos are known.
        if pass == .bySubject, mustAgree(candidate) {
            throw Ended(preparation: .ambiguous(candidate))
        }
        // What was removed is not even fetched.
        let question = SuppressionQuestion(
            key: gallery.labelled ? candidate.claim?.key : nil,
            origin: candidate.origin,
            source: candidate.credit.source
        )
        if try await store.suppresses([question], in: gallery.id) == [true] {
            throw Ended(preparation: .refused(suppressed(candidate)))
        }
        let read = try await bytes(of: candidate)
        if try await !store.suppressedPhotos(among: [read.hash], in: gallery.id).isEmpty {
            throw Ended(preparation: .refused(suppressed(candidate)))
        }
        if try await isEnrolled(read.hash, for: candidate) {
            try await restore(read, for: candidate)
            throw Ended(preparation: .alreadyEnrolled)
        }
        return read
    }

    /// The last step: the subject's embedding, and what the gallery keeps.
    func embed(
        _ found: PhotoFaces,
        _ read: ReadPhoto,
        _ candidate: PhotoCandidate,
        pass: Pass
    ) async throws -> Preparation {
        if let chosenFace, !found.faces.indices.contains(chosenFace) {
            let words = "it has \(found.faces.count) faces, and none is number \(chosenFace + 1)"
            return .refused(reject(candidate, .noSuchFace, words))
        }
        let subject =
            chosenFace.map { SubjectChoice.clear(index: $0) }
            ?? (mustAgree(candidate) ? .ambiguous : subject(in: found))
        if pass == .bySubject, subject == .ambiguous { return .ambiguous(candidate) }
        let analysis = try await pool.run { [pipeline] in
            // Bystanders are not worth an embedding.
            if case .clear(let index) = subject {
                return try pipeline.analyse(found, only: [index])
            }
            return try pipeline.analyse(found)
        }
        switch try await choose(from: analysis, subject: subject, for: candidate) {
        case .faces(let faces):
            return .ready(try await keep(faces, of: analysis, read, candidate))
        case .refused(let reject): return .refused(reject)
        case .unsettled(let reject, let references):
            // What may show others is no question to anybody.
            return mustAgree(candidate)
                ? .refused(reject) : .undecided(candidate, reject, references: references)
        }
    }

    /// Without names there is nobody to agree with.
    func mustAgree(_ candidate: PhotoCandidate) -> Bool {
        candidate.mustAgree && gallery.labelled && chosenFace == nil
    }

    private func bytes(of candidate: PhotoCandidate) async throws -> ReadPhoto {
        switch candidate.reading {
        case .blocking(let load):
            return try await pool.run { [settings] in
                try Self.checked(load(), candidate.origin, settings)
            }
        case .awaiting(let fetch):
            let bytes = try await fetch()
            return try await pool.run { [settings] in
                try Self.checked(bytes, candidate.origin, settings)
            }
        }
    }

    private static func checked(
        _ bytes: [UInt8],
        _ origin: String,
        _ settings: IngestSettings
    ) throws(SourceError) -> ReadPhoto {
        guard bytes.count <= settings.byteCountMax else {
            throw .tooLarge(path: origin, bytes: bytes.count, limit: settings.byteCountMax)
        }
        return (bytes: bytes, hash: sha256(bytes))
    }

    private func refusalBeforeReading(_ candidate: PhotoCandidate) -> Reject? {
        if gallery.labelled, candidate.claim == nil {
            return reject(candidate, .unnamed, "the source names nobody for this photo")
        }
        // Whether or not the gallery keeps names.
        guard !settings.allowMinors,
            let born = candidate.claim?.metadata.birthYear ?? candidate.birthYear
        else { return nil }
        let person = PersonMetadata(
            birthYear: born,
            deathYear: candidate.claim?.metadata.deathYear ?? candidate.deathYear
        )
        guard person.isMinor(onPhotoOf: candidate.year, now: settings.currentYear) else {
            return nil
        }
        return reject(candidate, .minor, "born in \(born): people under 18 are refused by default")
    }

    private func suppressed(_ candidate: PhotoCandidate) -> Reject {
        reject(candidate, .suppressed, "removed before on request; the removal is kept")
    }

    private func isEnrolled(_ hash: ContentHash, for candidate: PhotoCandidate) async throws
        -> Bool
    {
        let anybody = try await store.enrolledPhotos(among: [hash], person: nil, in: gallery.id)
        guard anybody.contains(hash) else { return false }
        guard gallery.labelled, let claim = candidate.claim, !settings.dryRun else { return true }
        // Nobody is made before a photo of theirs is known to be taken.
        guard let person = try await store.person(keyed: claim.key, in: gallery.id) else {
            return false
        }
        let own = try await store.enrolledPhotos(among: [hash], person: person.id, in: gallery.id)
        guard own.contains(hash) else { return false }
        // What the source knows of the person may be new.
        _ = try await store.person(
            withKey: claim.key,
            name: claim.name,
            metadata: claim.metadata,
            in: gallery.id
        )
        return true
    }

    private func failed(_ error: any Error, _ candidate: PhotoCandidate) -> Preparation {
        switch error {
        case is CancellationError: .cancelled
        case let error as RefusedPhoto:
            .refused(
                Reject(
                    origin: candidate.origin,
                    person: candidate.claim?.name,
                    code: error.code,
                    detail: error.detail
                )
            )
        case let error as FetchFailure:
            .refused(
                Reject(
                    origin: candidate.origin,
                    person: candidate.claim?.name,
                    code: error.failure.code,
                    detail: error.failure.detail
                )
            )
        case let error as SourceError:
            .refused(reject(candidate, .unreadable, error.description))
        case let error as ArchiveError:
            .refused(reject(candidate, .unreadable, error.description))
        case let error as ImagingError:
            .refused(reject(candidate, .undecodable, error.description))
        case PipelineError.undecodable(let error):
            .refused(reject(candidate, .undecodable, error.description))
        default:
            .refused(reject(candidate, .engine, "\(error)"))
        }
    }

    func reject(_ candidate: PhotoCandidate, _ code: Reject.Code, _ detail: String) -> Reject {
        Reject(origin: candidate.origin, person: candidate.claim?.name, code: code, detail: detail)
    }
}

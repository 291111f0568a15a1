public import FacePipeline
public import FaceTypes
public import Gallery
public import ObjectStorage
public import Pools

/// Enrols single photos into one gallery, by the same rules as a run: what a service does with a
/// photo somebody sends.
public struct PhotoEnroller: Sendable {
    /// What became of a photo.
    public enum Verdict: Sendable, Hashable {
        /// New faces were written.
        case enrolled(photo: PhotoID, faces: [FaceID])
        /// It was there already.
        case known
        /// Its face is this other person's already: it was not taken.
        case faceOfAnother(PersonID, Reject)
        /// It was not taken.
        case refused(Reject)
    }

    private let preparer: PhotoPreparer

    /// Joins the parts, as `IngestRun` does.
    public init(
        gallery: GalleryRecord,
        store: any GalleryStore,
        objects: any ObjectStore,
        pipeline: FacePipeline,
        pool: BoundedPool,
        settings: IngestSettings
    ) {
        preparer = PhotoPreparer(
            gallery: gallery,
            store: store,
            objects: objects,
            pipeline: pipeline,
            pool: MeteredPool(pool: pool),
            settings: settings
        )
    }

    /// Analyses a photo and writes it; when it returns, what it says is durable.
    ///
    /// - Parameter candidate: in a labelled gallery it claims whom it shows.
    /// - Throws: what the catalogue and the object store throw, and `CancellationError`.
    public func enrol(_ candidate: PhotoCandidate) async throws -> Verdict {
        var preparation = await preparer.prepare(candidate, pass: .bySubject)
        if case .ambiguous = preparation {
            preparation = await preparer.prepare(candidate, pass: .byAgreement)
        }
        return try await verdict(on: preparation)
    }

    /// Enrols the face that somebody chose, whatever its place and size in the photo.
    ///
    /// - Parameter face: its number as detection counts, from 1.
    /// - Throws: as `enrol`.
    public func enrol(_ candidate: PhotoCandidate, face: Int) async throws -> Verdict {
        var preparer = preparer
        preparer.chosenFace = face - 1
        return try await verdict(on: preparer.prepare(candidate, pass: .bySubject))
    }

    private func verdict(on preparation: Preparation) async throws -> Verdict {
        switch preparation {
        case .ready(let photo): return try await write(photo)
        case .alreadyEnrolled: return .known
        case .refused(let reject), .undecided(_, let reject, _): return .refused(reject)
        case .ambiguous(let candidate):
            return .refused(preparer.reject(candidate, .severalFaces))
        case .cancelled: throw CancellationError()
        }
    }

    private func write(_ photo: PreparedPhoto) async throws -> Verdict {
        let enrolment = photo.enrolment
        let outcome = try await preparer.objects.put(photo.objects) { [preparer] _ in
            try await preparer.store.enrol(enrolment, in: preparer.gallery.id)
        }
        return switch outcome {
        case .enrolled(let photo, let faces): .enrolled(photo: photo, faces: faces)
        case .alreadyEnrolled: .known
        case .faceOfAnother(let person): .faceOfAnother(person, photo.refused(faceOf: person))
        case .suppressed: .refused(photo.refusedAsRemoved)
        }
    }
}

import FaceTypes
package import Gallery
package import ObjectStorage

/// Writes prepared photos batch by batch: objects first, then one transaction.
///
/// A crash between the two leaves objects nothing refers to, which object storage has written down
/// for the next sweep; never a record without its object.
package struct EnrolmentWriter: Sendable {
    /// Where photos are written.
    package struct Target: Sendable {
        let gallery: GalleryRecord
        let store: any GalleryStore
        let objects: any ObjectStore
        let dryRun: Bool

        package init(
            gallery: GalleryRecord,
            store: any GalleryStore,
            objects: any ObjectStore,
            dryRun: Bool
        ) {
            self.gallery = gallery
            self.store = store
            self.objects = objects
            self.dryRun = dryRun
        }
    }

    /// What became of a photo.
    package enum Written: Sendable {
        case enrolled(faces: Int)
        case alreadyEnrolled
        case refused(Reject)
    }

    private let target: Target

    package init(target: Target) { self.target = target }

    /// Writes a batch, also when the run was cancelled meanwhile: its work is done, and a
    /// transaction is short.
    ///
    /// - Returns: what became of each photo, in their order.
    package func write(_ photos: [PreparedPhoto]) async throws -> [Written] {
        if photos.isEmpty { return [] }
        if target.dryRun { return try await judged(photos) }
        // Asked before anything is stored; the transaction asks again.
        let forbidden = try await forbidden(photos)
        let ready = zip(photos, forbidden).filter { !$0.1 }.map(\.0)
        let outcomes = try await uncancelled { [target, ready] in
            try await target.objects.put(ready.flatMap(\.objects)) { _ in
                try await target.store.enrol(ready.map(\.enrolment), in: target.gallery.id)
            }
        }
        var next = outcomes.makeIterator()
        return zip(photos, forbidden).map { photo, isForbidden in
            guard !isForbidden, let outcome = next.next() else { return suppressed(photo) }
            switch outcome {
            case .enrolled(_, let faces): return .enrolled(faces: faces.count)
            case .alreadyEnrolled: return .alreadyEnrolled
            case .faceOfAnother(let person): return .refused(photo.refused(faceOf: person))
            case .suppressed: return suppressed(photo)
            }
        }
    }

    /// What would become of photos; nothing is written.
    private func judged(_ photos: [PreparedPhoto]) async throws -> [Written] {
        let forbidden = try await forbidden(photos)
        return zip(photos, forbidden).map { photo, isForbidden in
            isForbidden ? suppressed(photo) : .enrolled(faces: photo.enrolment.faces.count)
        }
    }

    /// Which of these photos a removal forbids.
    private func forbidden(_ photos: [PreparedPhoto]) async throws -> [Bool] {
        let questions = photos.map { photo in
            SuppressionQuestion(
                key: photo.enrolment.claim?.key,
                origin: photo.enrolment.origin,
                source: photo.enrolment.credit.source,
                hash: photo.enrolment.hash,
                perceptualHash: photo.enrolment.perceptualHash
            )
        }
        return try await uncancelled { [target] in
            try await target.store.suppresses(questions, in: target.gallery.id)
        }
    }

    private func suppressed(_ photo: PreparedPhoto) -> Written {
        .refused(photo.refusedAsRemoved)
    }
}

/// Runs a short piece of work to its end even when the calling task is cancelled.
///
/// Stores give up on cancelled tasks; a batch that is prepared is worth its transaction.
func uncancelled<Result: Sendable>(
    _ body: @escaping @Sendable () async throws -> Result
) async throws -> Result {
    try await Task { try await body() }.value
}

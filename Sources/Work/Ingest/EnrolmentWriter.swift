import FaceTypes
import Gallery
import ObjectStorage

/// Gathers prepared photos and writes them batch by batch: objects first, then one transaction.
///
/// A crash between the two leaves objects nothing refers to, which object storage has written down
/// for the next sweep; never a record without its object.
struct EnrolmentWriter: Sendable {
    /// Where photos are written.
    struct Target: Sendable {
        let gallery: GalleryRecord
        let store: any GalleryStore
        let objects: any ObjectStore
        let dryRun: Bool
        /// Photos in one transaction.
        let batchMax: Int
    }

    /// What became of a photo.
    enum Written: Sendable {
        case enrolled(faces: Int)
        case alreadyEnrolled
        case refused(Reject)
    }

    /// Bytes of objects that wait together for the disk.
    static let batchBytesMax = 32 << 20

    private let target: Target
    private var waiting: [PreparedPhoto] = []
    private var waitingBytes = 0

    init(target: Target) { self.target = target }

    /// Whether waiting longer would hold too many photos, or too many bytes, in memory.
    var isFull: Bool {
        waiting.count >= target.batchMax || waitingBytes >= Self.batchBytesMax
    }

    /// Photos that wait for the next transaction.
    var waitingCount: Int { waiting.count }

    mutating func append(_ photo: PreparedPhoto) {
        waiting.append(photo)
        waitingBytes += photo.objectBytes
    }

    /// Writes what waits, also when the run was cancelled meanwhile: its work is done, and a
    /// transaction is short.
    ///
    /// - Returns: what became of each photo, in the order they came.
    mutating func flush() async throws -> [Written] {
        let photos = waiting
        waiting = []
        waitingBytes = 0
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

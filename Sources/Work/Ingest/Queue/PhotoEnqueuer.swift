public import FaceTypes
import Gallery
public import Jobs

/// Puts the photos of a source into the queue instead of enrolling them.
public struct PhotoEnqueuer: Sendable {
    /// What was put.
    public struct Summary: Sendable, Hashable, Codable {
        /// Offers taken from the source.
        public var seen = 0
        /// Jobs that are new.
        public var put = 0
        /// Photos that are enrolled, or whose job was there before in whatever state.
        public var known = 0
        /// Offers that can't be put, by reason code.
        public var rejected: [String: Int] = [:]

        /// Nothing is put yet.
        public init() {}
    }

    /// Jobs put in one transaction.
    public static let batchMax = 500

    private let queue: any JobStore
    private let gallery: GalleryID
    private let source: String
    private let allow: Set<QualityCode>
    private let allowMinors: Bool
    private let limit: Int?

    /// Prepares to put.
    ///
    /// - Parameters:
    ///   - source: a word for the kind of source, such as `folder`.
    ///   - limit: most jobs that are new; those known before do not count.
    public init(
        queue: any JobStore,
        gallery: GalleryID,
        source: String,
        allow: Set<QualityCode> = [],
        allowMinors: Bool = false,
        limit: Int? = nil
    ) {
        self.queue = queue
        self.gallery = gallery
        self.source = source
        self.allow = allow
        self.allowMinors = allowMinors
        self.limit = limit
    }

    /// Puts everything a source offers; may be repeated at any time.
    ///
    /// - Throws: what the queue or the source throws; what was offered by then is put.
    public func put(
        _ photos: any PhotoSource,
        progress: @Sendable (Summary) -> Void = { _ in },
        refused: @Sendable (Reject) -> Void = { _ in }
    ) async throws -> Summary {
        var summary = Summary()
        var waiting: [NewJob] = []
        var cursor = try photos.makeCursor()
        var failure: (any Error)?
        while room(summary) > 0, let offer = await offered(by: &cursor, &failure) {
            summary.seen += 1
            switch offer {
            case .refused(let reject): note(reject, &summary, refused)
            case .enrolledBefore: summary.known += 1
            case .photo(let candidate):
                do {
                    waiting.append(try job(for: candidate))
                } catch {
                    note(error, &summary, refused)
                }
            }
            if waiting.count >= min(Self.batchMax, room(summary)) {
                try await flush(&waiting, &summary, progress)
            }
        }
        try await flush(&waiting, &summary, progress)
        if let failure { throw failure }
        return summary
    }

    /// New jobs that may still be put.
    private func room(_ summary: Summary) -> Int { limit.map { $0 - summary.put } ?? .max }

    /// The next offer; `nil` at the end, and where the source fails or the task is cancelled.
    private func offered(
        by cursor: inout any PhotoCursor,
        _ failure: inout (any Error)?
    ) async -> PhotoOffer? {
        do {
            try Task.checkCancellation()
            return try await cursor.next()
        } catch {
            failure = error
            return nil
        }
    }

    private func note(
        _ reject: Reject,
        _ summary: inout Summary,
        _ refused: @Sendable (Reject) -> Void
    ) {
        summary.rejected[reject.code, default: 0] += 1
        refused(reject)
    }

    private func job(for candidate: PhotoCandidate) throws(Reject) -> NewJob {
        guard let place = candidate.place else {
            throw reject(candidate, "only this process can read it: enrol it without the queue")
        }
        var job = PhotoJob(
            place: place,
            claim: candidate.claim,
            credit: candidate.credit,
            year: candidate.year,
            allow: allow,
            allowMinors: allowMinors
        )
        job.mustAgree = candidate.mustAgree
        do {
            let new = try job.newJob(source: source, in: gallery)
            try queue.check([new])
            return new
        } catch {
            throw reject(candidate, "\(error)")
        }
    }

    private func reject(_ candidate: PhotoCandidate, _ detail: String) -> Reject {
        Reject(
            origin: candidate.origin,
            person: candidate.claim?.name,
            code: .badRecord,
            detail: detail
        )
    }

    private func flush(
        _ jobs: inout [NewJob],
        _ summary: inout Summary,
        _ progress: @Sendable (Summary) -> Void
    ) async throws {
        if jobs.isEmpty { return }
        let fresh = try await uncancelled { [queue, jobs] in try await queue.enqueue(jobs, at: .now)
        }
        summary.put += fresh
        summary.known += jobs.count - fresh
        jobs = []
        progress(summary)
    }
}

extension Reject: Error {}

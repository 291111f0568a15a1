public import FacePipeline
import FaceTypes
public import Gallery
public import ObjectStorage
public import Pools

/// Enrols the photos of one source into one gallery.
///
/// Photos are analysed `settings.inFlightMax` at a time and written in transactions of
/// `settings.batchMax`. One bad photo never stops a run. Cancelling the task stops after the photos
/// under way; running the same source again goes on where it stopped, because photos enrolled
/// before are recognised by their bytes.
public struct IngestRun: Sendable {
    private let preparer: PhotoPreparer
    private let review: (any ReviewStore)?
    private var gallery: GalleryRecord { preparer.gallery }
    private var settings: IngestSettings { preparer.settings }

    /// What the run tells while it goes on.
    public struct Observer: Sendable {
        /// Called after every photo, from one task at a time.
        public var progress: @Sendable (IngestSummary) -> Void
        /// Called for every refused photo, from one task at a time.
        public var refused: @Sendable (Reject) -> Void

        /// Makes an observer.
        public init(
            progress: @escaping @Sendable (IngestSummary) -> Void = { _ in },
            refused: @escaping @Sendable (Reject) -> Void = { _ in }
        ) {
            self.progress = progress
            self.refused = refused
        }
    }

    /// Prepares a run.
    ///
    /// - Parameter review: where photos are put in which somebody has to choose the face.
    public init(
        gallery: GalleryRecord,
        store: any GalleryStore,
        objects: any ObjectStore,
        pipeline: FacePipeline,
        pool: BoundedPool,
        settings: IngestSettings,
        review: (any ReviewStore)? = nil
    ) {
        self.review = review
        preparer = PhotoPreparer(
            gallery: gallery,
            store: store,
            objects: objects,
            pipeline: pipeline,
            pool: MeteredPool(pool: pool, clock: StageClock()),
            settings: settings
        )
    }

    /// Runs to the source's end or to cancellation.
    ///
    /// - Returns: what was done, also when cancelled (`interrupted`).
    /// - Throws: `IngestFailure` when the source fails: what it had offered is dealt with, the photos
    ///   put off included. Else what makes going on pointless: the catalogue or the object store
    ///   fails. Everything counted as enrolled by then is durable.
    public func run(_ source: any PhotoSource, observer: Observer) async throws -> IngestSummary {
        var ledger = IngestLedger(
            observer: observer,
            expected: source.expectedCount,
            clock: preparer.pool.clock
        )
        var writes = WriteBehind(
            writer: EnrolmentWriter(target: preparer.target),
            batchMax: settings.batchMax
        )
        var cursor = try source.makeCursor()
        let failure = try await pass(.bySubject, ledger: &ledger, writes: &writes) {
            try await cursor.next()
        }
        let putOff = ledger.takeDeferred()
        var position = 0
        _ = try await pass(.byAgreement, ledger: &ledger, writes: &writes) {
            guard position < putOff.count else { return nil }
            defer { position += 1 }
            return .photo(putOff[position])
        }
        if Task.isCancelled {
            ledger.interrupt()
        } else if let failure {
            throw IngestFailure(summary: ledger.summary, cause: failure)
        }
        return ledger.summary
    }

    /// Deals with all that is offered, to the last photo under way.
    ///
    /// - Returns: what the source threw, if it did.
    private func pass(
        _ pass: PhotoPreparer.Pass,
        ledger: inout IngestLedger,
        writes: inout WriteBehind,
        next: () async throws -> PhotoOffer?
    ) async throws -> (any Error)? {
        do {
            return try await offers(pass, ledger: &ledger, writes: &writes, next: next)
        } catch {
            // A batch under way is ended before the run is.
            _ = try? await writes.settle()
            throw error
        }
    }

    private func offers(
        _ pass: PhotoPreparer.Pass,
        ledger: inout IngestLedger,
        writes: inout WriteBehind,
        next: () async throws -> PhotoOffer?
    ) async throws -> (any Error)? {
        try await withThrowingTaskGroup(of: Preparation.self) { group in
            var failure: (any Error)?
            var inFlight = 0
            while !Task.isCancelled {
                if isFull(ledger.summary, taken: writes.pendingCount + inFlight) {
                    // Some of what was taken may yet be refused; then there is room for more.
                    if inFlight > 0, let done = try await group.next() {
                        inFlight -= 1
                        try await absorb(done, ledger: &ledger, writes: &writes)
                    } else if writes.pendingCount > 0 {
                        try await ledger.note(writes.finish())
                    } else {
                        break
                    }
                    continue
                }
                guard let offer = await Self.offered(next, &failure) else { break }
                if pass == .bySubject { ledger.sawOne() }
                switch offer {
                case .refused(let reject):
                    ledger.skipped()
                    ledger.refuse(reject)
                case .enrolledBefore:
                    ledger.skipped()
                    ledger.alreadyEnrolled()
                case .photo(let candidate):
                    if inFlight >= settings.inFlightMax, let done = try await group.next() {
                        inFlight -= 1
                        try await absorb(done, ledger: &ledger, writes: &writes)
                    }
                    group.addTask { [preparer] in await preparer.prepare(candidate, pass: pass) }
                    inFlight += 1
                }
            }
            while let done = try await group.next() {
                try await absorb(done, ledger: &ledger, writes: &writes)
            }
            // What is prepared is kept, also on the way out after Ctrl-C.
            try await ledger.note(writes.finish())
            return failure
        }
    }

    /// Whether the limit of photos is reached, once everything taken is enrolled.
    private func isFull(_ summary: IngestSummary, taken: Int) -> Bool {
        settings.enrolledMax.map { summary.enrolledPhotos + taken >= $0 } ?? false
    }

    /// The next offer; `nil` at the end, and where the source fails.
    private static func offered(
        _ next: () async throws -> PhotoOffer?,
        _ failure: inout (any Error)?
    ) async -> PhotoOffer? {
        do {
            return try await next()
        } catch {
            failure = error
            return nil
        }
    }

    private func absorb(
        _ preparation: Preparation,
        ledger: inout IngestLedger,
        writes: inout WriteBehind
    ) async throws {
        if case .ready = preparation {} else { ledger.ended() }
        switch preparation {
        case .ready(let photo): try await ledger.note(writes.append(photo))
        case .alreadyEnrolled: ledger.alreadyEnrolled()
        case .ambiguous(let candidate):
            if let refused = ledger.putOff(candidate, limit: settings.deferredMax) {
                ledger.refuse(preparer.reject(refused, .severalFaces))
            }
        case .undecided(let candidate, let reject, _):
            try await doubt(candidate, reject)
            ledger.refuse(reject)
        case .refused(let reject): ledger.refuse(reject)
        case .cancelled: break
        }
    }

    /// Puts a photo on the review list, where another process finds it again.
    private func doubt(_ candidate: PhotoCandidate, _ reject: Reject) async throws {
        guard let review, !settings.dryRun, let place = candidate.place else { return }
        let photo = PhotoJob(
            place: place,
            claim: candidate.claim,
            credit: candidate.credit,
            year: candidate.year,
            allow: settings.allow,
            allowMinors: settings.allowMinors
        )
        let doubt = try ReviewItem.New(undecided: photo, detail: reject.detail)
        let gallery = gallery.id
        _ = try await uncancelled { try await review.note([doubt], in: gallery) }
    }
}

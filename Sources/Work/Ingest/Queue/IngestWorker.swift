public import FacePipeline
import FaceTypes
public import Gallery
public import Jobs
public import ObjectStorage
public import Pools

/// Takes photos from the queue and enrols them, stage by stage: fetch, decode, detect, embed, store.
///
/// Between the stages are bounded queues, so the slowest stage sets the pace and memory stays
/// bounded. A job is acknowledged after the catalogue has committed its photo. A worker that dies
/// loses nothing: its leases run out and others do the jobs again, which changes nothing where the
/// photo was written already. Any number of workers and processes may share a queue.
public struct IngestWorker: Sendable {
    /// What the worker tells while it goes on.
    public struct Observer: Sendable {
        /// Called after every batch, from one task at a time.
        public var progress: @Sendable (WorkSummary) -> Void
        /// Called for every refused photo, from one task at a time.
        public var refused: @Sendable (Reject) -> Void

        /// Makes an observer.
        public init(
            progress: @escaping @Sendable (WorkSummary) -> Void = { _ in },
            refused: @escaping @Sendable (Reject) -> Void = { _ in }
        ) {
            self.progress = progress
            self.refused = refused
        }
    }

    let queue: any JobStore
    let kinds: [JobKind]
    let target: EnrolmentWriter.Target
    let stages: [WorkStage]
    let settings: WorkSettings
    let review: (any ReviewStore)?
    let observer: Observer
    let clock: StageClock

    /// Prepares a worker of one gallery.
    ///
    /// - Parameters:
    ///   - ingest: quality and size limits; `allow` and `allowMinors` come with each job.
    ///   - fetch: reads an address; without it jobs with addresses are left to other workers. Throws
    ///     `FetchFailure` to say when to try again, `RefusedPhoto` to refuse the photo for good.
    ///   - review: where photos are put in which somebody has to choose the face.
    public init(
        queue: any JobStore,
        gallery: GalleryRecord,
        store: any GalleryStore,
        objects: any ObjectStore,
        pipeline: FacePipeline,
        pool: BoundedPool,
        ingest: IngestSettings,
        settings: WorkSettings,
        fetch: (@Sendable (String) async throws -> [UInt8])? = nil,
        review: (any ReviewStore)? = nil,
        observer: Observer = Observer()
    ) {
        let preparer = PhotoPreparer(
            gallery: gallery,
            store: store,
            objects: objects,
            pipeline: pipeline,
            pool: MeteredPool(pool: pool),
            settings: ingest
        )
        let clock = StageClock()
        self.init(
            queue: queue,
            gallery: gallery,
            store: store,
            objects: objects,
            kinds: fetch == nil ? [.photoFile] : [.photoFile, .photoAddress],
            stages: preparer.stages(settings: settings, fetch: fetch, clock: clock),
            settings: settings,
            clock: clock,
            review: review,
            observer: observer
        )
    }

    /// Prepares a worker with stages of one's own; the last one must end every item.
    package init(
        queue: any JobStore,
        gallery: GalleryRecord,
        store: any GalleryStore,
        objects: any ObjectStore,
        kinds: [JobKind],
        stages: [WorkStage],
        settings: WorkSettings,
        clock: StageClock = StageClock(),
        review: (any ReviewStore)? = nil,
        observer: Observer = Observer()
    ) {
        self.clock = clock
        self.review = review
        self.queue = queue
        self.kinds = kinds
        self.stages = stages
        self.settings = settings
        self.observer = observer
        target = EnrolmentWriter.Target(
            gallery: gallery,
            store: store,
            objects: objects,
            dryRun: false
        )
    }

    /// Works until the settings' end, or until the task is cancelled: then nothing new is begun,
    /// what is prepared is written, and the rest is given back.
    ///
    /// - Throws: what makes going on pointless: the catalogue or the object store fails. Everything
    ///   acknowledged by then is durable.
    public func run() async throws -> WorkSummary {
        let line = WorkLine(worker: self)
        return try await line.run()
    }
}

public import FaceTypes
import FacePipeline
import Foundation
public import Gallery
public import Ingest
import Likeness
import GallerySQLite
import ModelPacks

/// What to enrol and how.
public struct IngestJob: Sendable {
    /// The photos.
    public var source: any PhotoSource
    /// Whether a new gallery's faces belong to named people.
    public var labelled: Bool
    /// What a new gallery keeps; `nil` takes the gallery's own, or photos.
    public var keep: KeepPolicy?
    /// Look but do not write.
    public var dryRun: Bool
    /// Quality codes that do not refuse a face.
    public var allow: Set<QualityCode>
    /// Enrol people known to be under 18.
    public var allowMinors: Bool
    /// Most photos enrolled, or new jobs put; `nil` for all.
    public var limit: Int?

    /// Describes a job.
    public init(
        source: any PhotoSource,
        labelled: Bool,
        keep: KeepPolicy?,
        dryRun: Bool,
        allow: Set<QualityCode>,
        allowMinors: Bool,
        limit: Int? = nil
    ) {
        self.source = source
        self.labelled = labelled
        self.keep = keep
        self.dryRun = dryRun
        self.allow = allow
        self.allowMinors = allowMinors
        self.limit = limit
    }
}

/// What a job did.
public struct IngestOutcome: Sendable {
    /// Counts.
    public let summary: IngestSummary
    /// The pack that embedded.
    public let pack: String
    /// Why the source ended before its time, if it did; everything it had offered is dealt with.
    public let failure: (any Error)?
}

extension House {
    /// Runs an ingest job into the gallery the settings name, then calibrates it.
    public func ingest(
        _ job: IngestJob,
        observer: IngestRun.Observer
    ) async throws -> IngestOutcome {
        let pack = try await packForIngest()
        let pipeline = try pipeline(for: pack)
        let scratch = try await needsScratch(job) ? ScratchFolder() : nil
        defer { scratch?.remove() }
        let store = try await catalogue(for: job, scratch)
        let record = try await galleryForIngest(job, pack: pack, store: store)
        let run = IngestRun(
            gallery: record,
            store: store,
            objects: objects(),
            pipeline: pipeline,
            pool: pool(),
            settings: IngestSettings(
                width: settings.workers,
                enrolledMax: job.limit,
                dryRun: job.dryRun,
                allow: job.allow,
                allowMinors: job.allowMinors,
                currentYear: Self.currentYear
            ),
            review: reviewStore(in: store)
        )
        let (summary, failure) = try await outcome(of: job, run, observer)
        if !job.dryRun, !Task.isCancelled { try await sweepOrphans(in: store) }
        if summary.enrolledFaces > 0, !job.dryRun, !summary.interrupted {
            try await open(record, in: store).search.calibrator.refresh()
        }
        return IngestOutcome(summary: summary, pack: pack.manifest.name, failure: failure)
    }

    /// Whether there is no gallery yet for a run that must not make one.
    private func needsScratch(_ job: IngestJob) async throws -> Bool {
        guard job.dryRun else { return false }
        guard settings.home.hasCatalogue else { return true }
        return try await catalogue(creating: false).gallery(named: settings.gallery) == nil
    }

    /// The home's catalogue; one in a scratch folder, where a dry run has none to look at.
    private func catalogue(
        for job: IngestJob,
        _ scratch: ScratchFolder?
    ) async throws -> any GalleryStore {
        if let scratch { return try SQLiteGallery(path: scratch.path + "/catalog.sqlite") }
        return try catalogue(creating: !job.dryRun)
    }

    /// What a run did, and why its source ended before its time, if it did.
    private func outcome(
        of job: IngestJob,
        _ run: IngestRun,
        _ observer: IngestRun.Observer
    ) async throws -> (IngestSummary, failure: (any Error)?) {
        do {
            return (try await logged(job, run, observer), nil)
        } catch let failure as IngestFailure {
            return (failure.summary, failure.cause)
        }
    }

    /// Runs and writes the home's log; a dry run leaves no trace.
    private func logged(
        _ job: IngestJob,
        _ run: IngestRun,
        _ observer: IngestRun.Observer
    ) async throws -> IngestSummary {
        if job.dryRun { return try await run.run(job.source, observer: observer) }
        let log = try RunLog("ingest", gallery: settings.gallery, in: settings.home)
        return try await log.whole(RunCounts.init) {
            try await run.run(
                job.source,
                observer: IngestRun.Observer(
                    progress: { summary in
                        log.progress(RunCounts(summary))
                        observer.progress(summary)
                    },
                    refused: { reject in
                        log.refused(reject)
                        observer.refused(reject)
                    }
                )
            )
        }
    }

    /// The pack of the gallery when there is one, else the pack of choice.
    func packForIngest() async throws -> InstalledPack {
        if settings.home.hasCatalogue {
            let store = try catalogue(creating: false)
            if let record = try await store.gallery(named: settings.gallery) {
                return try pack(of: record)
            }
        }
        return try packOfChoice()
    }

    func galleryForIngest(
        _ job: IngestJob,
        pack: InstalledPack,
        store: any GalleryStore
    ) async throws -> GalleryRecord {
        let existing = try await store.gallery(named: settings.gallery)
        let record = try await store.createGallery(
            named: settings.gallery,
            pack: pack.identity,
            keep: job.keep ?? existing?.keep ?? .photos,
            labelled: job.labelled
        )
        try await Crowd(of: job.source).check(record, in: store)
        return record
    }
}

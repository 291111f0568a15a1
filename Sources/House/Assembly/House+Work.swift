import FaceTypes
public import Fetching
public import Foundation
public import Gallery
import GallerySQLite
public import Ingest
public import Jobs
import Likeness
import Wikimedia

extension House {
    /// The home's queue of jobs, in the catalogue.
    ///
    /// - Parameter creating: make the home when there is none.
    /// - Throws: `HomeError`, `GalleryError`.
    public func queue(
        creating: Bool
    ) throws -> (store: any GalleryStore, jobs: any JobStore) {
        if creating {
            try settings.home.prepare()
        } else if !FileManager.default.fileExists(atPath: settings.home.catalogue) {
            throw HomeError.absent(path: settings.home.path)
        }
        let store = try SQLiteGallery(path: settings.home.catalogue)
        return (store, SQLiteJobs(in: store))
    }

    /// Puts an ingest job's photos into the queue of the gallery the settings name.
    ///
    /// - Parameter source: a word for the kind of source, part of what makes two jobs the same.
    public func enqueue(
        _ job: IngestJob,
        source: String,
        progress: @Sendable (PhotoEnqueuer.Summary) -> Void = { _ in },
        refused: @Sendable (Reject) -> Void = { _ in }
    ) async throws -> PhotoEnqueuer.Summary {
        let pack = try await packForIngest()
        let (store, jobs) = try queue(creating: true)
        let record = try await galleryForIngest(job, pack: pack, store: store)
        let enqueuer = PhotoEnqueuer(
            queue: jobs,
            gallery: record.id,
            source: source,
            allow: job.allow,
            allowMinors: job.allowMinors,
            limit: job.limit
        )
        let log = try RunLog("queue", gallery: record.name, in: settings.home)
        return try await log.whole(RunCounts.init) {
            try await enqueuer.put(
                job.source,
                progress: { summary in
                    log.progress(RunCounts(summary))
                    progress(summary)
                },
                refused: { reject in
                    log.refused(reject)
                    refused(reject)
                }
            )
        }
    }

    /// Works on the queue of the gallery the settings name; any number of processes may.
    ///
    /// Calibrates the gallery when its queue is empty at the end.
    public func work(
        _ work: WorkSettings,
        fetch: (@Sendable (String) async throws -> [UInt8])? = nil,
        observer: IngestWorker.Observer = IngestWorker.Observer()
    ) async throws -> WorkSummary {
        let (store, jobs) = try queue(creating: false)
        let record = try await gallery(in: store)
        try await Crowd.people.check(record, in: store)
        let log = try RunLog("work", gallery: record.name, in: settings.home)
        let worker = IngestWorker(
            queue: jobs,
            gallery: record,
            store: store,
            objects: objects(),
            pipeline: try pipeline(for: try pack(of: record)),
            pool: pool(),
            ingest: IngestSettings(width: settings.workers, currentYear: Self.currentYear),
            settings: work,
            fetch: fetch,
            review: reviewStore(in: store),
            observer: IngestWorker.Observer(
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
        let summary = try await log.whole(RunCounts.init) { try await worker.run() }
        guard summary.enrolledFaces > 0, !Task.isCancelled else { return summary }
        if try await jobs.counts(in: record.id).open == 0 {
            try await open(record, in: store).search.calibrator.refresh()
        }
        return summary
    }

    /// Reads photos at addresses through a fetcher, within the limits of a crawl that does not wait;
    /// every host's robots.txt is obeyed.
    public func photoFetch(
        _ fetcher: Fetcher
    ) -> @Sendable (String) async throws -> [UInt8] {
        return { address in
            do throws(FetchError) {
                let request = FetchRequest(
                    try WebAddress(address),
                    accept: "image/*",
                    content: .picture,
                    byteLimit: WikimediaSettings.photoBytesStandard,
                    finalWords: WikimediaRequests.pictureFinalWords
                )
                return try await fetcher.fetch(request).bytes
            } catch .cancelled {
                throw CancellationError()
            } catch {
                throw FetchFailure(
                    JobFailure(
                        code: "fetch_" + error.code,
                        detail: "\(error)",
                        advice: error.jobRetry
                    )
                )
            }
        }
    }

    /// What the queue of the gallery the settings name still holds.
    public func waitingJobs() async throws -> WaitingJobs {
        let (store, jobs) = try queue(creating: false)
        let gallery = try await gallery(in: store).id
        let next = try await jobs.nextDue(kinds: [.photoFile, .photoAddress], in: gallery)
        return WaitingJobs(
            jobs: try await jobs.counts(in: gallery).open,
            next: next.map { Date(timeIntervalSince1970: Double($0.milliseconds) / 1_000) },
            needsContact: try await jobs.nextDue(kinds: [.photoAddress], in: gallery) != nil
        )
    }

    static var currentYear: Int {
        Calendar(identifier: .gregorian).component(.year, from: Date())
    }
}

/// What a queue still holds when a worker ends.
public struct WaitingJobs: Sendable, Hashable {
    /// Jobs that are still to be done.
    public var jobs: Int
    /// When the next of them is due; a moment that is past when no worker could do it.
    public var next: Date?
    /// Whether some are of photos at addresses, for which a worker needs a contact.
    public var needsContact: Bool
}

extension FetchError {
    /// When a job that failed with it is tried again.
    var jobRetry: JobRetry {
        switch retry {
        case .never: .never
        case .later: .later
        case .after(let seconds): .after(seconds: seconds)
        }
    }
}

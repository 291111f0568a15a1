import Foundation
public import Ingest
import Synchronization

/// What a run did, as a line of the log counts it.
public struct RunCounts: Sendable, Hashable, Codable {
    /// Photos dealt with for good.
    public var finished = 0
    /// Photos written.
    public var enrolled = 0
    /// Faces written.
    public var faces = 0
    /// Photos that were there before; of a run that fills the queue, jobs that were.
    public var known = 0
    /// Jobs put into the queue.
    public var put = 0
    /// Photos refused, by reason.
    public var refused: [String: Int] = [:]
    /// Attempts that failed and may be made again, by reason.
    public var failed: [String: Int] = [:]

    /// Nothing was done.
    public init() {}

    /// The counts of an ingest run.
    public init(_ summary: IngestSummary) {
        finished = summary.finished
        enrolled = summary.enrolledPhotos
        faces = summary.enrolledFaces
        known = summary.alreadyEnrolled
        refused = summary.rejected
    }

    /// The counts of a worker.
    public init(_ summary: WorkSummary) {
        finished = summary.finished
        enrolled = summary.enrolledPhotos
        faces = summary.enrolledFaces
        known = summary.alreadyEnrolled
        refused = summary.rejected
        failed = summary.failed
    }

    /// The counts of filling the queue.
    public init(_ summary: PhotoEnqueuer.Summary) {
        finished = summary.seen
        put = summary.put
        known = summary.known
        refused = summary.rejected
    }

    /// What came since earlier counts of the same run.
    public func since(_ earlier: RunCounts) -> RunCounts {
        var counts = self
        counts.finished -= earlier.finished
        counts.enrolled -= earlier.enrolled
        counts.faces -= earlier.faces
        counts.known -= earlier.known
        counts.put -= earlier.put
        counts.refused = Self.difference(refused, earlier.refused)
        counts.failed = Self.difference(failed, earlier.failed)
        return counts
    }

    private static func difference(_ now: [String: Int], _ then: [String: Int]) -> [String: Int] {
        now.merging(then) { $0 - $1 }.filter { $0.value != 0 }
    }
}

/// One line of the home's log.
public struct RunLine: Sendable, Hashable, Codable {
    /// What the line tells.
    public enum Event: String, Sendable, Hashable, Codable {
        /// A run began.
        case begun
        /// A run finished so many photos since its line before; the counts are theirs alone.
        case batch
        /// A photo was refused.
        case refused
        /// A run ended; the counts are the whole run's.
        case ended
    }

    /// The form of the line.
    public var schema = 1
    /// When, ISO 8601.
    public var at: String
    /// What the line tells.
    public var event: Event
    /// What ran: `ingest`, `queue` or `work`.
    public var run: String
    /// The gallery's name.
    public var gallery: String
    /// The process, so that the lines of runs side by side can be told apart.
    public var process: Int32
    /// Of batches and ends: what was done.
    public var counts: RunCounts?
    /// Of ends: how long it took.
    public var seconds: Double?
    /// Of ends: why it ended before its time; `nil` when it did not.
    public var failure: String?
    /// Of refusals: the photo, its person and the reason.
    public var reject: Reject?
}

/// Writes the lines of one run.
///
/// A run is worth more than its log: when a line can't be written after the first, for a disk that
/// is full or a home that is gone, the run goes on, and fails for itself if it has to.
final class RunLog: Sendable {
    /// Photos that are finished before a line is written about them.
    static let batchPhotosMin = 100

    private let log: HomeLog
    private let run: String
    private let gallery: String
    private let start = ContinuousClock.now
    private let told = Mutex(RunCounts())

    /// Begins a run.
    ///
    /// - Throws: `PrivateFileError` when the log can't be written.
    init(_ run: String, gallery: String, in home: Home) throws(PrivateFileError) {
        log = HomeLog(path: home.log)
        self.run = run
        self.gallery = gallery
        try log.append(line(.begun))
    }

    func refused(_ reject: Reject) {
        var line = line(.refused)
        line.reject = reject
        write(line)
    }

    func progress(_ counts: RunCounts) {
        let fresh = told.withLock { told -> RunCounts? in
            guard counts.finished - told.finished >= Self.batchPhotosMin else { return nil }
            defer { told = counts }
            return counts.since(told)
        }
        guard let fresh else { return }
        var line = line(.batch)
        line.counts = fresh
        write(line)
    }

    func ended(_ counts: RunCounts, failure: String? = nil) {
        var line = line(.ended)
        line.counts = counts
        line.seconds = (ContinuousClock.now - start) / .seconds(1)
        line.failure = failure
        write(line)
    }

    /// Runs a body and writes down how it ended.
    func whole<Result>(
        _ counts: (Result) -> RunCounts,
        _ body: () async throws -> Result
    ) async throws -> Result {
        do {
            let result = try await body()
            ended(counts(result), failure: Task.isCancelled ? "stopped" : nil)
            return result
        } catch {
            let counts = (error as? IngestFailure).map { RunCounts($0.summary) }
            ended(counts ?? told.withLock { $0 }, failure: "\(error)")
            throw error
        }
    }

    private func line(_ event: RunLine.Event) -> RunLine {
        RunLine(
            at: Date().formatted(.iso8601),
            event: event,
            run: run,
            gallery: gallery,
            process: ProcessInfo.processInfo.processIdentifier
        )
    }

    private func write(_ line: RunLine) { try? log.append(line) }
}

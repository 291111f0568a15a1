import ArgumentParser
import Assembly
import FaceTypes
import Foundation
import Gallery
import Ingest

/// One ingest run from the command line: progress, list of refused photos, summary.
struct IngestSession {
    private let global: GlobalOptions
    private let options: IngestOptions
    private let quality: QualityOptions

    init(_ global: GlobalOptions, _ options: IngestOptions, _ quality: QualityOptions) {
        self.global = global
        self.options = options
        self.quality = quality
    }

    /// Enrols a source's photos, or puts them into the queue.
    ///
    /// - Parameter kind: a word for the kind of source.
    func run(_ source: any PhotoSource, kind: String, labelled: Bool) async throws {
        let job = IngestJob(
            source: source,
            labelled: labelled,
            keep: try options.keepPolicy(),
            dryRun: options.dryRun,
            allow: try quality.allowed(),
            allowMinors: options.allowMinors,
            limit: options.limit
        )
        if options.queue {
            try await put(job, kind: kind)
        } else {
            try await enrol(job)
        }
    }

    private func put(_ job: IngestJob, kind: String) async throws {
        guard !options.dryRun else {
            throw ValidationError("--queue and --dry-run exclude each other.")
        }
        let house = House(settings: try global.settings())
        let line = ProgressLine(quiet: global.quiet)
        let rejects = RejectList()
        let expected = job.source.expectedCount
        let last = Locked(PhotoEnqueuer.Summary())
        let failure = await Self.failure {
            let summary = try await house.enqueue(
                job,
                source: kind,
                progress: { summary in
                    last.change { $0 = summary }
                    line.update("Put", done: summary.seen, total: expected)
                },
                refused: { rejects.add($0) }
            )
            last.change { $0 = summary }
        }
        line.finish()
        let summary = last.read { $0 }
        let (list, listFailure) = writeRejects(rejects, house)
        if options.json {
            try Console.json(summary)
        } else if failure == nil || summary.seen > 0 {
            Console.say(
                "Put \(counted(summary.put, "photo")) into the queue of gallery \(house.settings.gallery); "
                    + "\(summary.known) were there before. Work on them with: semblance work --once"
            )
            if let list { Console.say("Lines that can't be put are listed in \(list)") }
        }
        if let failure = failure ?? listFailure { throw failure }
    }

    /// What a body throws, so that what was done before can be told first.
    private static func failure(_ body: () async throws -> Void) async -> (any Error)? {
        do {
            try await body()
            return nil
        } catch {
            return error
        }
    }

    private func enrol(_ job: IngestJob) async throws {
        let house = House(settings: try global.settings())
        let bars = ProgressBars(quiet: global.quiet, noun: "Photos", stages: WorkStage.names)
        let rejects = RejectList()
        let started = ContinuousClock.now
        let last = Locked<IngestSummary?>(nil)
        let observer = IngestRun.Observer(
            progress: { summary in
                last.change { $0 = summary }
                bars.update(
                    finished: summary.finished + summary.deferred,
                    done: summary.stagePhotos,
                    total: summary.expected,
                    note: summary.rejectedTotal > 0 ? "\(summary.rejectedTotal) refused" : ""
                )
            },
            refused: { rejects.add($0) }
        )
        let outcome: IngestOutcome
        do {
            outcome = try await house.ingest(job, observer: observer)
        } catch {
            bars.finish()
            // What ended the run is the news, also where the list can't be written.
            let list = writeRejects(rejects, house).path
            if let summary = last.read({ $0 }) {
                let seconds = (ContinuousClock.now - started) / .seconds(1)
                try tell(
                    IngestResult(summary, seconds: seconds, rejects: list, failure: error),
                    pack: nil,
                    house
                )
            }
            throw error
        }
        bars.finish()
        let seconds = (ContinuousClock.now - started) / .seconds(1)
        let (list, listFailure) = writeRejects(rejects, house)
        try tell(
            IngestResult(
                outcome.summary,
                seconds: seconds,
                rejects: list,
                failure: outcome.failure
            ),
            pack: outcome.pack,
            house
        )
        if let failure = outcome.failure ?? listFailure { throw failure }
        if outcome.summary.interrupted { throw ExitCode(ExitStatus.interrupted.rawValue) }
    }

    /// Writes the list of refused photos, and says where it is, or why it is not: what a run did is
    /// told in either case.
    private func writeRejects(
        _ rejects: RejectList,
        _ house: House
    ) -> (path: String?, failure: (any Error)?) {
        if options.dryRun, options.rejects == nil { return (nil, nil) }
        do {
            return (try rejects.write(to: options.rejects, in: house), nil)
        } catch {
            return (nil, error)
        }
    }

    private func tell(_ result: IngestResult, pack: String?, _ house: House) throws {
        if options.json {
            try Console.json(result)
        } else {
            say(result, pack: pack, house)
        }
    }

    private func say(_ result: IngestResult, pack: String?, _ house: House) {
        let (summary, seconds) = (result.summary, result.seconds)
        let verb = options.dryRun ? "Would enrol" : "Enrolled"
        Console.say(
            "\(verb) \(counted(summary.enrolledPhotos, "photo")) "
                + "(\(counted(summary.enrolledFaces, "face"))) "
                + "in gallery \(house.settings.gallery), "
                + (pack.map { "pack \($0), " } ?? "") + "in \(ProgressLine.duration(seconds)) "
                + String(
                    format: "(%.0f photos a second).",
                    Double(summary.seen) / max(seconds, 0.001)
                )
        )
        if summary.alreadyEnrolled > 0 {
            Console.say("\(summary.alreadyEnrolled) were enrolled before.")
        }
        for (code, count) in summary.rejected.sorted(by: { ($1.value, $0.key) < ($0.value, $1.key) }
        ) {
            let advice = QualityCode(rawValue: code)?.advice ?? ""
            Console.say("\(count) refused: \(code)" + (advice.isEmpty ? "" : " — \(advice)"))
        }
        if let rejects = result.rejects {
            Console.say("The refused ones are listed in \(rejects)")
        }
        if let limit = options.limit, summary.enrolledPhotos >= limit {
            Console.say("Stopped at --limit \(limit); the same command goes on from there.")
        }
        if summary.interrupted || result.failure != nil {
            Console.say("Stopped before the end; the same command goes on where it stopped.")
        }
    }
}

/// The refused photos of a run; bounded, because a report of millions helps nobody.
final class RejectList: Sendable {
    /// Rejects listed; further ones are only counted.
    static let listedMax = 200_000

    private let rejects = Locked<[Reject]>([])

    var isEmpty: Bool { rejects.read(\.isEmpty) }

    func add(_ reject: Reject) {
        rejects.change { if $0.count < Self.listedMax { $0.append(reject) } }
    }

    func bytes() throws -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        var bytes: [UInt8] = []
        for reject in rejects.read({ $0 }) {
            bytes += try encoder.encode(reject)
            bytes.append(UInt8(ascii: "\n"))
        }
        return bytes
    }

    /// Writes the list, when there is anything to list, to a file of its own in the home or to the
    /// one named.
    ///
    /// - Returns: where it is.
    func write(to path: String?, in house: House) throws -> String? {
        if isEmpty { return nil }
        if let path {
            try PrivateFile.write(try bytes(), to: path)
            return path
        }
        return try PrivateFile.writeNew(
            try bytes(),
            to: house.settings.home.reports + "/rejects-\(Self.stamp())",
            ending: ".jsonl"
        )
    }

    /// The moment in UTC and the process: runs of one second keep lists of their own, and the names
    /// sort by time.
    static func stamp(_ now: Date = Date()) -> String {
        let moment = now.formatted(
            .iso8601.year().month().day().time(includingFractionalSeconds: false)
        )
        .replacing(":", with: "")
        return "\(moment)-\(ProcessInfo.processInfo.processIdentifier)"
    }
}

/// What `ingest --json` prints.
struct IngestResult: Encodable {
    var schema = 1
    var summary: IngestSummary
    var seconds: Double
    var rejects: String?
    /// Why the run ended before its time, if it did.
    var failure: String?

    init(_ summary: IngestSummary, seconds: Double, rejects: String?, failure: (any Error)?) {
        self.summary = summary
        self.seconds = seconds
        self.rejects = rejects
        self.failure = failure.map { "\($0)" }
    }
}

import ArgumentParser
import Assembly
import FaceTypes
import Foundation
import Gallery
import Ingest
import Jobs

/// The command `semblance jobs …`.
struct JobsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "jobs",
        abstract: "Lists, re-drives and forgets the jobs of the queue.",
        subcommands: [JobsList.self, JobsRedrive.self, JobsPurge.self],
        defaultSubcommand: JobsList.self
    )

    /// The queue and the gallery the settings name.
    static func queue(
        _ global: GlobalOptions
    ) async throws -> (jobs: any JobStore, gallery: GalleryID) {
        let house = House(settings: try global.settings())
        let (store, jobs) = try house.queue(creating: false)
        return (jobs, try await house.gallery(in: store).id)
    }
}

/// The command `semblance jobs list`.
struct JobsList: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "Prints how many jobs stand where, and those of one state."
    )

    @OptionGroup var global: GlobalOptions

    @Option(name: .long, help: "List the jobs in this state: ready, leased, done or dead.")
    var state: String?

    @Option(name: .long, help: "Jobs listed, after the one named by --after.")
    var limit = 50

    @Option(name: .long, help: "Go on after this job.")
    var after: Int64?

    @Flag(name: .long, help: "Print JSON.")
    var json = false

    func run() async throws {
        let (jobs, gallery) = try await JobsCommand.queue(global)
        let counts = try await jobs.counts(in: gallery)
        var listed: [ListedJob] = []
        if let state {
            guard let state = JobState(rawValue: state), (1...10_000).contains(limit) else {
                throw ValidationError(
                    "--state wants ready, leased, done or dead; --limit 1 to 10,000."
                )
            }
            listed = try await jobs.jobs(
                in: state,
                of: gallery,
                after: after.map(JobID.init),
                limit: limit
            ).map(ListedJob.init)
        }
        if json {
            try Console.json(JobListing(counts: counts, jobs: listed))
            return
        }
        Console.say(
            "\(counts.ready) ready, \(counts.leased) leased, \(counts.done) done, "
                + "\(counts.dead) dead"
        )
        var table = TextTable([
            ("job", .right), ("attempts", .right), ("code", .left), ("photo", .left),
        ])
        for job in listed {
            table.add([
                "\(job.id)", "\(job.attempts)", job.code ?? "", job.photo ?? "",
            ])
        }
        if !listed.isEmpty { for line in table.lines { Console.say(line) } }
    }
}

/// The command `semblance jobs redrive`.
struct JobsRedrive: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "redrive",
        abstract: "Makes dead jobs ready again: all, or those named."
    )

    @OptionGroup var global: GlobalOptions

    @Argument(help: "Jobs, by number.")
    var ids: [Int64] = []

    @Flag(name: .long, help: "Print JSON.")
    var json = false

    func run() async throws {
        let (jobs, gallery) = try await JobsCommand.queue(global)
        let named = ids.isEmpty ? nil : ids.map(JobID.init)
        let count = try await jobs.redrive(named, in: gallery, at: .now)
        if json {
            try Console.json(RedrivenJobs(ready: count))
        } else {
            Console.say("\(counted(count, "job is", "jobs are")) ready again.")
        }
    }
}

/// What `jobs redrive --json` prints.
struct RedrivenJobs: Encodable {
    var schema = 1
    /// Jobs that are ready again.
    var ready: Int
}

/// The command `semblance jobs purge`.
struct JobsPurge: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "purge",
        abstract: "Forgets finished jobs, after which the same photos may be put again.",
        discussion: "Photos that are enrolled stay enrolled."
    )

    @OptionGroup var global: GlobalOptions

    @Flag(name: .long, help: "Forget dead jobs too.")
    var dead = false

    @Option(name: .long, help: "Only those that ended so many days ago.")
    var days = 0.0

    @Flag(name: .long, help: "Print JSON.")
    var json = false

    func validate() throws {
        guard (0...36_500).contains(days) else { throw ValidationError("--days takes 0 or more.") }
    }

    func run() async throws {
        let (jobs, gallery) = try await JobsCommand.queue(global)
        let count = try await jobs.purge(
            dead ? [.done, .dead] : [.done],
            in: gallery,
            changedBefore: JobInstant.now.adding(seconds: 1 - days * 86_400)
        )
        if json {
            try Console.json(PurgedJobs(forgotten: count))
        } else {
            Console.say("\(counted(count, "job")) forgotten.")
        }
    }
}

/// What `jobs purge --json` prints.
struct PurgedJobs: Encodable {
    var schema = 1
    var forgotten: Int
}

/// What `jobs list --json` prints.
struct JobListing: Encodable {
    var schema = 1
    var counts: JobCounts
    var jobs: [ListedJob]
}

/// A job as it is listed.
struct ListedJob: Encodable {
    var id: Int64
    var kind: String
    var state: String
    var attempts: Int
    var code: String?
    var detail: String?
    var worker: String?
    var photo: String?
    var person: String?

    init(_ job: Job) {
        id = job.id.rawValue
        kind = job.kind.rawValue
        state = job.state.rawValue
        attempts = job.attempts
        code = job.lastCode
        detail = job.lastDetail
        worker = job.worker
        let payload = try? PhotoJob(payload: job.payload)
        photo = payload?.origin
        person = payload?.claim?.name
    }
}

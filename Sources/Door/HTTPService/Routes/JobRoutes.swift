import FaceTypes
import Foundation
import Gallery
import HTTPTypes
import Hummingbird
import Ingest
import Jobs

/// The queue of a gallery: its counts and jobs as JSON, its counts as they change as events, and a
/// second chance for what failed.
enum JobRoutes {
    static let all: [Route] = [
        Route(method: .get, path: "/jobs", access: .enrol, handler: list),
        Route(
            method: .post,
            path: "/jobs/redrive",
            access: .admin,
            writes: true,
            handler: redrive
        ),
    ]

    /// Milliseconds after which a listener may come back.
    private static let retry = 3_000

    @Sendable static func list(_ exchange: Exchange) async throws -> Response {
        if EventStream.isWanted(by: exchange.request) { return try await events(exchange) }
        let query = exchange.query
        let limit = try query.number("limit", in: 1...exchange.desk.settings.pageMax, standard: 50)
        let after = try query.after()
        let gallery = try await exchange.gallery().record.id
        let queue = exchange.desk.parts.jobs
        var page = JobPage(counts: try await queue.counts(in: gallery))
        if let word = query["state"] {
            guard let state = JobState(rawValue: word) else {
                throw Problem.badParameter("state", "A state is ready, leased, done or dead.")
            }
            let jobs = try await queue.jobs(
                in: state,
                of: gallery,
                after: after.map(JobID.init),
                limit: limit
            )
            page.jobs = jobs.map(ServedJob.init)
            page.next = jobs.count == limit ? jobs.last?.id.rawValue : nil
        }
        return try JSONBody.response(page)
    }

    private static func events(_ exchange: Exchange) async throws -> Response {
        let desk = exchange.desk
        let gallery = try await exchange.gallery().record.id
        let pulses = JobPulse.stream(
            of: desk.parts.jobs.countStream(in: gallery, every: desk.settings.jobsInterval),
            beats: try desk.works.listen()
        )
        return EventStream.response { stream in
            try await stream.comment()
            for await pulse in pulses {
                switch pulse {
                case .counts(let counts): try await stream.send("jobs", JobPage(counts: counts))
                case .heartbeat: try await stream.comment()
                }
            }
            try await stream.retry(after: retry)
        }
    }

    @Sendable static func redrive(_ exchange: Exchange) async throws -> Response {
        let wish = try await exchange.json(RedriveWish.self)
        if let jobs = wish.jobs, !(1...exchange.desk.settings.pageMax).contains(jobs.count) {
            throw Problem.badParameter(
                "jobs",
                "Name 1 to \(exchange.desk.settings.pageMax) jobs, or none for all that are dead."
            )
        }
        let gallery = try await exchange.gallery().record.id
        let count = try await exchange.desk.parts.jobs.redrive(
            wish.jobs.map { $0.map(JobID.init) },
            in: gallery,
            at: .now
        )
        return try JSONBody.response(["redriven": count])
    }
}

/// The body of `POST …/jobs/redrive`: the dead jobs that are wanted again, or none for all.
struct RedriveWish: Decodable, Sendable {
    var jobs: [Int64]?
}

/// A page of jobs, with how many stand where.
struct JobPage: Encodable, Sendable {
    var counts: JobCounts
    /// The jobs of the state that was asked for; `nil` when none was.
    var jobs: [ServedJob]?
    var next: Int64?

    init(counts: JobCounts) { self.counts = counts }
}

/// A job as the service lists it; a done one no longer knows its photo.
struct ServedJob: Encodable, Sendable {
    var id: Int64
    var kind: String
    var state: String
    var attempts: Int
    var code: String?
    var detail: String?
    var photo: String?
    var person: String?
    /// When its state changed last.
    var changed: Date
    /// From when it may be tried; `nil` of an ended job.
    var due: Date?

    init(_ job: Job) {
        id = job.id.rawValue
        kind = job.kind.rawValue
        state = job.state.rawValue
        attempts = job.attempts
        code = job.lastCode
        detail = job.lastDetail
        let payload = try? PhotoJob(payload: job.payload)
        photo = payload?.origin
        person = payload?.claim?.name
        changed = Date(job.changed)
        due = job.state == .ready || job.state == .leased ? Date(job.dueSince) : nil
    }
}

extension Date {
    fileprivate init(_ instant: JobInstant) {
        self.init(timeIntervalSince1970: Double(instant.milliseconds) / 1_000)
    }
}

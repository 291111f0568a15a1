import ArgumentParser
import Assembly
import Fetching
import Foundation
import Gallery
import Ingest
import Jobs

/// The command `semblance work`.
struct WorkCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "work",
        abstract: "Enrols the photos that wait in the queue.",
        discussion: """
            Any number of these may run on one home. One that is stopped gives its jobs back; one \
            that dies loses nothing, others take its jobs when its leases run out.
            """
    )

    @OptionGroup var global: GlobalOptions

    @Flag(name: .long, help: "Stop when no job is due, instead of waiting for new ones.")
    var once = false

    @Option(name: .long, help: "Seconds after which a silent worker's jobs go to others.")
    var lease = 60.0

    @Flag(name: .long, help: "Print the summary as JSON.")
    var json = false

    func validate() throws {
        guard (0.1...86_400).contains(lease) else {
            throw ValidationError("--lease takes 0.1 to 86,400 seconds.")
        }
    }

    func run() async throws {
        let house = House(settings: try global.settings())
        let bars = ProgressBars(quiet: global.quiet, noun: "Photos", stages: WorkStage.names)
        let rejects = RejectList()
        let work = WorkSettings(
            name: Self.name,
            policy: JobPolicy(leaseSeconds: lease),
            end: once ? .whenNothingIsDue : .whenCancelled
        )
        // Without a contact, photos at addresses are left to workers that have one.
        let fetcher = try house.fetcherIfContact(version: Version.text)
        let result: Result<WorkSummary, any Error>
        do {
            result = .success(try await enrol(house, work, fetcher, bars, rejects))
        } catch {
            result = .failure(error)
        }
        await fetcher?.close()
        let summary = try result.get()
        bars.finish()
        // What was done is told, also where the list can't be written.
        let list = Result { try rejects.write(to: nil, in: house) }
        let waiting = try await house.waitingJobs()
        if json {
            try Console.json(WorkResult(summary, waiting))
        } else {
            say(summary, rejects: try? list.get())
            say(waiting, hasContact: fetcher != nil)
        }
        _ = try list.get()
    }

    private func say(_ waiting: WaitingJobs, hasContact: Bool) {
        guard waiting.jobs > 0 else { return }
        let next = waiting.next.map { ", the next due at \($0.formatted(.iso8601))" } ?? ""
        Console.say("\(waiting.jobs) jobs wait\(next).")
        if waiting.needsContact, !hasContact {
            Console.say("Those of photos at addresses need a contact: set SEMBLANCE_CONTACT.")
        }
    }

    private func enrol(
        _ house: House,
        _ work: WorkSettings,
        _ fetcher: Fetcher?,
        _ bars: ProgressBars,
        _ rejects: RejectList
    ) async throws -> WorkSummary {
        let open = Locked<Int?>(nil)
        let counting = Task {
            let (store, jobs) = try house.queue(creating: false)
            let gallery = try await house.gallery(in: store).id
            for await counts in jobs.countStream(in: gallery) { open.change { $0 = counts.open } }
        }
        defer { counting.cancel() }
        return try await house.work(
            work,
            fetch: fetcher.map(house.photoFetch),
            observer: IngestWorker.Observer(
                progress: { summary in
                    bars.update(
                        finished: summary.finished,
                        done: summary.stagePhotos,
                        total: open.read { $0 }.map { $0 + summary.finished },
                        note: summary.rejectedTotal > 0 ? "\(summary.rejectedTotal) refused" : ""
                    )
                },
                refused: { rejects.add($0) }
            )
        )
    }

    /// Host and process, which is enough to find it; asks the kernel, not a name server.
    private static var name: String {
        var buffer = [UInt8](repeating: 0, count: 256)
        let host = buffer.withUnsafeMutableBytes { bytes -> String in
            let start = bytes.baseAddress?.assumingMemoryBound(to: CChar.self)
            guard let start, gethostname(start, bytes.count - 1) == 0 else { return "worker" }
            return String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
        }
        return "\(host)/\(ProcessInfo.processInfo.processIdentifier)"
    }

    private func say(_ summary: WorkSummary, rejects: String?) {
        Console.say(
            "Enrolled \(counted(summary.enrolledPhotos, "photo")) "
                + "(\(counted(summary.enrolledFaces, "face"))); "
                + "\(summary.alreadyEnrolled) were enrolled before."
        )
        for (code, count) in summary.rejected.sorted(by: { $0.key < $1.key }) {
            Console.say("\(count) refused: \(code)")
        }
        for (code, count) in summary.failed.sorted(by: { $0.key < $1.key }) {
            Console.say("\(count) attempts failed: \(code)")
        }
        if summary.released > 0 { Console.say("\(summary.released) jobs given back.") }
        if let rejects { Console.say("The refused ones are listed in \(rejects)") }
    }
}

/// What `work --json` prints.
struct WorkResult: Encodable {
    private enum Keys: String, CodingKey {
        case waitingJobs, nextDue
    }

    let summary: WorkSummary
    let waiting: WaitingJobs

    init(_ summary: WorkSummary, _ waiting: WaitingJobs) {
        self.summary = summary
        self.waiting = waiting
    }

    /// The summary's own keys, and what waits beside them.
    func encode(to encoder: any Encoder) throws {
        try summary.encode(to: encoder)
        var values = encoder.container(keyedBy: Keys.self)
        try values.encode(waiting.jobs, forKey: .waitingJobs)
        try values.encodeIfPresent(waiting.next?.formatted(.iso8601), forKey: .nextDue)
    }
}

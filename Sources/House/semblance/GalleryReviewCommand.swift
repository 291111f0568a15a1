import ArgumentParser
import Assembly
import Fetching
import Foundation
import Gallery

/// The command `semblance gallery review …`.
struct GalleryReviewCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "review",
        abstract: "Lists and decides doubts: photos of several faces, odd faces, suspected twins.",
        discussion: """
            Ingest and work put photos on the list in which none of several faces is clearly the \
            person's; 'scan' looks through the gallery for faces that disagree with their person's \
            others and for two ids that may be one person. Each doubt is a question: 'accept' says \
            yes, 'refuse' says no, and what was decided is not asked again.
            """,
        subcommands: [
            ReviewList.self, ReviewScan.self, ReviewAccept.self, ReviewRefuse.self,
        ],
        defaultSubcommand: ReviewList.self
    )
}

/// The command `semblance gallery review list`.
struct ReviewList: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "Prints the doubts that nobody has decided, oldest first."
    )

    @OptionGroup var global: GlobalOptions

    @Option(name: .long, help: "Only this kind: several_faces, outlier or twins.")
    var kind: String?

    @Option(name: .long, help: "Those that stand so: open, accepted or refused.")
    var state = ReviewItem.State.open.rawValue

    @Option(name: .long, help: "Doubts listed, after the one named by --after.")
    var limit = 50

    @Option(name: .long, help: "Go on after this doubt.")
    var after: Int64?

    @Flag(name: .long, help: "Print JSON.")
    var json = false

    func run() async throws {
        guard let state = ReviewItem.State(rawValue: state), (1...10_000).contains(limit) else {
            throw ValidationError("--state wants open, accepted or refused; --limit 1 to 10,000.")
        }
        let wanted = try kind.map { word in
            guard let kind = ReviewItem.Kind(rawValue: word) else {
                throw ValidationError("--kind wants several_faces, outlier or twins.")
            }
            return kind
        }
        let house = House(settings: try global.settings())
        let doubts = try await house.doubts(in: state, kind: wanted, after: after, limit: limit)
        if json {
            try Console.json(DoubtListing(doubts: doubts))
        } else if doubts.isEmpty {
            Console.say("Nothing is \(state.rawValue).")
        } else {
            say(doubts)
        }
    }

    private func say(_ doubts: [ListedDoubt]) {
        var table = TextTable([
            ("doubt", .right), ("question", .left), ("similarity", .right), ("photo", .left),
        ])
        for doubt in doubts {
            table.add([
                "\(doubt.id)", doubt.question,
                doubt.similarity.map { String(format: "%.2f", $0) } ?? "", doubt.photo ?? "",
            ])
        }
        for line in table.lines { Console.say(line) }
        if doubts.count == limit, let last = doubts.last {
            Console.talk("More: --after \(last.id)")
        }
    }
}

/// What `gallery review list --json` prints.
struct DoubtListing: Encodable {
    var schema = 1
    var doubts: [ListedDoubt]
}

/// The command `semblance gallery review scan`.
struct ReviewScan: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "scan",
        abstract: "Puts the gallery's outliers and suspected twins on the list."
    )

    @OptionGroup var global: GlobalOptions

    @Flag(name: .long, help: "Print JSON.")
    var json = false

    func run() async throws {
        let house = House(settings: try global.settings())
        let line = ProgressLine(quiet: global.quiet)
        let fresh = try await house.scanForReview { line.update("People", done: $0, total: nil) }
        line.finish()
        if json {
            try Console.json(ScannedGallery(new: fresh))
        } else {
            Console.say("\(fresh) new on the list: semblance gallery review list")
        }
    }
}

/// What `gallery review scan --json` prints.
struct ScannedGallery: Encodable {
    var schema = 1
    /// Doubts that were not on the list before.
    var new: Int
}

/// What `gallery review accept --json` and `refuse --json` print.
struct DecidedDoubts: Encodable {
    struct Decision: Encodable {
        /// The doubt's number.
        var id: Int64
        /// What was done, in words.
        var done: String
    }

    var schema = 1
    /// In the order asked; after a failure those before it.
    var decided: [Decision] = []

    /// Decides doubts one by one; those decided before a failure are told as well.
    static func decide(
        _ ids: [Int64],
        json: Bool,
        by decide: (Int64) async throws -> String
    ) async throws {
        var outcome = DecidedDoubts()
        var failure: (any Error)?
        for id in ids {
            do {
                let done = try await decide(id)
                outcome.decided.append(Decision(id: id, done: done))
                if !json { Console.say("\(id): \(done)") }
            } catch {
                failure = error
                break
            }
        }
        if json, failure == nil || !outcome.decided.isEmpty { try Console.json(outcome) }
        if let failure { throw failure }
    }
}

/// The command `semblance gallery review accept ID…`.
struct ReviewAccept: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "accept",
        abstract: "Says yes: enrols the face named, keeps a doubted one, merges two people."
    )

    @OptionGroup var global: GlobalOptions

    @Argument(help: "Doubts, by number.")
    var ids: [Int64]

    @Option(name: .long, help: "Of several faces, the person's: its number, as without it is told.")
    var face: Int?

    @Flag(name: .long, help: "Print JSON.")
    var json = false

    func validate() throws {
        if let face, face < 1 || ids.count != 1 {
            throw ValidationError("--face takes 1 or more, and goes with one doubt.")
        }
    }

    func run() async throws {
        let house = House(settings: try global.settings())
        let fetcher = try house.fetcherIfContact(version: Version.text)
        let outcome: Result<Void, any Error>
        do {
            try await DecidedDoubts.decide(ids, json: json) { id in
                try await house.decide(
                    id,
                    .yes(face: face),
                    fetch: fetcher.map(house.photoFetch)
                )
            }
            outcome = .success(())
        } catch {
            outcome = .failure(error)
        }
        await fetcher?.close()
        try outcome.get()
    }
}

/// The command `semblance gallery review refuse ID…`.
struct ReviewRefuse: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "refuse",
        abstract:
            "Says no: leaves a photo out, removes an odd face's photo for good, keeps two apart."
    )

    @OptionGroup var global: GlobalOptions

    @Argument(help: "Doubts, by number.")
    var ids: [Int64]

    @Flag(name: .long, help: "Print JSON.")
    var json = false

    func run() async throws {
        let house = House(settings: try global.settings())
        try await DecidedDoubts.decide(ids, json: json) { try await house.decide($0, .no) }
    }
}

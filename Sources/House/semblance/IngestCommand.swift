import ArgumentParser
import Assembly
import DrawnPeople
import Fetching
import Foundation
import Gallery
import Ingest

/// The command `semblance ingest …`.
struct IngestCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ingest",
        abstract: "Enrols photos of people into a gallery.",
        discussion: """
            Runs can be stopped and repeated: photos that are enrolled already are recognised by \
            their bytes. One bad photo never stops a run; every refused one is listed with its reason.
            """,
        subcommands: [
            IngestFolder.self, IngestManifest.self, IngestTar.self, IngestCelebA.self,
            IngestImageFolder.self, IngestParquet.self, IngestWikimedia.self, IngestNames.self,
            IngestDrawn.self,
        ]
    )
}

/// Options of every ingest command.
struct IngestOptions: ParsableArguments {
    @Option(name: .long, help: "What a new gallery keeps of photos: photos, crops or nothing.")
    var keep: String?

    @Flag(name: .long, help: "Analyse and count, but write nothing.")
    var dryRun = false

    @Option(
        name: .long,
        help: "Stop after so many photos are enrolled; those enrolled before do not count."
    )
    var limit: Int?

    @Option(
        name: .long,
        help: "Only what changed since: a date such as 2026-01-31, or 2026-01-31T12:00:00Z."
    )
    var since: String?

    @Flag(name: .long, help: "Enrol people known to be under 18 too.")
    var allowMinors = false

    @Flag(name: .long, help: "Put the photos into the queue for `semblance work`.")
    var queue = false

    @Option(
        name: .long,
        help: "Where refused photos are listed (JSON lines); default: in the home."
    )
    var rejects: String?

    @Flag(name: .long, help: "Print the summary as JSON.")
    var json = false

    func validate() throws {
        guard limit.map({ $0 > 0 }) ?? true else {
            throw ValidationError("--limit takes 1 or more.")
        }
        _ = try sinceDate()
    }

    /// The moment `--since` names, a date standing for its beginning in UTC; `nil` without it.
    func sinceDate() throws -> Date? {
        guard let since else { return nil }
        let moment =
            (try? Date(since, strategy: .iso8601))
            ?? (try? Date(since, strategy: .iso8601.year().month().day()))
        guard let moment else {
            throw ValidationError("--since takes 2026-01-31 or 2026-01-31T12:00:00Z.")
        }
        return moment
    }

    /// Refuses `--since` for a source that knows no times.
    func refuseSince(of source: String) throws {
        guard since == nil else {
            throw ValidationError(
                "--since does not go with \(source), which does not say what changed."
            )
        }
    }

    /// Refuses `--queue` for a source whose photos another process could not find.
    func refuseQueue(of source: String) throws {
        guard !queue else {
            throw ValidationError(
                "--queue does not go with \(source): only this process can read the photos. Enrol "
                    + "them without it."
            )
        }
    }

    func keepPolicy() throws -> KeepPolicy? {
        guard let keep else { return nil }
        guard let policy = KeepPolicy(rawValue: keep) else {
            throw ValidationError("--keep wants photos, crops or nothing.")
        }
        return policy
    }
}

/// The command `semblance ingest folder PATH`.
struct IngestFolder: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "folder",
        abstract: "Enrols a folder: a person a sub-folder, or a person a file name."
    )

    @OptionGroup var global: GlobalOptions
    @OptionGroup var options: IngestOptions
    @OptionGroup var quality: QualityOptions

    @Argument(help: "The folder.")
    var path: String

    @Option(name: .long, help: "What names a person: automatic, folder or file.")
    var by = "automatic"

    @Flag(name: .long, help: "Nobody has a name: every face is an entry of its own.")
    var unlabelled = false

    @Flag(
        name: .long,
        help: "Put photos into the queue as they appear, until stopped; needs --queue."
    )
    var watch = false

    @Option(name: .long, help: "Seconds between two looks with --watch.")
    var interval = 2.0

    func validate() throws {
        guard !watch || (options.limit == nil && options.since == nil) else {
            throw ValidationError(
                "--watch goes without --limit and --since: it takes what appears."
            )
        }
        guard !watch || options.queue else {
            throw ValidationError("--watch needs --queue; run `semblance work` beside it.")
        }
        guard (0.1...86_400).contains(interval) else {
            throw ValidationError("--interval takes 0.1 to 86,400 seconds.")
        }
    }

    private func follow(_ naming: FolderSource.Naming) async throws {
        var watch = try FolderWatch(path: path, naming: naming)
        let session = IngestSession(global, options, quality)
        while !Task.isCancelled {
            switch watch.look() {
            case .photos(let source):
                try await session.run(source, kind: "folder", labelled: naming != .unlabelled)
            case .gone(let error): Console.talk("\(error) Looking again until it is back.")
            case .back: Console.talk("\(path) is back.")
            case .nothing: break
            }
            try await Task.sleep(for: .seconds(interval))
        }
    }

    func run() async throws {
        guard let naming = FolderSource.Naming(rawValue: unlabelled ? "unlabelled" : by) else {
            throw ValidationError("--by wants automatic, folder or file.")
        }
        if watch {
            try await follow(naming)
            return
        }
        let source = try FolderSource(
            path: path,
            naming: naming,
            since: try options.sinceDate()
        )
        try await IngestSession(global, options, quality)
            .run(source, kind: "folder", labelled: naming != .unlabelled)
    }
}

/// The command `semblance ingest manifest FILE`.
struct IngestManifest: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "manifest",
        abstract: "Enrols the photos a JSONL or CSV file lists, with metadata and credits.",
        discussion: """
            Columns, or JSON keys: file (below the manifest's folder) or url (an https address, \
            fetched; needs a contact, SEMBLANCE_CONTACT), person, person_id, gender, \
            birth_year, death_year, country, occupation (several separated by |), fame, author, \
            licence, licence_url, source, restrictions, sha1, change, year (in which the photo \
            was taken). ImageFolder's \
            metadata.jsonl and metadata.csv are such files too: file_name and name mean file and \
            person.
            """
    )

    @OptionGroup var global: GlobalOptions
    @OptionGroup var options: IngestOptions
    @OptionGroup var quality: QualityOptions

    @Argument(help: "The manifest: .csv, or one JSON object a line.")
    var path: String

    func run() async throws {
        let house = House(settings: try global.settings())
        guard try ManifestSource(path: path).namesAddresses else {
            return try await enrol(reader: nil)
        }
        let fetcher = try house.fetcher(
            version: Version.text,
            sharesTurns: !options.dryRun
        )
        let outcome: Result<Void, any Error>
        do {
            try await enrol(reader: try await house.addressReader(fetcher))
            outcome = .success(())
        } catch {
            outcome = .failure(error)
        }
        await fetcher.close()
        try outcome.get()
    }

    private func enrol(reader: AddressReader?) async throws {
        let source = try ManifestSource(
            path: path,
            since: try options.sinceDate(),
            reader: reader
        )
        try await IngestSession(global, options, quality)
            .run(source, kind: "manifest", labelled: true)
    }
}

/// The command `semblance ingest drawn`.
struct IngestDrawn: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "drawn",
        abstract: "Enrols people who do not exist, drawn from a seed.",
        discussion: """
            Drawn and real people never share a gallery: give drawn ones their own with --gallery.
            """
    )

    @OptionGroup var global: GlobalOptions
    @OptionGroup var options: IngestOptions
    @OptionGroup var quality: QualityOptions

    @Option(name: .long, help: "How many people.")
    var people = 300

    @Option(name: .long, help: "Portraits of each.")
    var photos = 3

    @Option(name: .long, help: "What the people are made from.")
    var seed: UInt64 = 1

    func validate() throws {
        guard (1...1_000_000).contains(people), (1...100).contains(photos) else {
            throw ValidationError("--people takes 1 to 1,000,000, --photos 1 to 100.")
        }
        try options.refuseSince(of: "drawn people")
        try options.refuseQueue(of: "drawn people")
    }

    func run() async throws {
        let source = DrawnSource(
            DrawnGallery(seed: seed, count: people, photosPerPerson: photos)
        )
        try await IngestSession(global, options, quality)
            .run(source, kind: "drawn", labelled: true)
    }
}

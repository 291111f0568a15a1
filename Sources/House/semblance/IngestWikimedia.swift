import ArgumentParser
import Assembly
import Fetching
import Foundation
import Wikimedia

/// Options of every crawl of Wikimedia.
struct CrawlOptions: ParsableArguments {
    @Option(
        name: .long,
        help: "Your e-mail or web address, sent with every request (SEMBLANCE_CONTACT)."
    )
    var contact: String?

    @Option(name: .long, help: "Most people a run; those an earlier run looked at do not count.")
    var people: Int?

    @Option(name: .long, help: "Most photos of each.")
    var photos = 3

    @Option(name: .long, help: "Width of the photos fetched, in pixels.")
    var width = 960

    @Flag(name: .long, help: "Do not take the article's lead image where Wikidata has no photo.")
    var noLeadImages = false

    @Flag(name: .long, help: "Do not look into the people's categories on Commons.")
    var noCategories = false

    func validate() throws {
        guard (1...20).contains(photos), (120...3840).contains(width), (people ?? 1) > 0 else {
            throw ValidationError(
                "--photos takes 1 to 20, --width 120 to 3840, --people 1 or more."
            )
        }
    }

    func settings(since: Date?) -> WikimediaSettings {
        WikimediaSettings(
            photosPerPerson: photos,
            peopleMax: people,
            changedSince: since,
            width: width,
            usesLeadImages: !noLeadImages,
            usesCategories: !noCategories
        )
    }
}

/// The command `semblance ingest wikimedia [WHO…]`.
struct IngestWikimedia: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "wikimedia",
        abstract: "Enrols people of Wikidata with free photos of Wikimedia Commons.",
        discussion: """
            Name people (items such as Q42, or exact names, with a birth year where several bear \
            it: "Ann Lee (1952)"), or say who is wanted with --occupation. Only free licences are \
            taken, every photo keeps its credit, and whom the crawl was for is kept in the home's \
            folder 'evidence'. Ambiguous names are listed, never guessed.
            """
    )

    @OptionGroup var global: GlobalOptions
    @OptionGroup var options: IngestOptions
    @OptionGroup var quality: QualityOptions
    @OptionGroup var crawl: CrawlOptions

    @Argument(help: "Items or names.")
    var who: [String] = []

    @Option(
        name: .long,
        help: "What they do: actor, singer, … or an item such as Q33999; may be repeated."
    )
    var occupation: [String] = []

    @Option(name: .long, help: "Citizens of: us, gb, de, … or an item; may be repeated.")
    var country: [String] = []

    @Option(name: .long, help: "Born in: 1980, 1980s or 1980-1995.")
    var born: String?

    @Option(
        name: .long,
        help: "In at least so many Wikipedia editions; 20 unless said otherwise."
    )
    var fame: Int?

    @Flag(name: .long, help: "Only people not known to be dead.")
    var living = false

    func validate() throws {
        guard who.isEmpty != occupation.isEmpty else {
            throw ValidationError("Name people, or say --occupation: one of the two.")
        }
        guard (0...1000).contains(fame ?? Self.fameStandard) else {
            throw ValidationError("--fame takes 0 to 1000.")
        }
        guard who.isEmpty else { return try refuseChoices() }
        _ = try born.map(Self.years)
    }

    /// What `--fame` is unless it is said.
    private static let fameStandard = 20

    /// Refuses options that choose among people when the people are named.
    private func refuseChoices() throws {
        let given = [
            country.isEmpty ? nil : "--country", born.map { _ in "--born" },
            fame.map { _ in "--fame" }, living ? "--living" : nil,
        ].compactMap { $0 }
        guard given.isEmpty else {
            throw ValidationError(
                "\(given.joined(separator: ", ")) choose among the people of --occupation; who is "
                    + "named is taken as named: leave them out."
            )
        }
    }

    func run() async throws {
        let targets = try targets()
        try await CrawlSession(global, options, quality, crawl).run(targets)
    }

    private func targets() throws -> WikimediaTargets {
        guard occupation.isEmpty else {
            return .query(
                PeopleQuery(
                    occupations: try items(occupation, KnownItems.occupations, "--occupation"),
                    countries: try items(country, KnownItems.countries, "--country"),
                    born: try born.map(Self.years),
                    fameAtLeast: fame ?? Self.fameStandard,
                    living: living
                )
            )
        }
        let entries = who.enumerated().compactMap { place, text in
            NameEntry(line: text, place: "argument \(place + 1)")
        }
        return .entries(entries)
    }

    private func items(
        _ words: [String],
        _ table: [String: ItemID],
        _ option: String
    ) throws -> [ItemID] {
        try words.map { word in
            guard let item = KnownItems.item(word, in: table) else {
                let known = table.keys.sorted().joined(separator: ", ")
                throw ValidationError("\(option) knows \(known), or an item such as Q42.")
            }
            return item
        }
    }

    /// Years that `--born` takes.
    private static let knownYears = 1...2_200

    static func years(_ text: String) throws -> ClosedRange<Int> {
        func year(_ text: Substring) -> Int? {
            Int(text).flatMap { knownYears.contains($0) ? $0 : nil }
        }
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        if parts.count == 1, text.hasSuffix("s"), let start = year(text.dropLast()) {
            return start...(start + 9)
        }
        if parts.count == 1, let year = year(parts[0]) { return year...year }
        if parts.count == 2, let first = year(parts[0]), let last = year(parts[1]), first <= last {
            return first...last
        }
        throw ValidationError("Years are given as 1980, 1980s or 1980-1995.")
    }
}

/// The command `semblance ingest names FILE`.
struct IngestNames: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "names",
        abstract: "Enrols the people a list names, with free photos of Wikimedia Commons.",
        discussion: """
            One a line: an item (Q42), an IMDb id (nm0000246), a name, or a name with its birth \
            year: "Ann Lee (1952)" or separated by a tab; '#' begins a comment. Or IMDb's \
            name.basics.tsv, packed or not, of which --profession, --born, --living and --titles \
            choose rows; IMDb allows personal, non-commercial use only. Names that mean nobody or \
            several people are listed, never guessed.
            """
    )

    @OptionGroup var global: GlobalOptions
    @OptionGroup var options: IngestOptions
    @OptionGroup var quality: QualityOptions
    @OptionGroup var crawl: CrawlOptions

    @Argument(help: "The list.")
    var file: String

    @Option(name: .long, help: "IMDb: a profession such as actor; may be repeated.")
    var profession: [String] = []

    @Option(name: .long, help: "IMDb: born in 1980, 1980s or 1980-1995.")
    var born: String?

    @Flag(name: .long, help: "IMDb: only people without a year of death.")
    var living = false

    @Option(
        name: .long,
        help: "IMDb: known for at least so many titles, 0 to 4; 1 unless said otherwise."
    )
    var titles: Int?

    func validate() throws {
        guard (0...4).contains(titles ?? Self.titlesStandard) else {
            throw ValidationError("--titles takes 0 to 4.")
        }
        _ = try born.map(IngestWikimedia.years)
    }

    /// What `--titles` is unless it is said.
    private static let titlesStandard = 1

    func run() async throws {
        let filter = IMDbFilter(
            professions: Set(profession),
            born: try born.map(IngestWikimedia.years),
            living: living,
            titlesAtLeast: titles ?? Self.titlesStandard
        )
        let list = try NameList(path: file, filter: filter)
        if list.isIMDb { Console.talk(IMDbRow.acknowledgement) } else { try refuseChoices() }
        try await CrawlSession(global, options, quality, crawl).run(.list(list))
    }

    /// Refuses options that choose rows of IMDb's file for a list of another kind.
    private func refuseChoices() throws {
        let given = [
            profession.isEmpty ? nil : "--profession", born.map { _ in "--born" },
            living ? "--living" : nil, titles.map { _ in "--titles" },
        ].compactMap { $0 }
        guard given.isEmpty else {
            throw ValidationError(
                "\(given.joined(separator: ", ")) choose rows of IMDb's name.basics.tsv; \(file) is a "
                    + "plain list, which is taken whole: leave them out."
            )
        }
    }
}

/// One crawl from the command line.
struct CrawlSession {
    private let global: GlobalOptions
    private let options: IngestOptions
    private let quality: QualityOptions
    private let crawl: CrawlOptions

    init(
        _ global: GlobalOptions,
        _ options: IngestOptions,
        _ quality: QualityOptions,
        _ crawl: CrawlOptions
    ) {
        self.global = global
        self.options = options
        self.quality = quality
        self.crawl = crawl
    }

    func run(_ targets: WikimediaTargets) async throws {
        let house = House(settings: try global.settings(adding: ["contact": crawl.contact]))
        let since = try options.sinceDate()
        let fetcher = try house.fetcher(
            version: Version.text,
            sharesTurns: !options.dryRun
        )
        let outcome: Result<Void, any Error>
        do {
            try await run(targets, since: since, house, fetcher)
            outcome = .success(())
        } catch {
            outcome = .failure(error)
        }
        await fetcher.close()
        try outcome.get()
    }

    private func run(
        _ targets: WikimediaTargets,
        since: Date?,
        _ house: House,
        _ fetcher: Fetcher
    ) async throws {
        let evidence = try await evidence(house)
        let enrolled = try await house.enrolledPhotos()
        let source = WikimediaSource(
            targets,
            service: try house.wikimedia(fetcher),
            settings: crawl.settings(since: since),
            date: { Date().formatted(.iso8601) },
            enrolledBefore: { enrolled.holds($1, ofPerson: $0) },
            enrolledOriginal: { enrolled.holdsOriginal($1, ofPerson: $0) },
            knownPerson: { enrolled.holdsPerson($0) || evidence?.knew($0) == true },
            forbidden: { try await house.forbiddenKeys(among: $0) },
            evidence: { evidence?.add($0) }
        )
        do {
            try await IngestSession(global, options, quality)
                .run(source, kind: "wikimedia", labelled: true)
        } catch {
            // The record stands for what was taken until then.
            try evidence?.finish()
            throw error
        }
        try evidence?.finish()
    }

    /// The record of whom the crawl is for; a dry run takes nothing and keeps none.
    private func evidence(_ house: House) async throws -> EvidenceFile? {
        options.dryRun ? nil : try await house.evidenceFile()
    }
}

import ArgumentParser
import Assembly
import Foundation
import Ingest

/// The command `semblance gallery …`.
struct GalleryCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "gallery",
        abstract: "Looks after one gallery.",
        subcommands: [GalleryDoctor.self, GalleryReviewCommand.self]
    )
}

/// The command `semblance gallery doctor`.
struct GalleryDoctor: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor",
        abstract: "Lists faces, photos and people that may be wrong; changes nothing.",
        discussion: """
            Faces that disagree with the person's others, two ids that may be one person, nearly the \
            same picture twice, photos without a licence, poor faces, people under 18.
            """
    )

    @OptionGroup var global: GlobalOptions

    @Option(name: .long, help: "Only this kind, such as outlier or twins.")
    var kind: String?

    @Option(name: .long, help: "Findings printed of each kind, 1 to 1,000; JSON has them all.")
    var limit = 20

    @Flag(
        name: .long,
        help: "Print the findings as JSON, up to 1,000 of each kind, and how many there are."
    )
    var json = false

    func validate() throws {
        let most = GalleryReview.Settings.findingsMaxStandard
        guard (1...most).contains(limit) else {
            throw ValidationError("--limit takes 1 to \(most).")
        }
    }

    func run() async throws {
        let wanted = try kind.map { name in
            guard let kind = GalleryFinding.Kind(rawValue: name) else {
                let names = GalleryFinding.Kind.allCases.map(\.rawValue).joined(separator: ", ")
                throw ValidationError("--kind wants one of \(names).")
            }
            return kind
        }
        let house = House(settings: try global.settings())
        let line = ProgressLine(quiet: global.quiet)
        let report = try await house.review { line.update("Looked at", done: $0, total: nil) }
        line.finish()
        let kinds = GalleryFinding.Kind.allCases.filter { wanted == nil || $0 == wanted }
        if json {
            try Console.json(FindingList(report, of: kinds))
            return
        }
        for kind in kinds { say(kind, report) }
        if kinds.allSatisfy({ report.counts[$0] == nil }) { Console.say("Nothing to look at.") }
    }

    private func say(_ kind: GalleryFinding.Kind, _ report: GalleryReport) {
        guard let count = report.counts[kind] else { return }
        let found = report.findings.filter { $0.kind == kind }
        let cut = count > limit ? ", of which the clearest \(min(limit, found.count))" : ""
        Console.say("\(kind.rawValue): \(count)\(cut)")
        var table = TextTable([
            ("person", .left), ("similarity", .right), ("what", .left), ("photo", .left),
        ])
        for finding in found.prefix(limit) {
            let other = finding.other.map { " / \(finding.otherName ?? "") (\($0))" } ?? ""
            table.add([
                finding.person.map { "\(finding.name) (\($0))\(other)" } ?? "",
                finding.similarity.map { String(format: "%.2f", $0) } ?? "", finding.detail,
                finding.origin ?? "",
            ])
        }
        for line in table.lines { Console.say("  " + line) }
    }
}

/// What `gallery doctor --json` prints.
struct FindingList: Encodable {
    var schema = 1
    var findings: [GalleryFinding]
    /// How many there are of each kind, listed or not.
    var counts: [String: Int]

    init(_ report: GalleryReport, of kinds: [GalleryFinding.Kind]) {
        findings = report.findings.filter { kinds.contains($0.kind) }
        counts = Dictionary(
            uniqueKeysWithValues: kinds.map { ($0.rawValue, report.counts[$0] ?? 0) }
        )
    }
}

/// The command `semblance why-not PHOTO`.
struct WhyNotCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "why-not",
        abstract: "Says why a photo is not in the gallery."
    )

    @OptionGroup var global: GlobalOptions

    @Argument(help: "The photo: a file, an address, or ARCHIVE#FILE, as a run named it.")
    var photo: String

    @Flag(name: .long, help: "Print JSON.")
    var json = false

    func run() async throws {
        let house = House(settings: try global.settings())
        let verdict = try await house.verdict(on: photo)
        if json {
            try Console.json(verdict)
            return
        }
        if verdict.enrolled { Console.say("It is enrolled.") }
        if verdict.suppressed {
            Console.say("It was removed on request before, and the removal is kept.")
        }
        for reject in verdict.rejects {
            Console.say("A run refused it: \(reject.code) — \(reject.detail)")
        }
        for job in verdict.jobs { Console.say("In the queue: \(job)") }
        if let now = verdict.now {
            Console.say("It would be refused now: \(now.code) — \(now.detail)")
        }
        if verdict.wouldBeEnrolled == true {
            Console.say("Nothing speaks against it now: enrol it again.")
        }
        if verdict == PhotoVerdict(photo: photo) {
            Console.say("No run wrote anything down about it, and there is no such file.")
        }
    }
}

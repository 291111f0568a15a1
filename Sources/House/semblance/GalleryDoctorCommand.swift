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

    @Option(name: .long, help: "Findings printed of each kind.")
    var limit = 20

    @Flag(name: .long, help: "Print all findings as JSON.")
    var json = false

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
        let all = try await house.review { line.update("People", done: $0, total: nil) }
        line.finish()
        let found = all.filter { wanted == nil || $0.kind == wanted }
        if json {
            try Console.json(FindingList(findings: found))
            return
        }
        for kind in GalleryFinding.Kind.allCases { say(kind, found.filter { $0.kind == kind }) }
        if found.isEmpty { Console.say("Nothing to look at.") }
    }

    private func say(_ kind: GalleryFinding.Kind, _ found: [GalleryFinding]) {
        if found.isEmpty { return }
        Console.say("\(kind.rawValue): \(found.count)")
        var table = TextTable([
            ("person", .left), ("similarity", .right), ("what", .left), ("photo", .left),
        ])
        for finding in found.prefix(limit) {
            let other = finding.other.map { " / \(finding.otherName ?? "") (\($0))" } ?? ""
            table.add([
                "\(finding.name) (\(finding.person))\(other)",
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
}

/// The command `semblance why-not PHOTO`.
struct WhyNotCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "why-not",
        abstract: "Says why a photo is not in the gallery."
    )

    @OptionGroup var global: GlobalOptions

    @Argument(help: "The photo: a file, or the path or address a run named.")
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

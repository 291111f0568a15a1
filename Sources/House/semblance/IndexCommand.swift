import ArgumentParser
import Assembly
import Foundation

/// The command `semblance index …`.
struct IndexCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "index",
        abstract: "Looks at, checks, remakes and measures a gallery's index.",
        discussion: """
            The index is a copy: the catalogue is the truth, and the index can be made anew from it \
            at any time.
            """,
        subcommands: [IndexStats.self, IndexVerify.self, IndexRebuild.self, IndexTune.self],
        defaultSubcommand: IndexStats.self
    )
}

/// The command `semblance index stats`.
struct IndexStats: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "stats",
        abstract: "Prints what the index holds and the recall it reaches."
    )

    @OptionGroup var global: GlobalOptions

    @Flag(name: .long, help: "Print JSON.")
    var json = false

    func run() async throws {
        let house = House(settings: try global.settings())
        try IndexPrinter.say(try await house.indexReport(), json: json)
    }
}

/// The command `semblance index verify`.
struct IndexVerify: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Reads every byte of the index and compares it with the catalogue.",
        discussion: "Exit code 1 when something is wrong; `semblance index rebuild` mends it."
    )

    @OptionGroup var global: GlobalOptions

    @Flag(name: .long, help: "Print JSON.")
    var json = false

    func run() async throws {
        let house = House(settings: try global.settings())
        let found = try await house.verifyIndex()
        if json {
            try Console.json(found)
        } else if found.isSound {
            Console.say("\(found.agreeing) faces: files sound, index and catalogue agree.")
        } else {
            for problem in found.problems { Console.say(problem) }
            if found.problems.isEmpty {
                Console.say(
                    "\(found.agreeing) faces agree, \(found.missing) missing, "
                        + "\(found.surplus) too many, \(found.differing) differ."
                )
            }
            Console.talk("Mend it with: semblance index rebuild")
        }
        if !found.isSound { throw ExitCode(ExitStatus.failed.rawValue) }
    }
}

/// The command `semblance index rebuild`.
struct IndexRebuild: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rebuild",
        abstract: "Makes the index anew from the catalogue."
    )

    @OptionGroup var global: GlobalOptions

    @Flag(name: .long, help: "Print JSON.")
    var json = false

    func run() async throws {
        let house = House(settings: try global.settings())
        try IndexPrinter.say(try await house.rebuildIndex(), json: json)
    }
}

/// The command `semblance index tune`.
struct IndexTune: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "tune",
        abstract:
            "Does the upkeep that is due, fits the planner to this machine and measures recall.",
        discussion: """
            Worth asking for after the home moved to another machine; merges do it by themselves. \
            The setting `recall` chooses; see `semblance settings`.
            """
    )

    @OptionGroup var global: GlobalOptions

    @Option(name: .long, help: "Sample queries for each recall.")
    var queries = 500

    @Flag(name: .long, help: "Print JSON.")
    var json = false

    func run() async throws {
        let settings = try global.settings()
        let tuning = try await House(settings: settings).tuneIndex(
            queries: max(1, min(queries, 100_000))
        )
        if json {
            try Console.json(tuning)
            return
        }
        var table = TextTable([
            ("recall asked", .right), ("reached", .right), ("a query", .right),
            ("by scan alone", .right), ("", .left),
        ])
        for cost in tuning.costs {
            table.add([
                String(format: "%.3f", cost.asked), String(format: "%.4f", cost.reached),
                String(format: "%.0f µs", cost.microseconds),
                String(format: "%.0f µs", cost.scanMicroseconds),
                cost.asked == settings.recall ? "<- the setting" : "",
            ])
        }
        for line in table.lines { Console.say(line) }
        if !tuning.isKept {
            Console.talk("Another process writes the index files: measured, but not kept.")
        }
    }
}

/// Prints what an index holds.
enum IndexPrinter {
    static func say(_ report: IndexReport, json: Bool) throws {
        if json {
            try Console.json(report)
            return
        }
        let megabytes = String(format: "%.1f MB", Double(report.bytesOnDisk) / 1e6)
        var table = TextTable([("", .left), ("", .left)])
        table.add(["gallery", report.gallery])
        table.add(["vectors", "\(report.vectors)"])
        table.add(["removed, not yet overwritten", "\(report.removed)"])
        table.add(["segments", "\(report.segments), \(report.graphs) with a graph"])
        table.add(["change log", "\(report.sequence) of \(report.logged)"])
        table.add(["on disk", megabytes])
        table.add([
            "bytes a vector",
            "\(report.codeBytesPerVector) searched, \(report.floatBytesPerVector) floats",
        ])
        table.add(["kernels", report.kernels])
        table.add(["recall asked", "\(report.recallAsked)"])
        table.add([
            "recall reached", report.recallReached.map { String(format: "%.4f", $0) } ?? "-",
        ])
        table.add([
            "files written by", report.hold == "writer" ? "this process" : "another process",
        ])
        for line in table.lines { Console.say(line) }
    }
}

import ArgumentParser
import Assembly
import Evaluation
import Foundation
import ModelPacks

/// The command `semblance evaluate …`.
struct EvaluateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "evaluate",
        abstract: "Measures how well a pack tells people apart.",
        subcommands: [EvaluateLFW.self]
    )
}

/// The command `semblance evaluate lfw TAR PAIRS`.
struct EvaluateLFW: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "lfw",
        abstract: "Labeled Faces in the Wild: accuracy, acceptance, ranks, calibration.",
        discussion: """
            TAR is the uncompressed archive of Person/Person_0001.jpg files, PAIRS the official list of \
            ten folds. Of each photo the face nearest the middle counts; a photo without one counts \
            as wrong. The gallery of the ranks is the first photo of each person.
            """
    )

    @OptionGroup var global: GlobalOptions

    @Argument(help: "The archive of photos.")
    var archive: String

    @Argument(help: "The list of pairs.")
    var pairs: String

    @Option(
        name: .long,
        help: "Folder to write lfw-PACK.json and the plots (SVG) to; in bf16, lfw-PACK-bf16."
    )
    var out: String?

    @Flag(name: .long, help: "Print the figures as JSON.")
    var json = false

    @Flag(name: .long, help: "Leave out the check of calibration on held-out people.")
    var withoutCalibration = false

    func run() async throws {
        let settings = try global.settings()
        let house = House(settings: settings)
        let line = ProgressLine(quiet: global.quiet)
        var outcome = try await house.evaluateLFW(
            archive: archive,
            pairs: pairs,
            auditsCalibration: !withoutCalibration
        ) { done in
            line.update("Photos", done: done, total: nil)
        }
        line.finish()
        outcome.report.precision = settings.precision.rawValue
        if let out { try write(outcome, to: out) }
        if json {
            try Console.json(outcome.report)
        } else {
            say(outcome.report)
        }
    }

    private func write(_ outcome: LFWEvaluation.Outcome, to folder: String) throws {
        try FileManager.default.createDirectory(
            atPath: folder,
            withIntermediateDirectories: true
        )
        let name = [outcome.report.pack, outcome.report.precision == "bf16" ? "bf16" : nil]
            .compactMap { $0 }.joined(separator: "-")
        let stem = folder + "/lfw-" + name
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        let plots = VerificationPlots(outcome.rates, name: name)
        try PrivateFile.write(Array(try encoder.encode(outcome.report)), to: stem + ".json")
        try PrivateFile.write(Array(plots.receiverOperatingCurve.utf8), to: stem + "-roc.svg")
        try PrivateFile.write(Array(plots.similarityHistograms.utf8), to: stem + "-scores.svg")
        if !global.quiet { Console.talk("Wrote \(stem).json, -roc.svg and -scores.svg") }
    }

    private func say(_ report: LFWReport) {
        let percent = { (value: Double) in String(format: "%.2f %%", value) }
        var rows: [(String, String)] = [
            ("pack", report.pack),
            ("photos", "\(report.photos) of \(report.people) people, \(report.missed) missed"),
            (
                "10-fold accuracy",
                percent(report.accuracy) + String(format: " ± %.2f", report.accuracyStd)
            ),
            ("TAR at FAR 1e-3", percent(report.tar1e3)),
            ("TAR at FAR 1e-4", percent(report.tar1e4)),
            ("area under the curve", String(format: "%.4f", report.auc)),
            ("rank 1, rank 10", percent(report.rank1) + ", " + percent(report.rank10)),
            (
                "thresholds 1e-3 1e-4 1e-5",
                [report.similarityAt1e3, report.similarityAt1e4, report.similarityAt1e5]
                    .map { String(format: "%.3f", $0) }.joined(separator: " ")
            ),
            ("seconds", String(format: "%.0f", report.seconds)),
        ]
        if let euclidean = report.euclidean {
            let row = (
                "by Euclidean distance",
                percent(euclidean.accuracy) + String(format: " ± %.2f", euclidean.accuracyStd)
                    + ", rank 1, rank 10: " + percent(euclidean.rank1) + ", "
                    + percent(euclidean.rank10)
            )
            rows.insert(row, at: rows.count - 1)
        }
        var table = TextTable([("", .left), ("", .left)])
        for row in rows { table.add([row.0, row.1]) }
        for line in table.lines.dropFirst() { Console.say(line) }
    }
}

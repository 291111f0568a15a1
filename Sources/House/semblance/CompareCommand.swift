import ArgumentParser
import Assembly
import Calibration
import Foundation
import Likeness
import ModelPacks

/// The command `semblance compare A B`.
struct CompareCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "compare",
        abstract: "Says how alike the faces in two photos are, and whether it is one person.",
        discussion: "Exit code 0: probably the same person; 3: probably not."
    )

    @OptionGroup var global: GlobalOptions
    @OptionGroup var quality: QualityOptions

    @Argument(help: "A photo.")
    var first: String

    @Argument(help: "Another photo.")
    var second: String

    @Flag(name: .long, help: "Print the result as JSON.")
    var json = false

    func run() async throws {
        let house = House(settings: try global.settings())
        let pack = try house.packOfChoice()
        let pipeline = try house.pipeline(for: pack)
        let allow = try quality.allowed()
        let photos = try [first, second].map { path in
            try Probe.choose(
                .primary,
                from: try house.analyse(path, with: pipeline),
                source: path,
                allow: allow
            )[0].photo
        }
        let comparison = try FaceComparison(
            [photos[0]],
            [photos[1]],
            pack: pack.identity,
            curve: pack.falseMatchCurve
        )
        if json {
            try Console.json(comparison)
        } else {
            Console.say(comparison.sentence)
            Console.say(comparison.pairs.sentence)
        }
        if !comparison.samePerson { throw ExitCode(ExitStatus.nothingFound.rawValue) }
    }
}

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

    @Option(name: .long, help: "The face of this number in the first photo (see detect).")
    var firstFace: Int?

    @Option(name: .long, help: "The face of this number in the second photo.")
    var secondFace: Int?

    @Flag(name: .long, help: "Print the result as JSON.")
    var json = false

    /// The comparison with what to say besides.
    private struct Report: Encodable {
        enum Key: CodingKey { case notes }

        let comparison: FaceComparison
        let notes: [String]

        func encode(to encoder: any Encoder) throws {
            try comparison.encode(to: encoder)
            var container = encoder.container(keyedBy: Key.self)
            try container.encode(notes, forKey: .notes)
        }
    }

    func run() async throws {
        let house = House(settings: try global.settings())
        let pack = try house.packOfChoice()
        let pipeline = try house.pipeline(for: pack)
        let allow = try quality.allowed()
        var (photos, notes): ([ProbePhoto], [String]) = ([], [])
        for (path, face) in [(first, firstFace), (second, secondFace)] {
            let (chosen, asides) = try house.probes(
                face.map(ProbeSelection.number) ?? .primary,
                of: path,
                with: pipeline,
                allow: allow
            )
            photos.append(chosen[0].photo)
            notes += asides
        }
        let comparison = try FaceComparison(
            [photos[0]],
            [photos[1]],
            pack: pack.identity,
            curve: pack.falseMatchCurve
        )
        if json {
            try Console.json(Report(comparison: comparison, notes: notes))
        } else {
            Console.say(comparison.sentence)
            Console.say(comparison.pairs.sentence)
            for note in notes { Console.say("Note: " + note) }
        }
        if !comparison.samePerson { throw ExitCode(ExitStatus.nothingFound.rawValue) }
    }
}

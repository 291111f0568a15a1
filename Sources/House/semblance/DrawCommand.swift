import ArgumentParser
import Assembly
import DrawnPeople
import Foundation
import Imaging

/// The command `semblance draw`.
struct DrawCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "draw",
        abstract: "Draws a portrait of somebody who does not exist (PNG).",
        discussion: """
            The people of `ingest drawn` with the same seed; a person number beyond its --people is a \
            stranger to that gallery, a variation beyond its --photos a new portrait.
            """
    )

    @OptionGroup var global: GlobalOptions

    @Option(name: .long, help: "What the people are made from.")
    var seed: UInt64 = 1

    @Option(name: .long, help: "Which of them.")
    var person = 0

    @Option(name: .long, help: "Which portrait of them.")
    var variation: UInt64 = 0

    @Option(name: .long, help: "Side in pixels, 64 to 1024.")
    var edge = 480

    @Option(name: .long, help: "Where to write the picture.")
    var out: String

    @Flag(name: .long, help: "Print what was drawn as JSON.")
    var json = false

    func validate() throws {
        guard DrawnPerson.edges.contains(edge) else {
            throw ValidationError("--edge wants 64 to 1024.")
        }
        guard person >= 0 else { throw ValidationError("--person wants 0 or more.") }
    }

    func run() throws {
        let drawn = DrawnGallery(seed: seed, count: 0, photosPerPerson: 0).person(at: person)
        let picture = drawn.portrait(variation: variation, edge: edge)
        try PrivateFile.write(try encodePNG(picture), to: out)
        guard json else { return }
        try Console.json(
            DrawnPortrait(seed: seed, person: person, variation: variation, edge: edge, path: out)
        )
    }
}

/// What `draw --json` prints.
struct DrawnPortrait: Encodable {
    var schema = 1
    var seed: UInt64
    var person: Int
    var variation: UInt64
    /// Side in pixels.
    var edge: Int
    var path: String
}

import ArgumentParser
import Assembly
import Foundation
import Ingest

/// The command `semblance export FILE`.
struct ExportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: "Writes a gallery with its photos and credits into one file.",
        discussion: """
            Suppression records stay in this home: remove people again after importing elsewhere what \
            was exported before their removal.
            """
    )

    @OptionGroup var global: GlobalOptions

    @Argument(help: "The file to write.")
    var file: String

    @Flag(name: .long, help: "Print the summary as JSON.")
    var json = false

    func run() async throws {
        let house = House(settings: try global.settings())
        let line = ProgressLine(quiet: global.quiet)
        let summary = try await house.export(to: file) {
            line.update("Photos", done: $0.photos, total: nil)
        }
        line.finish()
        if json {
            try Console.json(summary)
        } else {
            Console.say(
                "Exported \(counted(summary.people, "person", "people")), "
                    + "\(counted(summary.photos, "photo")), "
                    + "\(counted(summary.objects, "stored object")) to \(file)"
            )
        }
    }
}

/// The command `semblance import FILE`.
struct ImportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import",
        abstract: "Takes a gallery out of a file that `export` wrote.",
        discussion: """
            The whole file is checked first: a damaged one changes nothing. --gallery names the \
            gallery to make.
            """
    )

    @OptionGroup var global: GlobalOptions

    @Argument(help: "The file to read.")
    var file: String

    @Flag(name: .customLong("continue"), help: "Go on with an import that was broken off.")
    var continuing = false

    @Flag(name: .long, help: "Print the summary as JSON.")
    var json = false

    func run() async throws {
        let house = House(settings: try global.settings())
        let line = ProgressLine(quiet: global.quiet)
        let summary = try await house.importGallery(from: file, continuing: continuing) {
            line.update("Photos", done: $0.photos, total: nil)
        }
        line.finish()
        if json {
            try Console.json(summary)
        } else {
            Console.say(
                "Imported \(counted(summary.people, "person", "people")), "
                    + "\(counted(summary.photos, "photo")), "
                    + "\(counted(summary.faces, "face")) into gallery \(house.settings.gallery)."
            )
        }
        if summary.suppressed > 0 {
            let photos = counted(summary.suppressed, "photo")
            Console.talk("Left out, for they were removed here before: \(photos).")
        }
        if summary.contested > 0 {
            let faces = counted(summary.contested, "face")
            Console.talk(
                "Left out, for they are enrolled for somebody else too: \(faces). Merge the people if "
                    + "they are one."
            )
        }
    }
}

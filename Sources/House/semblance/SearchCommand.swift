import ArgumentParser
import Assembly
import FaceTypes
import Foundation
import Likeness

/// The command `semblance search PHOTO…`.
struct SearchCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "search",
        abstract: "Finds the people in a gallery who look most like the face in a photo.",
        discussion: """
            Several photos are taken as photos of one person. A photo `-` is read from standard \
            input. Nothing of the photo is stored.
            """
    )

    @OptionGroup var global: GlobalOptions
    @OptionGroup var filter: FilterOptions
    @OptionGroup var quality: QualityOptions

    @Argument(help: "One photo, or several of one person.")
    var photos: [String]

    @Option(name: .shortAndLong, help: "Look-alikes wanted.")
    var k = 10

    @Option(name: .long, help: "Search with the face of this number (see detect).")
    var face: Int?

    @Flag(name: .long, help: "An answer for every face of the photo.")
    var everyFace = false

    @Flag(name: .long, help: "Print the answer as JSON (docs/formats/search-json.md).")
    var json = false

    @Option(name: .long, help: "Write a picture with the faces side by side (PNG).")
    var contactSheet: String?

    @Option(name: .long, help: "Write a self-contained page with the faces side by side.")
    var html: String?

    @Option(name: .long, help: "Pictures in the terminal: auto, kitty, iterm, blocks or none.")
    var images = "auto"

    func validate() throws {
        guard (1...1000).contains(k) else {
            throw ValidationError("-k wants a number from 1 to 1000.")
        }
        if everyFace, face != nil {
            throw ValidationError("--every-face and --face exclude each other.")
        }
        if everyFace, photos.count > 1 {
            throw ValidationError("--every-face takes one photo; several photos make one probe.")
        }
        if photos.count(where: { $0 == "-" }) > 1 {
            throw ValidationError("Standard input can be read once only.")
        }
    }

    func run() async throws {
        let house = House(settings: try global.settings())
        let gallery = try await house.openGallery()
        let (probes, asides) = try probes(house, gallery)
        let requests = everyFace ? probes.map { [$0] } : [probes]
        let passing = try filter.made()
        let allow = try quality.allowed()
        var answers: [SearchAnswer] = []
        for group in requests {
            let request = SearchRequest(
                photos: group.map(\.photo),
                filter: passing,
                limit: k,
                allow: allow
            )
            answers.append(try await gallery.search.answer(to: request))
        }
        if !answers.isEmpty { answers[0].notes += asides }
        try await write(answers, requests, gallery)
        if answers.allSatisfy({ $0.samePerson.isEmpty && $0.lookAlikes.isEmpty }) {
            throw ExitCode(ExitStatus.nothingFound.rawValue)
        }
    }

    /// The faces asked about, and what to say of the photos' other faces.
    private func probes(
        _ house: House,
        _ gallery: OpenGallery
    ) throws -> (probes: [Probe], asides: [String]) {
        let pipeline = try house.pipeline(for: gallery.pack)
        let selection: ProbeSelection =
            everyFace ? .all : face.map(ProbeSelection.number) ?? .primary
        let allow = try quality.allowed()
        var (probes, asides): ([Probe], [String]) = ([], [])
        for path in photos {
            let (chosen, notes) = try house.probes(
                selection,
                of: path,
                with: pipeline,
                allow: allow
            )
            probes += chosen
            asides += notes
        }
        return (probes, asides)
    }

    private func write(
        _ answers: [SearchAnswer],
        _ requests: [[Probe]],
        _ gallery: OpenGallery
    ) async throws {
        if json {
            try Console.json(SearchReport(answers: answers))
        } else {
            let pictures = try TerminalOptions.chosen(images)
            for (answer, probes) in zip(answers, requests) {
                try await AnswerPrinter(gallery: gallery, pictures: pictures)
                    .say(answer, asked: caption(probes))
            }
        }
        guard contactSheet != nil || html != nil else { return }
        let report = try await gallery.report(
            zip(answers, requests).map { answer, probes in
                (probes[0].picture, caption(probes), answer)
            },
            title: "Who looks like this?"
        )
        try ReportFiles(quiet: global.quiet).write(report, contactSheet: contactSheet, html: html)
    }

    private func caption(_ probes: [Probe]) -> String {
        guard probes.count == 1 else { return "Your \(probes.count) photos" }
        return everyFace ? "Face \(probes[0].number) of \(probes[0].of)" : "Your photo"
    }
}

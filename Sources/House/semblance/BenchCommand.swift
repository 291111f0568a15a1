import ArgumentParser
import Assembly
import FaceTypes
import Foundation
import Imaging
import Inference

/// The command `semblance bench …`.
struct BenchCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bench",
        abstract: "Measures the program on this machine.",
        subcommands: [BenchPipelineCommand.self, BenchGalleryCommand.self],
        defaultSubcommand: BenchPipelineCommand.self
    )
}

/// The command `semblance bench pipeline`.
struct BenchPipelineCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "pipeline",
        abstract:
            "Measures the pipeline on this machine: steps, whole ingest, whole search, memory.",
        discussion: """
            Times are processor milliseconds, medians where there are several; the engine's own time \
            for detector and embedder is measured in the same run. The photos are enrolled into a \
            gallery `bench`, which is removed again.
            """
    )

    @OptionGroup var global: GlobalOptions

    @Option(name: .long, help: "A folder of photos, one person a file name.")
    var photos: String

    @Option(name: .long, help: "Photos whose steps are timed.")
    var count = 300

    @Option(name: .long, help: "Searches that are timed.")
    var searches = 200

    @Option(name: .long, help: "Where to write the figures (JSON).")
    var out: String?

    @Flag(name: .long, help: "Print the figures as JSON.")
    var json = false

    @Flag(name: .long, help: "Time the steps only: no ingest, no search.")
    var stepsOnly = false

    @Flag(name: .long, help: "Time searches only, in the gallery that --gallery names.")
    var searchOnly = false

    func run() async throws {
        let settings = try global.settings()
        let house = House(settings: settings)
        let sample = try Self.read(photos, count: count)
        var report = BenchReport(machine: BenchReport.Machine())
        if searchOnly {
            report.search = try await search(sample[0], in: global)
            try say(report)
            return
        }
        for precision in InferencePrecision.allCases {
            talk("Timing the steps of \(sample.count) photos in \(precision.rawValue)")
            report.pipeline.append(
                try await house.benchmarkPipeline(photos: sample, precision: precision)
            )
        }
        for precision in InferencePrecision.allCases where !stepsOnly {
            talk("Enrolling the whole folder in \(precision.rawValue)")
            report.ingest.append(try ingest(precision, home: settings.home.path))
            if precision == .f32 {
                talk("Searching \(searches) times")
                var options = global
                options.gallery = "bench"
                options.precision = "f32"
                report.search = try await search(sample[0], in: options)
            }
            try removeGallery(home: settings.home.path)
        }
        try say(report)
        guard let out else { return }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
        try PrivateFile.write(Array(try encoder.encode(report)), to: out)
    }

    private func say(_ report: BenchReport) throws {
        if json {
            try Console.json(report)
        } else {
            for line in report.lines { Console.say(line) }
        }
    }

    private func talk(_ text: String) {
        if !global.quiet { Console.talk(text) }
    }

    private static func read(_ folder: String, count: Int) throws -> [[UInt8]] {
        let names = try FileManager.default.subpathsOfDirectory(atPath: folder).sorted()
            .filter { $0.lowercased().hasSuffix(".jpg") }
        guard !names.isEmpty else { throw ValidationError("\(folder) holds no .jpg photos.") }
        // Spread over the folder, so that the sample is not one letter of the alphabet.
        let step = max(1, names.count / max(1, count))
        return try stride(from: 0, to: names.count, by: step).prefix(count).map {
            try House.readPhoto(folder + "/" + names[$0])
        }
    }

    private func search(
        _ photo: [UInt8],
        in options: GlobalOptions
    ) async throws -> BenchReport.Search {
        let measured = try await House(settings: try options.settings())
            .benchmarkSearch(probe: try Self.selfie(photo), repeats: searches)
        return BenchReport.Search(measured)
    }

    /// A 640x480 JPEG with the photo in its middle, as a camera would send.
    private static func selfie(_ photo: [UInt8]) throws -> [UInt8] {
        let face = try decodeImage(photo).image.resized(width: 480, height: 480)
        var frame = PixelImage(width: 640, height: 480, grey: 110)
        frame.withMutablePixels { pixels in
            for row in 0..<480 {
                for sample in 0..<(480 * 3) {
                    pixels[(row * 640 + 80) * 3 + sample] = face.pixels[row * 480 * 3 + sample]
                }
            }
        }
        return try encodeJPEG(frame, quality: 90)
    }

    /// Enrols in a process of its own, whose peak memory the system then tells.
    private func ingest(
        _ precision: InferencePrecision,
        home: String
    ) throws -> BenchReport.Ingest {
        let arguments = [
            "ingest", "folder", photos, "--by", "file", "--gallery", "bench", "--home", home,
            "--precision", precision.rawValue, "--json", "--quiet",
        ]
        let (output, usage) = try ChildCommand.run(arguments)
        let result = try JSONDecoder().decode(ChildCommand.IngestAnswer.self, from: output)
        let cores = Double(ProcessInfo.processInfo.activeProcessorCount)
        return BenchReport.Ingest(
            precision: precision.rawValue,
            photos: result.summary.seen,
            enrolled: result.summary.enrolledPhotos,
            seconds: result.seconds,
            photosPerSecond: Double(result.summary.seen) / result.seconds,
            photosPerSecondAndCore: Double(result.summary.seen) / result.seconds / cores,
            processorMillisecondsPerPhoto: usage.processorMilliseconds
                / Double(max(result.summary.seen, 1)),
            peakMegabytes: usage.peakMegabytes
        )
    }

    private func removeGallery(home: String) throws {
        _ = try ChildCommand.run(["galleries", "remove", "bench", "--yes", "--home", home])
    }
}

import ArgumentParser
import Assembly
import Foundation

/// The command `semblance bench gallery`.
struct BenchGalleryCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "gallery",
        abstract: "Measures large galleries of made-up people: filling, opening, searching, size.",
        discussion: """
            Embeddings that scatter as those of real faces do go through the real storage path into \
            a home of their own, which is removed again; with --keep into the gallery --gallery of \
            this home, bound to its pack, where they stay for a service to be measured on. Times are \
            wall times.
            """
    )

    @OptionGroup var global: GlobalOptions

    @Option(name: .long, parsing: .upToNextOption, help: "Faces; several are run in turn.")
    var faces = [40_000]

    @Option(name: .long, help: "Components of an embedding.")
    var dimension = 512

    @Option(name: .long, help: "A gallery of this home whose faces are among them.")
    var real: String?

    @Option(name: .long, help: "Searches that are timed.")
    var queries = 500

    @Option(name: .long, help: "Folder for the temporary home.")
    var folder = NSTemporaryDirectory()

    @Flag(name: .long, help: "Fill a gallery of this home and leave it there.")
    var keep = false

    @Flag(name: .long, help: "Print the figures as JSON.")
    var json = false

    @Option(name: .long, help: "Where to write the figures (JSON).")
    var out: String?

    func run() async throws {
        let house = House(settings: try global.settings())
        var report = GalleryBenchReport(machine: BenchReport.Machine())
        if keep {
            guard faces.count == 1 else { throw ValidationError("--keep takes one gallery.") }
            report.galleries.append(
                try await house.benchmarkKeptGallery(
                    faces: max(300, faces[0]),
                    queries: max(10, queries),
                    talk: { Console.talk($0) }
                )
            )
        }
        for count in faces where !keep {
            report.galleries.append(
                try await house.benchmarkGallery(
                    faces: max(300, count),
                    dimension: dimension,
                    real: real,
                    queries: max(10, queries),
                    folder: folder,
                    talk: { Console.talk($0) }
                )
            )
        }
        if json {
            try Console.json(report)
        } else {
            for line in report.lines { Console.say(line) }
        }
        guard let out else { return }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
        try encoder.encode(report).write(to: URL(filePath: out), options: .atomic)
    }
}

/// What `bench gallery` measured.
struct GalleryBenchReport: Encodable {
    var machine: BenchReport.Machine
    var galleries: [GalleryBenchmark] = []

    var lines: [String] {
        var sizes = TextTable([
            ("faces", .right), ("dim", .right), ("fill s", .right), ("index s", .right),
            ("reopen s", .right), ("visible ms", .right), ("remove s", .right),
            ("compact s", .right), ("reopen s", .right),
            ("catalogue B/face", .right), ("index B/face", .right),
        ])
        var times = TextTable([
            ("faces", .right), ("search", .left), ("p50 ms", .right), ("p99 ms", .right),
            ("recall", .right),
        ])
        for gallery in galleries {
            sizes.add([
                "\(gallery.faces)", "\(gallery.dimension)",
                String(format: "%.1f", gallery.fillSeconds),
                String(format: "%.1f", gallery.indexSeconds),
                String(format: "%.3f", gallery.reopenSeconds),
                String(format: "%.2f", gallery.visibleSeconds * 1e3),
                String(format: "%.2f", gallery.removalSeconds),
                String(format: "%.1f", gallery.compactionSeconds),
                String(format: "%.3f", gallery.reopenAfterSeconds),
                String(format: "%.0f", gallery.catalogueBytesPerFace),
                String(format: "%.0f", gallery.indexBytesPerFace),
            ])
            for latency in gallery.latencies {
                times.add([
                    "\(gallery.faces)", latency.what, String(format: "%.3f", latency.p50),
                    String(format: "%.3f", latency.p99),
                    latency.recall.map { String(format: "%.4f", $0) } ?? "",
                ])
            }
        }
        return sizes.lines + [""] + times.lines + [""] + partLines
    }

    private var partLines: [String] {
        guard let last = galleries.last, !last.catalogueParts.isEmpty else { return [] }
        let parts = last.catalogueParts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
        return ["catalogue of \(last.faces) faces, bytes a face:"]
            + parts.map { String(format: "  %6.0f  ", $0.value) + $0.key }
    }
}

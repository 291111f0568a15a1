import Assembly
import Foundation

/// Everything `bench` measured; the layout of `Benchmarks/Results/pipeline.json`.
struct BenchReport: Encodable {
    /// What it was measured on.
    struct Machine: Encodable {
        var processor: String
        var cores: Int
        var system: String
        var date: String

        init() {
            let info = (try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8)) ?? ""
            let line = info.split(separator: "\n").first { $0.hasPrefix("model name") }
            processor =
                line?.split(separator: ":").last.map {
                    $0.trimmingCharacters(in: .whitespaces)
                } ?? "unknown"
            cores = ProcessInfo.processInfo.activeProcessorCount
            system = ProcessInfo.processInfo.operatingSystemVersionString
            date = Date().formatted(.iso8601.year().month().day())
        }
    }

    /// One whole ingest.
    struct Ingest: Encodable {
        var precision: String
        var photos: Int
        var enrolled: Int
        var seconds: Double
        var photosPerSecond: Double
        var photosPerSecondAndCore: Double
        var processorMillisecondsPerPhoto: Double
        var peakMegabytes: Double
    }

    /// Whole searches, bytes to answer.
    struct Search: Encodable {
        var faces: Int
        var wallMedian: Double
        var wall99: Double
        var processorMedian: Double
        var analysisMedian: Double
        var engineMedian: Double
        var ratioToEngine: Double
        var engineLimitPerSecond: Double?

        init(_ measured: SearchBenchmark) {
            faces = measured.faces
            wallMedian = SearchBenchmark.percentile(measured.wall, 0.5)
            wall99 = SearchBenchmark.percentile(measured.wall, 0.99)
            processorMedian = SearchBenchmark.percentile(measured.processor, 0.5)
            analysisMedian = SearchBenchmark.percentile(measured.analysis, 0.5)
            engineMedian = SearchBenchmark.percentile(measured.engine, 0.5)
            ratioToEngine = processorMedian / engineMedian
            engineLimitPerSecond = measured.engineLimit
        }
    }

    var schema = 1
    var machine: Machine
    var pipeline: [PipelineBenchmark.Result] = []
    var ingest: [Ingest] = []
    var search: Search?

    init(machine: Machine) { self.machine = machine }

    /// The figures as tables.
    var lines: [String] {
        let number = { (value: Double) in String(format: "%.2f", value) }
        var steps = TextTable([
            ("steps, ms a photo", .left), ("decode", .right), ("detect", .right),
            ("align", .right), ("judge", .right), ("embed", .right), ("store", .right),
            ("all", .right),
            ("engine alone", .right), ("photos/s a core", .right),
        ])
        for row in pipeline {
            let ms = row.milliseconds
            steps.add([
                "\(row.pack) \(row.precision)", number(ms.decode), number(ms.detect),
                number(ms.align), number(ms.judge), number(ms.embed), number(ms.store),
                number(ms.whole),
                row.engineMilliseconds.map(number) ?? "",
                String(format: "%.0f", row.photosPerCoreSecond),
            ])
        }
        var whole = TextTable([
            ("whole ingest", .left), ("photos", .right), ("seconds", .right),
            ("photos/s", .right), ("a core", .right), ("CPU ms a photo", .right),
            ("peak MB", .right),
        ])
        for row in ingest {
            whole.add([
                row.precision, "\(row.photos)", number(row.seconds), number(row.photosPerSecond),
                number(row.photosPerSecondAndCore), number(row.processorMillisecondsPerPhoto),
                String(format: "%.0f", row.peakMegabytes),
            ])
        }
        var lines = ["\(machine.processor), \(machine.cores) cores", ""] + steps.lines + [""]
        lines += whole.lines + [""]
        if let search {
            lines.append(
                "whole search among \(search.faces) faces: \(number(search.wallMedian)) ms wall "
                    + "(99 %: \(number(search.wall99))), \(number(search.processorMedian)) ms CPU "
                    + "(\(number(search.analysisMedian)) of them the photo), "
                    + "\(number(search.ratioToEngine)) x the engine's own "
                    + "\(number(search.engineMedian)) ms; all cores' engine alone would do "
                    + String(format: "%.0f a second", search.engineLimitPerSecond ?? .nan)
            )
        }
        return lines
    }
}

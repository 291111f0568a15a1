import FacePipeline
import FaceTypes
import Foundation
import Gallery
import Imaging
public import Inference
import Ingest
import Likeness
import ModelPacks

extension House {
    /// Times the pipeline of the pack of choice in one precision.
    public func benchmarkPipeline(
        photos: [[UInt8]],
        precision: InferencePrecision
    ) async throws -> PipelineBenchmark.Result {
        let pack = try packOfChoice()
        let pipeline = try pipeline(for: pack, on: engine(), precision: precision)
        var result = try PipelineBenchmark(
            pipeline: pipeline,
            pack: pack.manifest.name,
            precision: precision
        ).run(on: photos, width: settings.workers)
        let storing = try await StoreBenchmark(pipeline: pipeline, pack: pack)
        defer { storing.remove() }
        result.milliseconds.store = try await storing.run(on: photos)
        result.photosPerCoreSecond = result.milliseconds.photosPerCoreSecond
        if let photo = photos.first, pack.manifest.detector.head == .yunet,
            let alone = try EngineAlone(engine(), pipeline, probe: photo)
        {
            let laps = try photos.map { _ in try alone.lap() }.sorted()
            result.engineMilliseconds = SearchBenchmark.percentile(laps, 0.5)
        }
        return result
    }

    /// Times whole searches, bytes to answer, in the gallery the settings name, one at a time, and
    /// between them detector and embedder alone, so that both meet the same state of the machine.
    ///
    /// - Parameter probe: the photo's bytes; it is searched `repeats` times after a warm-up.
    public func benchmarkSearch(probe: [UInt8], repeats: Int) async throws -> SearchBenchmark {
        let opened = try await openGallery()
        let pipeline = try pipeline(for: opened.pack)
        let alone = try EngineAlone(engine(), pipeline, probe: probe)
        var walls: [Double] = []
        var laps: [Double] = []
        var analyses: [Double] = []
        var engine: [Double] = []
        for round in 0..<(repeats + SearchBenchmark.warmup) {
            let start = ContinuousClock.now
            var clock = ProcessorClock()
            let analysis = try pipeline.analyse(probe)
            let analysed = clock.lap()
            let probes = try Probe.choose(
                .primary,
                from: analysis,
                source: "benchmark",
                allow: Set(QualityCode.allCases)
            )
            _ = try await opened.search.answer(
                to: SearchRequest(
                    photos: probes.map(\.photo),
                    limit: 10,
                    allow: Set(QualityCode.allCases)
                )
            )
            let answered = clock.lap()
            let wall = (ContinuousClock.now - start) / .milliseconds(1)
            let lap = try alone?.lap()
            guard round >= SearchBenchmark.warmup else { continue }
            analyses.append(analysed)
            laps.append(analysed + answered)
            walls.append(wall)
            if let lap { engine.append(lap) }
        }
        return SearchBenchmark(
            gallery: opened.record.name,
            faces: await opened.index.count,
            wall: walls.sorted(),
            processor: laps.sorted(),
            analysis: analyses.sorted(),
            engine: engine.sorted(),
            engineLimit: try alone?.runsPerSecond(width: settings.workers, repeats: repeats)
        )
    }
}

/// Times of whole searches, in milliseconds, sorted.
public struct SearchBenchmark: Sendable, Codable, Hashable {
    static let warmup = 10

    /// The gallery.
    public var gallery: String
    /// Faces compared with.
    public var faces: Int
    /// Wall clock of each search.
    public var wall: [Double]
    /// Processor time of each search.
    public var processor: [Double]
    /// Processor time of each photo's analysis, before the gallery is asked.
    public var analysis: [Double]
    /// Processor time of detector and embedder alone.
    public var engine: [Double]
    /// Runs of detector and embedder that all cores together do in a second; `nil` where they were not timed.
    public var engineLimit: Double?

    /// A percentile of a sorted list, `NaN` when it is empty.
    public static func percentile(_ sorted: [Double], _ share: Double) -> Double {
        guard !sorted.isEmpty else { return .nan }
        return sorted[min(sorted.count - 1, Int(share * Double(sorted.count)))]
    }
}

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
    ) throws -> PipelineBenchmark.Result {
        let pack = try packOfChoice()
        let pipeline = try FacePipeline(
            pack: pack,
            engine: engine(),
            settings: PipelineSettings(limits: settings.decodeLimits, precision: precision)
        )
        var result = try PipelineBenchmark(
            pipeline: pipeline,
            pack: pack.manifest.name,
            precision: precision
        ).run(on: photos, width: settings.workers)
        if let photo = photos.first, pack.manifest.detector.head == .yunet {
            let laps = try engineAlone(pipeline, probe: photo, repeats: photos.count).sorted()
            result.engineMilliseconds = SearchBenchmark.percentile(laps, 0.5)
        }
        return result
    }

    /// Times whole searches, bytes to answer, in the gallery the settings name, one at a time.
    ///
    /// - Parameter probe: the photo's bytes; it is searched `repeats` times after a warm-up.
    public func benchmarkSearch(probe: [UInt8], repeats: Int) async throws -> SearchBenchmark {
        let opened = try await openGallery()
        let pipeline = try pipeline(for: opened.pack)
        var walls: [Double] = []
        var laps: [Double] = []
        var analyses: [Double] = []
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
            guard round >= SearchBenchmark.warmup else { continue }
            analyses.append(analysed)
            laps.append(analysed + clock.lap())
            walls.append((ContinuousClock.now - start) / .milliseconds(1))
        }
        let engine = try engineAlone(pipeline, probe: probe, repeats: repeats)
        return SearchBenchmark(
            gallery: opened.record.name,
            faces: await opened.index.count,
            wall: walls.sorted(),
            processor: laps.sorted(),
            analysis: analyses.sorted(),
            engine: engine.sorted()
        )
    }

    /// Processor time of detector and embedder runs alone, on inputs of the probe's own shapes.
    private func engineAlone(
        _ pipeline: FacePipeline,
        probe: [UInt8],
        repeats: Int
    ) throws -> [Double] {
        let photo = try pipeline.decode(probe)
        let manifest = pipeline.pack.manifest
        guard let net = manifest.detector.graphs["net"] else { return [] }
        let engine = try engine()
        let scale = Double(manifest.detector.longEdge) / Double(photo.image.longEdge)
        let enlarges = manifest.detector.head == .yunet
        let shape = [photo.image.height, photo.image.width].map {
            Int((Double($0) * (enlarges ? scale : min(scale, 1)) / 32).rounded(.up)) * 32
        }
        let detector = try engine.compile(
            graphAt: pipeline.pack.path(of: net),
            precision: pipeline.settings.precision,
            shape: InputShape(batch: 1, height: .fixed(shape[0]), width: .fixed(shape[1]))
        )
        let edge = manifest.embedder.edge
        let embedder = try engine.compile(
            graphAt: pipeline.pack.path(of: manifest.embedder.graph),
            precision: pipeline.settings.precision,
            shape: nil
        )
        let frame = [Float](repeating: 127, count: 3 * shape[0] * shape[1])
        let crop = [Float](repeating: 127, count: 3 * edge * edge)
        var laps: [Double] = []
        for round in 0..<(repeats + SearchBenchmark.warmup) {
            var clock = ProcessorClock()
            _ = try detector.run(frame, shape: [1, 3, shape[0], shape[1]])
            _ = try embedder.run(crop, shape: [1, 3, edge, edge])
            if round >= SearchBenchmark.warmup { laps.append(clock.lap()) }
        }
        return laps
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

    /// A percentile of a sorted list, `NaN` when it is empty.
    public static func percentile(_ sorted: [Double], _ share: Double) -> Double {
        guard !sorted.isEmpty else { return .nan }
        return sorted[min(sorted.count - 1, Int(share * Double(sorted.count)))]
    }
}

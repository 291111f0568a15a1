import FacePipeline
import FaceTypes
import Foundation
import Imaging
import Inference
import ModelPacks

/// One run each of a pack's detector and embedder, on inputs of a probe's own shapes and nothing
/// round them: what no search can be faster than.
struct EngineAlone: Sendable {
    private let detector: Network
    private let embedder: Network
    private let frame: [Float]
    private let frameShape: [Int]
    private let crop: [Float]
    private let cropShape: [Int]

    /// Compiles the graphs; `nil` for packs whose detector is not one graph called `net`.
    init?(_ engine: InferenceEngine, _ pipeline: FacePipeline, probe: [UInt8]) throws {
        let photo = try pipeline.decode(probe)
        let manifest = pipeline.pack.manifest
        guard let net = manifest.detector.graphs["net"] else { return nil }
        let scale = Double(manifest.detector.longEdge) / Double(photo.image.longEdge)
        let enlarges = manifest.detector.head == .yunet
        let sides = [photo.image.height, photo.image.width].map {
            Int((Double($0) * (enlarges ? scale : min(scale, 1)) / 32).rounded(.up)) * 32
        }
        frameShape = [1, 3] + sides
        detector = try engine.compile(
            graphAt: pipeline.pack.path(of: net),
            precision: pipeline.settings.precision,
            shape: InputShape(batch: 1, height: .fixed(sides[0]), width: .fixed(sides[1]))
        )
        let edge = manifest.embedder.edge
        cropShape = [1, 3, edge, edge]
        embedder = try engine.compile(
            graphAt: pipeline.pack.path(of: manifest.embedder.graph),
            precision: pipeline.settings.precision,
            shape: nil
        )
        frame = [Float](repeating: 127, count: frameShape.reduce(1, *))
        crop = [Float](repeating: 127, count: cropShape.reduce(1, *))
        for _ in 0..<SearchBenchmark.warmup { try run() }
    }

    private func run() throws {
        _ = try detector.run(frame, shape: frameShape)
        _ = try embedder.run(crop, shape: cropShape)
    }

    /// Milliseconds of processor time of one run.
    func lap() throws -> Double {
        var clock = ProcessorClock()
        try run()
        return clock.lap()
    }

    /// Runs a second of `width` threads at once, by the clock on the wall.
    func runsPerSecond(width: Int, repeats: Int) throws -> Double {
        let failure = FirstFailure()
        let start = ContinuousClock.now
        DispatchQueue.concurrentPerform(iterations: width) { _ in
            do {
                for _ in 0..<repeats { try run() }
            } catch {
                failure.note(error)
            }
        }
        try failure.rethrow()
        return Double(width * repeats) / ((ContinuousClock.now - start) / .seconds(1))
    }
}

import FacePipeline
import FaceTypes
import Foundation
import Imaging
import Inference
import ModelPacks

/// Times the steps of the pipeline, one thread, photo by photo, and the engine alone beside them.
///
/// Figures are processor time of the process, so that a busy machine disturbs them least; the engine
/// works on the calling thread and its own, all of which count.
public struct PipelineBenchmark: Sendable {
    /// Milliseconds of processor time a photo.
    public struct Steps: Sendable, Codable, Hashable {
        /// From bytes to pixels.
        public var decode = 0.0
        /// From pixels to located faces.
        public var detect = 0.0
        /// From located faces to crops.
        public var align = 0.0
        /// Quality of each face.
        public var judge = 0.0
        /// From crops to embeddings.
        public var embed = 0.0
        /// From embeddings to a gallery that keeps photos, hashes and the disk's part included.
        public var store = 0.0
        /// All of the above.
        public var whole: Double { decode + detect + align + judge + embed + store }
        /// Photos a second a core would do.
        public var photosPerCoreSecond: Double { whole > 0 ? 1000 / whole : 0 }
    }

    /// What was measured.
    public struct Result: Sendable, Codable, Hashable {
        /// The pack.
        public var pack: String
        /// `f32` or `bf16`.
        public var precision: String
        /// Photos timed.
        public var photos: Int
        /// Photos in which a face was found.
        public var found: Int
        /// The steps, in milliseconds a photo.
        public var milliseconds: Steps
        /// Photos a core does in a second, all steps.
        public var photosPerCoreSecond: Double
        /// Milliseconds of one run each of detector and embedder, alone in the same process; `nil` for
        /// detectors that take several.
        public var engineMilliseconds: Double?
        /// Milliseconds a photo with as many threads as cores, wall clock.
        public var parallelMilliseconds: Double
    }

    private let pipeline: FacePipeline
    private let pack: String
    private let precision: InferencePrecision

    init(pipeline: FacePipeline, pack: String, precision: InferencePrecision) {
        self.pipeline = pipeline
        self.pack = pack
        self.precision = precision
    }

    /// Times photos; the first ones warm up and are not counted.
    public func run(on photos: [[UInt8]], width: Int) throws -> Result {
        for photo in photos.prefix(Self.warmup) { _ = try pipeline.analyse(photo) }
        var steps = Steps()
        var found = 0
        for photo in photos { found += try time(photo, into: &steps) }
        let count = Double(max(photos.count, 1))
        steps.decode /= count
        steps.detect /= count
        steps.align /= count
        steps.judge /= count
        steps.embed /= count
        return Result(
            pack: pack,
            precision: precision.rawValue,
            photos: photos.count,
            found: found,
            milliseconds: steps,
            photosPerCoreSecond: steps.photosPerCoreSecond,
            parallelMilliseconds: try parallel(photos, width: width)
        )
    }

    static let warmup = 8

    private func time(_ bytes: [UInt8], into steps: inout Steps) throws -> Int {
        var clock = ProcessorClock()
        let decoded = try pipeline.decode(bytes)
        steps.decode += clock.lap()
        let faces = try pipeline.detect(in: decoded)
        steps.detect += clock.lap()
        let crops = try pipeline.align(faces)
        steps.align += clock.lap()
        for (face, crop) in zip(faces.faces, crops) {
            _ = try pipeline.judge(face, aligned: crop, in: faces)
        }
        steps.judge += clock.lap()
        _ = try pipeline.embed(crops)
        steps.embed += clock.lap()
        return faces.faces.isEmpty ? 0 : 1
    }

    private func parallel(_ photos: [[UInt8]], width: Int) throws -> Double {
        let start = ContinuousClock.now
        let failure = FirstFailure()
        DispatchQueue.concurrentPerform(iterations: width) { worker in
            for index in stride(from: worker, to: photos.count, by: width) {
                do {
                    _ = try pipeline.analyse(photos[index])
                } catch {
                    failure.note(error)
                }
            }
        }
        try failure.rethrow()
        let wall = (ContinuousClock.now - start) / .milliseconds(1)
        return wall / Double(max(photos.count, 1))
    }
}

/// Processor time of the whole process, in milliseconds, lap by lap.
struct ProcessorClock {
    private var last = ProcessorClock.now()

    mutating func lap() -> Double {
        let now = Self.now()
        defer { last = now }
        return now - last
    }

    static func now() -> Double {
        // POSIX fixes the unit: a million a second.
        Double(clock()) / 1e3
    }
}

import Foundation
import Inference
import Synchronization
import TestSupport
import Testing

/// The embedder of pack `open` must give an image the same bits in whatever company it runs.
@Suite(
    Material.requiresEngine(),
    Material.requirement(
        weights: "open/face-reidentification-retail-0095.xml",
        "open/face-reidentification-retail-0095.bin"
    )
)
struct BitEqualityTests {
    private static let imageCount = 16
    private static let imageSize = 3 * 128 * 128

    private let images = noise(count: imageCount * imageSize)

    /// Numbers in 0..<256 from a linear congruential generator (Knuth's MMIX constants).
    private static func noise(count: Int) -> [Float] {
        var state: UInt64 = 95
        return (0..<count).map { _ in
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Float(state >> 56)
        }
    }

    private func embedder(
        _ precision: InferencePrecision,
        batch: InputShape.Extent,
        runs: Int? = nil
    ) throws -> Network {
        try InferenceEngine(EngineSettings(parallelRuns: runs)).compile(
            graphAt: Material.weights("open/face-reidentification-retail-0095.xml"),
            precision: precision,
            shape: InputShape(batch: batch)
        )
    }

    /// Each image's embedding as bits, run in batches of `batch`.
    private func bits(_ network: Network, batch: Int) throws -> [[UInt32]] {
        try stride(from: 0, to: Self.imageCount, by: batch).flatMap { start in
            let count = min(batch, Self.imageCount - start)
            let input = images[start * Self.imageSize..<(start + count) * Self.imageSize]
            let output = try network.run(Array(input), shape: [count, 3, 128, 128])[0]
            return (0..<count).map { image in
                output.values[image * 256..<(image + 1) * 256].map(\.bitPattern)
            }
        }
    }

    @Test(arguments: InferencePrecision.allCases)
    func `an image gives the same bits in any batch`(precision: InferencePrecision) throws {
        let single = try embedder(precision, batch: 1)
        let alone = try bits(single, batch: 1)
        #expect(Set(alone).count == Self.imageCount)
        for batch in [2, 3, 8, 16] {
            #expect(try bits(single, batch: batch) == alone)
        }
        let eight = try embedder(precision, batch: 8)
        for batch in [1, 2, 3, 8, 16] {
            #expect(try bits(eight, batch: batch) == alone)
        }
    }

    @Test(arguments: InferencePrecision.allCases)
    func `an open batch gives the same bits in any batch`(precision: InferencePrecision) throws {
        let open = try embedder(precision, batch: .open)
        let alone = try bits(open, batch: 1)
        for batch in [2, 3, 8, 16] {
            #expect(try bits(open, batch: batch) == alone)
        }
    }

    @Test(arguments: InferencePrecision.allCases)
    func `the bits do not depend on how many runs go on at once`(
        precision: InferencePrecision
    ) throws {
        let alone = try bits(embedder(precision, batch: 1, runs: 1), batch: 1)
        for runs in [2, 5] {
            #expect(try bits(embedder(precision, batch: 1, runs: runs), batch: 1) == alone)
        }
    }

    @Test(arguments: InferencePrecision.allCases)
    func `64 threads at once get the same bits`(precision: InferencePrecision) throws {
        let network = try embedder(precision, batch: 1)
        let alone = try bits(network, batch: 1)
        let wrong = Mutex<[String]>([])
        let group = DispatchGroup()
        for index in 0..<64 {
            group.enter()
            Thread {
                defer { group.leave() }
                let image = index % Self.imageCount
                let input = images[image * Self.imageSize..<(image + 1) * Self.imageSize]
                do {
                    for _ in 0..<3 {
                        let output = try network.run(Array(input), shape: [1, 3, 128, 128])[0]
                        if output.values.map(\.bitPattern) != alone[image] {
                            wrong.withLock { $0.append("image \(image) differs") }
                        }
                    }
                } catch {
                    wrong.withLock { $0.append("\(error)") }
                }
            }.start()
        }
        group.wait()
        #expect(wrong.withLock { $0 }.isEmpty)
    }

    @Test(arguments: [1, 2, 3, 5])
    func `the bits do not depend on where the input lies in memory`(offset: Int) throws {
        let network = try embedder(.f32, batch: 1)
        let expected = try bits(network, batch: 1)[0]
        let shifted = [Float](repeating: 0, count: offset) + images.prefix(Self.imageSize)
        let found = try shifted.withUnsafeBufferPointer { buffer in
            let image = UnsafeBufferPointer(rebasing: buffer[offset...])
            return try network.withOutputs(of: image, shape: [1, 3, 128, 128]) { outputs in
                outputs[0].values.map(\.bitPattern)
            }
        }
        #expect(found == expected)
    }
}

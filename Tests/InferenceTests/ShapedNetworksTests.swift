import Foundation
import Inference
import TestSupport
import Testing

@Suite(Material.requiresEngine())
struct ShapedNetworksTests {
    private func withNetworks(limit: Int, _ body: (ShapedNetworks) throws -> Void) throws {
        try Material.withTemporaryFolder { folder in
            let path = folder + "/planes.onnx"
            let graph = TinyGraph.planes(batch: nil, height: nil, width: nil)
            try Data(graph.bytes).write(to: URL(fileURLWithPath: path))
            let engine = try InferenceEngine()
            try body(ShapedNetworks(engine, graphAt: path, precision: .f32, limit: limit))
        }
    }

    @Test func `each size is compiled once, for one picture`() throws {
        try withNetworks(limit: 4) { networks in
            let first = try networks.network(height: 8, width: 4)
            let other = try networks.network(height: 4, width: 8)
            #expect(first.inputShape == [1, 3, 8, 4])
            #expect(other.inputShape == [1, 3, 4, 8])
            #expect(try networks.network(height: 8, width: 4) === first)
            #expect(networks.count == 2)
        }
    }

    @Test func `the size not used for longest is dropped at the limit`() throws {
        try withNetworks(limit: 2) { networks in
            let first = try networks.network(height: 1, width: 1)
            let second = try networks.network(height: 2, width: 2)
            #expect(try networks.network(height: 1, width: 1) === first)
            _ = try networks.network(height: 3, width: 3)
            #expect(networks.count == 2)
            #expect(try networks.network(height: 1, width: 1) === first)
            #expect(try networks.network(height: 2, width: 2) !== second)
            // A network that was dropped still serves whoever holds it.
            let output = try second.run([Float](repeating: 1, count: 12), shape: [1, 3, 2, 2])
            #expect(output[1].values == [1, 1, 1])
        }
    }

    @Test func `threads that ask at once share one compilation`() throws {
        try withNetworks(limit: 4) { networks in
            nonisolated(unsafe) var found = [Network?](repeating: nil, count: 16)
            found.withUnsafeMutableBufferPointer { buffer in
                nonisolated(unsafe) let slots = buffer
                DispatchQueue.concurrentPerform(iterations: 16) { index in
                    slots[index] = try? networks.network(height: 16, width: 16)
                }
            }
            let first = try #require(found[0])
            #expect(found.allSatisfy { $0 === first })
            #expect(networks.count == 1)
        }
    }

    @Test func `a graph that is not there is refused when a size is asked for`() throws {
        let engine = try InferenceEngine()
        let networks = ShapedNetworks(engine, graphAt: "/nowhere", precision: .f32, limit: 1)
        #expect(throws: InferenceError.self) { try networks.network(height: 8, width: 8) }
        #expect(networks.count == 0)
    }
}

import Inference
import TestSupport
import Testing

@Suite(Material.requiresEngine())
struct NetworkTests {
    private func planes(
        batch: Int? = nil,
        height: Int? = nil,
        width: Int? = nil,
        shape: InputShape? = nil
    ) throws -> Network {
        let graph = TinyGraph.planes(batch: batch, height: height, width: width)
        return try InferenceEngine().compile(
            .bytes(name: "planes", graph.bytes),
            precision: .f32,
            shape: shape
        )
    }

    private func ramp(_ count: Int) -> [Float] {
        (0..<count).map { Float($0) - 5 }
    }

    @Test func `outputs come in order with names, shapes and values`() throws {
        let network = try planes(batch: 1, height: 2, width: 3)
        let input = ramp(18)
        let outputs = try network.run(input, shape: [1, 3, 2, 3])
        #expect(network.outputNames == ["positive", "mean"])
        #expect(outputs.map(\.name) == ["positive", "mean"])
        #expect(outputs[0].shape == [1, 3, 2, 3])
        #expect(outputs[0].values == input.map { max($0, 0) })
        #expect(outputs[1].shape == [1, 3, 1, 1])
        #expect(outputs[1].values == [-2.5, 3.5, 9.5])
    }

    @Test func `an output is found by its name, and a missing one is named`() throws {
        let network = try planes(batch: 1, height: 2, width: 3)
        #expect(try network.outputIndex(named: "mean") == 1)
        #expect(
            throws: InferenceError.outputMissing(
                graph: "planes",
                expected: "boxes",
                found: ["positive", "mean"]
            )
        ) { try network.outputIndex(named: "boxes") }
    }

    @Test func `an output with several names answers to each`() throws {
        let graph = TinyGraph(
            nodes: [
                .init(operation: "Relu", inputs: ["x"], outputs: ["first"]),
                .init(operation: "Identity", inputs: ["first"], outputs: ["second"]),
            ],
            inputs: [.init(name: "x", dimensions: [1, 4])],
            outputs: [
                .init(name: "first", dimensions: [1, 4]),
                .init(name: "second", dimensions: [1, 4]),
            ]
        )
        let network = try InferenceEngine().compile(
            .bytes(name: "aliases", graph.bytes),
            precision: .f32
        )
        let outputs = try network.run([-1, 0, 1, 2], shape: [1, 4])
        for alias in ["first", "second"] {
            let index = try network.outputIndex(named: alias)
            #expect(outputs[index].values == [0, 0, 1, 2])
        }
    }

    @Test func `an open graph takes any size, and says so`() throws {
        let network = try planes()
        #expect(network.inputShape == [nil, 3, nil, nil])
        for (height, width) in [(1, 1), (5, 2), (64, 33), (2, 9)] {
            let count = 2 * 3 * height * width
            let outputs = try network.run(ramp(count), shape: [2, 3, height, width])
            #expect(outputs[0].shape == [2, 3, height, width])
            #expect(outputs[0].values == ramp(count).map { max($0, 0) })
        }
    }

    @Test func `dimensions are fixed or opened as asked`() throws {
        let fixed = try planes(shape: InputShape(batch: 1, height: 4, width: 6))
        #expect(fixed.inputShape == [1, 3, 4, 6])
        let opened = try planes(
            batch: 1,
            height: 8,
            width: 8,
            shape: InputShape(height: .open, width: 16)
        )
        #expect(opened.inputShape == [1, 3, nil, 16])
    }

    @Test func `a shape for pictures is refused by a graph that takes none`() throws {
        let graph = TinyGraph(
            nodes: [.init(operation: "Relu", inputs: ["x"], outputs: ["y"])],
            inputs: [.init(name: "x", dimensions: [1, 4])],
            outputs: [.init(name: "y", dimensions: [1, 4])]
        )
        #expect(throws: InferenceError.self) {
            try InferenceEngine().compile(
                .bytes(name: "flat", graph.bytes),
                precision: .f32,
                shape: InputShape(batch: 1)
            )
        }
    }

    @Test(arguments: [[1, 3, 4, 5], [1, 4, 4, 4], [3, 4, 4], [1, 3, 4, 4, 1], [0, 3, 4, 4]])
    func `a wrong shape is refused with both shapes`(shape: [Int]) throws {
        let network = try planes(batch: 1, height: 4, width: 4)
        let input = [Float](repeating: 0, count: shape.reduce(1, *))
        #expect(
            throws: InferenceError.shapeMismatch(
                graph: "planes",
                expected: [1, 3, 4, 4],
                found: shape
            )
        ) {
            try input.withUnsafeBufferPointer { buffer in
                _ = try network.withOutputs(of: buffer, shape: shape) { $0.count }
            }
        }
    }

    @Test(arguments: [1, 2, 3, 4, 5, 8, 11])
    func `a fixed batch serves every other batch`(batch: Int) throws {
        let network = try planes(batch: 4, height: 2, width: 2)
        let input = ramp(batch * 12)
        let outputs = try network.run(input, shape: [batch, 3, 2, 2])
        #expect(outputs[0].shape == [batch, 3, 2, 2])
        #expect(outputs[0].values == input.map { max($0, 0) })
        #expect(outputs[1].shape == [batch, 3, 1, 1])
        #expect(outputs[1].values == (0..<batch * 3).map { Float($0) * 4 - 3.5 })
    }

    @Test func `a batch cannot be split when an output has no row an image`() throws {
        let graph = TinyGraph(
            nodes: [.init(operation: "ReduceSum", inputs: ["image"], outputs: ["sum"])],
            inputs: [.init(name: "image", dimensions: [2, 3, 2, 2])],
            outputs: [.init(name: "sum", dimensions: [1, 1, 1, 1])]
        )
        let network = try InferenceEngine().compile(
            .bytes(name: "sum", graph.bytes),
            precision: .f32
        )
        #expect(throws: InferenceError.self) { try network.run(ramp(12), shape: [1, 3, 2, 2]) }
        let whole = try network.run(ramp(24), shape: [2, 3, 2, 2])
        #expect(whole[0].values == [156])
    }

    @Test func `outputs that are not floats are refused`() throws {
        let graph = TinyGraph(
            nodes: [.init(operation: "Shape", inputs: ["image"], outputs: ["size"])],
            inputs: [.init(name: "image", dimensions: [nil, 3, nil, nil])],
            outputs: [.init(name: "size", dimensions: [4], elementType: 7)]
        )
        let network = try InferenceEngine().compile(
            .bytes(name: "size", graph.bytes),
            precision: .f32
        )
        #expect(
            throws: InferenceError.runFailed(
                graph: "size",
                reason: "its outputs are not 32-bit floats"
            )
        ) { try network.run(ramp(12), shape: [1, 3, 2, 2]) }
    }

    @Test func `lent outputs hold the same numbers as copied ones`() throws {
        let network = try planes(batch: 1, height: 8, width: 8)
        let input = ramp(192)
        let lent = try input.withUnsafeBufferPointer { buffer in
            try network.withOutputs(of: buffer, shape: [1, 3, 8, 8]) { outputs in
                outputs.map { Tensor(name: "", shape: $0.shape, values: Array($0.values)) }
            }
        }
        let copied = try network.run(input, shape: [1, 3, 8, 8])
        #expect(lent.map(\.values) == copied.map(\.values))
        #expect(lent.map(\.shape) == copied.map(\.shape))
    }
}

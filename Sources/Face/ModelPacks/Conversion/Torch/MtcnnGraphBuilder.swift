/// Turns MTCNN's state dictionaries into graphs the engine runs (layers as in facenet-pytorch
/// 2.6.0, `models/mtcnn.py`).
///
/// The graphs are fed (v - 127.5) / 128. PyTorch flattens maps column by column with channels
/// fastest; the weights of the first product are reordered instead.
struct MtcnnGraphBuilder {
    private let weights: TorchStateDictionary
    private var graph: OnnxGraph
    private var name = "image"
    private var channels = 3

    private init(_ weights: TorchStateDictionary, name: String, edge: Int?) {
        self.weights = weights
        graph = OnnxGraph(name: name)
        let high: OnnxGraph.Axis = edge.map { .fixed($0) } ?? .named("H")
        let wide: OnnxGraph.Axis = edge.map { .fixed($0) } ?? .named("W")
        graph.inputs = [.init(name: "image", shape: [.named("N"), .fixed(3), high, wide])]
    }

    /// The first net: any picture of at least 12 x 12, one answer every 2 pixels.
    static func proposal(_ weights: TorchStateDictionary) throws(ModelFileError) -> OnnxGraph {
        var builder = MtcnnGraphBuilder(weights, name: "mtcnn_pnet", edge: nil)
        try builder.convolve(1, filters: 10, kernel: 3)
        builder.pool(2)
        try builder.convolve(2, filters: 16, kernel: 3)
        try builder.convolve(3, filters: 32, kernel: 3)
        let face = try builder.convolution("conv4_1", filters: 2, kernel: 1)
        _ = builder.graph.add("Softmax", [face], [("axis", .integer(1))], output: "face")
        _ = try builder.convolution("conv4_2", filters: 4, kernel: 1, output: "box")
        let map: [OnnxGraph.Axis] = [.named("h"), .named("w")]
        builder.graph.outputs = [
            .init(name: "face", shape: [.named("N"), .fixed(2)] + map),
            .init(name: "box", shape: [.named("N"), .fixed(4)] + map),
        ]
        return builder.graph
    }

    /// The second net: 24 x 24 crops.
    static func refinement(_ weights: TorchStateDictionary) throws(ModelFileError) -> OnnxGraph {
        var builder = MtcnnGraphBuilder(weights, name: "mtcnn_rnet", edge: 24)
        try builder.convolve(1, filters: 28, kernel: 3)
        builder.pool(3)
        try builder.convolve(2, filters: 48, kernel: 3)
        builder.pool(3)
        try builder.convolve(3, filters: 64, kernel: 2)
        try builder.connect("dense4", prelu: 4, map: (64, 3), outputs: 128)
        try builder.heads([("dense5_1", "face", 2), ("dense5_2", "box", 4)])
        return builder.graph
    }

    /// The third net: 48 x 48 crops, with the five points.
    static func output(_ weights: TorchStateDictionary) throws(ModelFileError) -> OnnxGraph {
        var builder = MtcnnGraphBuilder(weights, name: "mtcnn_onet", edge: 48)
        try builder.convolve(1, filters: 32, kernel: 3)
        builder.pool(3)
        try builder.convolve(2, filters: 64, kernel: 3)
        builder.pool(3)
        try builder.convolve(3, filters: 64, kernel: 3)
        builder.pool(2)
        try builder.convolve(4, filters: 128, kernel: 2)
        try builder.connect("dense5", prelu: 5, map: (128, 3), outputs: 256)
        try builder.heads([
            ("dense6_1", "face", 2), ("dense6_2", "box", 4), ("dense6_3", "points", 10),
        ])
        return builder.graph
    }

    private mutating func convolve(
        _ number: Int,
        filters: Int,
        kernel: Int
    ) throws(ModelFileError) {
        let result = try convolution("conv\(number)", filters: filters, kernel: kernel)
        let slope = graph.constant(
            try weights.values("prelu\(number).weight", shape: [filters]),
            shape: [filters, 1, 1]
        )
        name = graph.add("PRelu", [result, slope])
        channels = filters
    }

    private mutating func convolution(
        _ layer: String,
        filters: Int,
        kernel: Int,
        output: String? = nil
    ) throws(ModelFileError) -> String {
        let shape = [filters, channels, kernel, kernel]
        let inputs = [
            name,
            graph.constant(try weights.values(layer + ".weight", shape: shape), shape: shape),
            graph.constant(
                try weights.values(layer + ".bias", shape: [filters]),
                shape: [filters]
            ),
        ]
        return graph.add(
            "Conv",
            inputs,
            [("kernel_shape", .integers([kernel, kernel]))],
            output: output
        )
    }

    private mutating func pool(_ kernel: Int) {
        name = graph.add(
            "MaxPool",
            [name],
            [
                ("ceil_mode", .integer(1)), ("kernel_shape", .integers([kernel, kernel])),
                ("strides", .integers([2, 2])),
            ]
        )
    }

    private mutating func connect(
        _ layer: String,
        prelu: Int,
        map: (channels: Int, edge: Int),
        outputs: Int
    ) throws(ModelFileError) {
        let inputs = map.channels * map.edge * map.edge
        let stored = try weights.values(layer + ".weight", shape: [outputs, inputs])
        var ordered: [Float] = []
        ordered.reserveCapacity(stored.count)
        for row in 0..<outputs {
            for channel in 0..<map.channels {
                for y in 0..<map.edge {
                    for x in 0..<map.edge {
                        let place = (x * map.edge + y) * map.channels + channel
                        ordered.append(stored[row * inputs + place])
                    }
                }
            }
        }
        let flat = graph.add("Flatten", [name], [("axis", .integer(1))])
        let result = try product(flat, layer, ordered, inputs: inputs, outputs: outputs)
        let slope = graph.constant(
            try weights.values("prelu\(prelu).weight", shape: [outputs]),
            shape: [outputs]
        )
        name = graph.add("PRelu", [result, slope])
        channels = outputs
    }

    private mutating func product(
        _ input: String,
        _ layer: String,
        _ values: [Float],
        inputs: Int,
        outputs: Int,
        output: String? = nil
    ) throws(ModelFileError) -> String {
        let bias = try weights.values(layer + ".bias", shape: [outputs])
        let names = [
            input, graph.constant(values, shape: [outputs, inputs]),
            graph.constant(bias, shape: [outputs]),
        ]
        return graph.add("Gemm", names, [("transB", .integer(1))], output: output)
    }

    private mutating func heads(
        _ heads: [(layer: String, output: String, count: Int)]
    ) throws(ModelFileError) {
        for (layer, output, count) in heads {
            let values = try weights.values(layer + ".weight", shape: [count, channels])
            let isFace = output == "face"
            let result = try product(
                name,
                layer,
                values,
                inputs: channels,
                outputs: count,
                output: isFace ? nil : output
            )
            if isFace {
                _ = graph.add("Softmax", [result], [("axis", .integer(1))], output: output)
            }
            graph.outputs.append(.init(name: output, shape: [.named("N"), .fixed(count)]))
        }
    }
}

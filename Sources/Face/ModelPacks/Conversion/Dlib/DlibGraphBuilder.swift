/// Turns a network read from a dlib file into a graph the engine runs.
///
/// The graph is fed what dlib's input layer would make of a picture, (v - mean) / 256, so padding
/// and dlib's empty space between pyramid levels are plain zeros. Affine layers are folded into the
/// convolution before them, which is exact up to rounding.
struct DlibGraphBuilder {
    /// What flows through the network at some place.
    private struct Flow {
        var name: String
        var channels: Int
        /// Rows and columns; `nil` when the input's size is left open.
        var size: (rows: Int, columns: Int)?
    }

    private var graph: OnnxGraph
    private var flow: Flow
    private var tags: [Int: Flow] = [:]

    /// The face recognition network: `image` (N, 3, 150, 150) to `embedding` (N, 128).
    static func resNet(_ layers: [DlibLayer]) throws(ModelFileError) -> OnnxGraph {
        var builder = DlibGraphBuilder(name: "dlib_resnet", edge: 150)
        let outputs = try builder.build(layers, output: "embedding")
        builder.graph.outputs = [
            .init(name: "embedding", shape: [.named("N"), .fixed(outputs)])
        ]
        return builder.graph
    }

    /// The detector: `image` (N, 3, H, W) to `score` (N, 1, h, w).
    static func mmod(_ layers: [DlibLayer]) throws(ModelFileError) -> OnnxGraph {
        var builder = DlibGraphBuilder(name: "dlib_mmod", edge: nil)
        let outputs = try builder.build(layers, output: "score")
        builder.graph.outputs = [
            .init(
                name: "score",
                shape: [.named("N"), .fixed(outputs), .named("h"), .named("w")]
            )
        ]
        return builder.graph
    }

    private init(name: String, edge: Int?) {
        graph = OnnxGraph(name: name)
        let high: OnnxGraph.Axis = edge.map { .fixed($0) } ?? .named("H")
        let wide: OnnxGraph.Axis = edge.map { .fixed($0) } ?? .named("W")
        graph.inputs = [.init(name: "image", shape: [.named("N"), .fixed(3), high, wide])]
        flow = Flow(name: "image", channels: 3, size: edge.map { ($0, $0) })
    }

    private mutating func build(
        _ layers: [DlibLayer],
        output: String
    ) throws(ModelFileError) -> Int {
        var place = 0
        while place < layers.count {
            let isLast = place == layers.count - 1
            switch layers[place] {
            case .convolution(let convolution):
                var affine: DlibAffine?
                if !isLast, case .affine(let next) = layers[place + 1] { affine = next }
                try add(convolution, folding: affine, output: isLast ? output : nil)
                if affine != nil { place += 1 }
            case let layer:
                try add(layer, output: isLast ? output : nil)
            }
            place += 1
        }
        return flow.channels
    }

    private mutating func add(_ layer: DlibLayer, output: String?) throws(ModelFileError) {
        switch layer {
        case .input: break
        case .relu: flow.name = graph.add("Relu", [flow.name], output: output)
        case .maxPool(let window): try pool("MaxPool", window)
        case .averagePool(let window): try pool("AveragePool", window)
        case .addPrevious(let tag): try addPrevious(try flow(at: tag))
        case .fullyConnected(let product): try multiply(product, output: output)
        case .tag(let number): tags[number] = flow
        case .skip(let number): flow = try flow(at: number)
        case .affine, .convolution:
            throw .unexpected(expected: "an affine layer to fold", found: "one alone", offset: 0)
        }
    }

    private func flow(at tag: Int) throws(ModelFileError) -> Flow {
        guard let flow = tags[tag] else {
            throw .unexpected(expected: "tag \(tag)", found: "none", offset: 0)
        }
        return flow
    }

    private mutating func add(
        _ convolution: DlibConvolution,
        folding affine: DlibAffine?,
        output: String?
    ) throws(ModelFileError) {
        let count = convolution.filters
        guard convolution.inputs == flow.channels, affine == nil || affine?.gain.count == count
        else {
            throw .unexpected(
                expected: "a convolution of \(flow.channels) channels",
                found: "\(convolution.inputs) to \(count)",
                offset: 0
            )
        }
        let gain = affine?.gain ?? Array(repeating: 1, count: count)
        let shift = affine?.shift ?? Array(repeating: 0, count: count)
        let each = convolution.weights.count / count
        let weights = convolution.weights.indices.map {
            Float(Double(convolution.weights[$0]) * gain[$0 / each])
        }
        let biases = (0..<count).map {
            Float(Double(convolution.biases[$0]) * gain[$0] + shift[$0])
        }
        let window = convolution.window
        let shape = [count, convolution.inputs, window.rows, window.columns]
        let names = [
            graph.constant(weights, shape: shape), graph.constant(biases, shape: [count]),
        ]
        flow.name = graph.add(
            "Conv",
            [flow.name] + names,
            Self.attributes(of: window),
            output: output
        )
        flow.channels = count
        try shrink(window)
    }

    private mutating func pool(_ kind: String, _ window: DlibWindow) throws(ModelFileError) {
        if window.isGlobal {
            let average = graph.add("GlobalAveragePool", [flow.name])
            flow.name = graph.add("Flatten", [average], [("axis", .integer(1))])
            flow.size = (1, 1)
            return
        }
        guard window.rows > 0, window.columns > 0 else {
            throw .outOfRange(
                what: "pool window",
                found: 0,
                allowed: 1...ModelFileLimits.kernelEdge
            )
        }
        flow.name = graph.add(kind, [flow.name], Self.attributes(of: window))
        try shrink(window)
    }

    private static func attributes(
        of window: DlibWindow
    ) -> [(name: String, value: OnnxGraph.Attribute)] {
        [
            ("kernel_shape", .integers([window.rows, window.columns])),
            ("pads", .integers([window.padY, window.padX, window.padY, window.padX])),
            ("strides", .integers([window.strideY, window.strideX])),
        ]
    }

    private mutating func shrink(_ window: DlibWindow) throws(ModelFileError) {
        guard let size = flow.size else { return }
        let rows = (size.rows + 2 * window.padY - window.rows) / window.strideY + 1
        let columns = (size.columns + 2 * window.padX - window.columns) / window.strideX + 1
        try ByteCursor.check(min(rows, columns), in: 1...ModelFileLimits.tensorEdge, "a map's size")
        flow.size = (rows, columns)
    }

    /// dlib pads the smaller of both with zeros at the end of each axis.
    private mutating func addPrevious(_ other: Flow) throws(ModelFileError) {
        guard let here = flow.size, let there = other.size else {
            throw .unexpected(expected: "maps of known size", found: "open sizes", offset: 0)
        }
        let size = (max(here.rows, there.rows), max(here.columns, there.columns))
        let channels = max(flow.channels, other.channels)
        let branch = pad(flow, to: channels, size)
        let shortcut = pad(other, to: channels, size)
        flow = Flow(
            name: graph.add("Add", [branch, shortcut]),
            channels: channels,
            size: size
        )
    }

    private mutating func pad(_ flow: Flow, to channels: Int, _ size: (Int, Int)) -> String {
        guard let own = flow.size else { return flow.name }
        let missing = [channels - flow.channels, size.0 - own.rows, size.1 - own.columns]
        guard missing != [0, 0, 0] else { return flow.name }
        let amounts = graph.constant([0, 0, 0, 0, 0] + missing)
        return graph.add("Pad", [flow.name, amounts], [("mode", .text("constant"))])
    }

    private mutating func multiply(
        _ product: DlibProduct,
        output: String?
    ) throws(ModelFileError) {
        guard let size = flow.size, product.inputs == flow.channels * size.rows * size.columns
        else {
            throw .unexpected(
                expected: "a product of \(flow.channels) numbers",
                found: "\(product.inputs)",
                offset: 0
            )
        }
        let weights = graph.constant(product.weights, shape: [product.inputs, product.outputs])
        flow.name = graph.add("MatMul", [flow.name, weights], output: output)
        flow.channels = product.outputs
    }
}

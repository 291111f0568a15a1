/// Writes ONNX graphs of a few nodes, as bytes.
struct TinyGraph {
    struct Node {
        var operation: String
        var inputs: [String]
        var outputs: [String]
    }

    /// A tensor by name; a dimension of `nil` is open.
    struct Port {
        var name: String
        var dimensions: [Int?]
        var elementType = 1
    }

    var nodes: [Node]
    var inputs: [Port]
    var outputs: [Port]

    /// The graph as an ONNX file (protocol buffers; field numbers from onnx.proto).
    var bytes: [UInt8] {
        var graph: [UInt8] = []
        for (index, node) in nodes.enumerated() {
            var body: [UInt8] = []
            for input in node.inputs { body += Self.field(1, Array(input.utf8)) }
            for output in node.outputs { body += Self.field(2, Array(output.utf8)) }
            body += Self.field(3, Array("node\(index)".utf8))
            body += Self.field(4, Array(node.operation.utf8))
            graph += Self.field(1, body)
        }
        graph += Self.field(2, Array("tiny".utf8))
        for input in inputs { graph += Self.field(11, Self.describe(input)) }
        for output in outputs { graph += Self.field(12, Self.describe(output)) }
        let operators = Self.field(1, []) + Self.number(2, 13)
        return Self.number(1, 8) + Self.field(8, operators) + Self.field(7, graph)
    }

    private static func describe(_ port: Port) -> [UInt8] {
        let dimensions = port.dimensions.enumerated().flatMap { index, size in
            field(1, size.map { number(1, $0) } ?? field(2, Array("d\(index)".utf8)))
        }
        let tensor = number(1, port.elementType) + field(2, dimensions)
        return field(1, Array(port.name.utf8)) + field(2, field(1, tensor))
    }

    private static func field(_ tag: Int, _ body: [UInt8]) -> [UInt8] {
        varint(tag << 3 | 2) + varint(body.count) + body
    }

    private static func number(_ tag: Int, _ value: Int) -> [UInt8] {
        varint(tag << 3) + varint(value)
    }

    private static func varint(_ value: Int) -> [UInt8] {
        var rest = value
        var bytes: [UInt8] = []
        while rest > 127 {
            bytes.append(UInt8(rest & 127 | 128))
            rest >>= 7
        }
        return bytes + [UInt8(rest)]
    }
}

extension TinyGraph {
    /// Takes (batch, 3, height, width); `positive` is its ReLU, `mean` the mean of each plane.
    static func planes(batch: Int?, height: Int?, width: Int?) -> TinyGraph {
        TinyGraph(
            nodes: [
                Node(operation: "Relu", inputs: ["image"], outputs: ["positive"]),
                Node(operation: "GlobalAveragePool", inputs: ["image"], outputs: ["mean"]),
            ],
            inputs: [Port(name: "image", dimensions: [batch, 3, height, width])],
            outputs: [
                Port(name: "positive", dimensions: [batch, 3, height, width]),
                Port(name: "mean", dimensions: [batch, 3, 1, 1]),
            ]
        )
    }
}

/// A computation graph being built, in ONNX's terms (opset 17).
struct OnnxGraph {
    /// One axis of an input or output.
    enum Axis {
        case fixed(Int)
        case named(String)
    }

    /// A named input or output of 32-bit floats.
    struct Port {
        let name: String
        let shape: [Axis]
    }

    struct Node {
        let name: String
        let kind: String
        let inputs: [String]
        let output: String
        let attributes: [(name: String, value: Attribute)]
    }

    enum Attribute {
        case integer(Int)
        case integers([Int])
        case text(String)
    }

    /// Numbers baked into the graph.
    struct Constant {
        enum Values {
            case floats([Float])
            case integers([Int])
        }
        let name: String
        let shape: [Int]
        let values: Values
    }

    let name: String
    var inputs: [Port] = []
    var outputs: [Port] = []
    private(set) var nodes: [Node] = []
    private(set) var constants: [Constant] = []

    init(name: String) {
        self.name = name
    }

    /// Adds a constant of floats and answers its name.
    mutating func constant(_ values: [Float], shape: [Int]) -> String {
        add(.floats(values), shape: shape)
    }

    /// Adds a constant list of integers and answers its name.
    mutating func constant(_ values: [Int]) -> String {
        add(.integers(values), shape: [values.count])
    }

    /// Adds an operation and answers the name of its result.
    mutating func add(
        _ kind: String,
        _ inputs: [String],
        _ attributes: [(name: String, value: Attribute)] = [],
        output: String? = nil
    ) -> String {
        let node = Node(
            name: "node\(nodes.count)",
            kind: kind,
            inputs: inputs,
            output: output ?? "value\(nodes.count)",
            attributes: attributes
        )
        nodes.append(node)
        return node.output
    }

    private mutating func add(_ values: Constant.Values, shape: [Int]) -> String {
        let name = "constant\(constants.count)"
        constants.append(Constant(name: name, shape: shape, values: values))
        return name
    }
}

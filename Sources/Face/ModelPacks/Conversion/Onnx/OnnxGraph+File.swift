/// Field numbers are those of onnx.proto (ONNX 1.x); the order written is fixed, so the same graph
/// always gives the same bytes.
extension OnnxGraph {
    private static let irVersion = 8
    private static let opset = 17
    private static let floatType = 1
    private static let integerType = 7

    /// The graph as an ONNX file.
    func encoded() -> [UInt8] {
        var file = ProtobufWriter()
        file.integer(1, Self.irVersion)
        file.text(2, "semblance")
        file.message(7) { graph in
            for node in nodes { graph.message(1) { Self.write(node, &$0) } }
            graph.text(2, name)
            for constant in constants { graph.message(5) { Self.write(constant, &$0) } }
            for port in inputs { graph.message(11) { Self.write(port, &$0) } }
            for port in outputs { graph.message(12) { Self.write(port, &$0) } }
        }
        file.message(8) {
            $0.text(1, "")
            $0.integer(2, Self.opset)
        }
        return file.bytes
    }

    private static func write(_ node: Node, _ writer: inout ProtobufWriter) {
        for input in node.inputs { writer.text(1, input) }
        writer.text(2, node.output)
        writer.text(3, node.name)
        writer.text(4, node.kind)
        for attribute in node.attributes {
            writer.message(5) {
                $0.text(1, attribute.name)
                switch attribute.value {
                case .integer(let value):
                    $0.integer(3, value)
                    $0.integer(20, 2)
                case .text(let value):
                    $0.text(4, value)
                    $0.integer(20, 3)
                case .integers(let values):
                    for value in values { $0.integer(8, value) }
                    $0.integer(20, 7)
                }
            }
        }
    }

    private static func write(_ constant: Constant, _ writer: inout ProtobufWriter) {
        for size in constant.shape { writer.integer(1, size) }
        var raw = LittleEndianWriter()
        switch constant.values {
        case .floats(let values):
            writer.integer(2, floatType)
            raw.append(values)
        case .integers(let values):
            writer.integer(2, integerType)
            for value in values { raw.append(Int64(value)) }
        }
        writer.text(8, constant.name)
        writer.data(9, raw.bytes)
    }

    private static func write(_ port: Port, _ writer: inout ProtobufWriter) {
        writer.text(1, port.name)
        writer.message(2) { type in
            type.message(1) { tensor in
                tensor.integer(1, floatType)
                tensor.message(2) { shape in
                    for axis in port.shape {
                        shape.message(1) {
                            switch axis {
                            case .fixed(let size): $0.integer(1, size)
                            case .named(let name): $0.text(2, name)
                            }
                        }
                    }
                }
            }
        }
    }
}

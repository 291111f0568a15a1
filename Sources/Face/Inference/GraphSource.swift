/// Where a graph comes from.
public enum GraphSource: Sendable, Hashable {
    /// A file: OpenVINO's IR (`.xml`, with its `.bin` beside it) or ONNX.
    case file(String)

    /// An ONNX graph in memory, and what errors call it.
    case bytes(name: String, [UInt8])

    /// What errors call it.
    public var name: String {
        switch self {
        case .file(let path): return path
        case .bytes(let name, _): return name
        }
    }
}

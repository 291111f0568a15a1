public import NativeLibraries

/// Why the engine, or a run of a graph, failed.
public enum InferenceError: Error, Sendable, Hashable {
    /// The engine's library is missing, broken or of another version.
    case library(NativeLibraryError)
    /// The engine was loaded but does not start: its own words.
    case engine(reason: String)
    /// The engine cannot read or compile a graph: its own words.
    case graphRefused(graph: String, reason: String)
    /// A graph takes another number of inputs than one.
    case inputCount(graph: String, found: Int)
    /// A graph has no output of the name that was asked for.
    case outputMissing(graph: String, expected: String, found: [String])
    /// A run was given another shape than the graph takes; `nil` stands for any size.
    case shapeMismatch(graph: String, expected: [Int?], found: [Int])
    /// A run failed: the engine's own words.
    case runFailed(graph: String, reason: String)
}

extension InferenceError: CustomStringConvertible {
    /// What went wrong and what to do about it.
    public var description: String {
        switch self {
        case .library(let error):
            return error.description
        case .engine(let reason):
            return "the inference engine does not start: \(reason). Install it again: make setup"
        case .graphRefused(let graph, let reason):
            return "the engine refuses the graph \(graph): \(reason). Install its pack again"
        case .inputCount(let graph, let found):
            return "the graph \(graph) takes \(found) inputs; only graphs with one can be used"
        case .outputMissing(let graph, let expected, let found):
            return "the graph \(graph) has no output named \(expected); it has "
                + found.joined(separator: ", ") + ". Check the pack's manifest"
        case .shapeMismatch(let graph, let expected, let found):
            let wanted = expected.map { $0.map(String.init) ?? "any" }.joined(separator: " x ")
            let given = found.map(String.init).joined(separator: " x ")
            return "the graph \(graph) takes \(wanted), but was given \(given)"
        case .runFailed(let graph, let reason):
            return "running the graph \(graph) failed: \(reason)"
        }
    }
}

/// The arithmetic a graph is compiled for.
///
/// It is always said and never left to the engine: its own default depends on the processor, and
/// embeddings would then depend on the machine they were made on.
public enum InferencePrecision: String, Sendable, Hashable, Codable, CaseIterable {
    /// 32-bit floats.
    case f32

    /// 16-bit brain floats inside, 32-bit at both ends: about twice as fast where the processor
    /// has instructions for them.
    ///
    /// A processor without them computes in 32 bits all the same; `Network.precision` tells.
    case bf16
}

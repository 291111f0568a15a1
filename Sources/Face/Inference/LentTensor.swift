/// One output of a run, lent: it must not be kept beyond the call that lends it.
public struct LentTensor {
    /// Dimensions, outermost first.
    public let shape: [Int]

    /// The numbers, row-major, in the engine's own memory.
    public let values: UnsafeBufferPointer<Float>
}

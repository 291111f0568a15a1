/// One output of a run, copied out.
public struct Tensor: Sendable, Hashable {
    /// The name the graph gives this output.
    ///
    /// Where it gives several, always the same one; `Network.outputIndex(named:)` knows them all.
    public let name: String

    /// Dimensions, outermost first; `values.count` is their product.
    public let shape: [Int]

    /// The numbers, row-major.
    public let values: [Float]

    /// Takes numbers that are already laid out.
    ///
    /// - Precondition: `values.count` is the product of `shape`.
    public init(name: String, shape: [Int], values: [Float]) {
        precondition(values.count == shape.reduce(1, *))
        self.name = name
        self.shape = shape
        self.values = values
    }

    /// The name as a list, for readers that look an output up by any name.
    public var names: [String] { [name] }
}

/// One output of a detector's graph.
package struct HeadOutput: Sendable {
    /// Extent of each axis.
    package let shape: [Int]

    /// The numbers, row-major.
    package let values: [Float]

    /// Takes an output.
    package init(shape: [Int], values: [Float]) {
        self.shape = shape
        self.values = values
    }
}

/// The outputs of a detector's graph, by every name they go under.
package struct HeadOutputs: Sendable {
    private let outputs: [String: HeadOutput]

    /// Takes the outputs.
    package init(_ outputs: [String: HeadOutput]) {
        self.outputs = outputs
    }

    /// The numbers of an output that must have exactly `count` of them.
    ///
    /// - Throws: `PipelineError.unexpectedOutput` when there is no such output or its size differs.
    package func values(named name: String, count: Int) throws(PipelineError) -> [Float] {
        let found = outputs[name]?.values
        guard let found, found.count == count else {
            throw .unexpectedOutput(name: name, expected: count, found: found?.count ?? 0)
        }
        return found
    }

    /// An output whose size only the graph knows.
    ///
    /// - Throws: `PipelineError.unexpectedOutput` when there is no such output, or its shape does
    ///   not have `rank` axes that agree with its numbers.
    package func output(named name: String, rank: Int) throws(PipelineError) -> HeadOutput {
        guard let found = outputs[name], found.shape.count == rank,
            found.shape.reduce(1, *) == found.values.count
        else {
            throw .unexpectedOutput(
                name: name,
                expected: rank,
                found: outputs[name]?.shape.count ?? 0
            )
        }
        return found
    }
}

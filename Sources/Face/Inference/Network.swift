/// A compiled graph of one f32 input.
///
/// Any thread may run it, any number at once; beyond the engine's `parallelRuns` callers wait. Runs
/// block their thread, so call from one that may block, never from Swift's cooperative pool.
public final class Network: Sendable {
    /// What errors call the graph: its path.
    public let name: String

    /// What a run must be given, `nil` for open dimensions.
    public let inputShape: [Int?]

    /// One name for each output, in the order runs give them.
    public let outputNames: [String]

    /// The arithmetic it runs in; a processor without 16-bit floats turns `bf16` into `f32`.
    public let precision: InferencePrecision

    private let model: NativeModel
    private let requests: RequestPool

    init(_ model: NativeModel, name: String, runs: Int) throws(InferenceError) {
        let inputs = model.inputCount()
        guard inputs == 1 else { throw .inputCount(graph: name, found: inputs) }
        guard let shape = model.inputShape() else {
            throw .graphRefused(graph: name, reason: "the rank of its input is not fixed")
        }
        self.model = model
        self.name = name
        inputShape = shape
        let hint = model.property("INFERENCE_PRECISION_HINT") ?? ""
        guard let precision = InferencePrecision(rawValue: hint) else {
            throw .graphRefused(graph: name, reason: "the engine chose the precision \(hint)")
        }
        self.precision = precision
        outputNames = model.outputNames()
        requests = RequestPool(model, graph: name, width: runs)
    }

    /// Which output of a run carries a name; any of an output's names will do.
    public func outputIndex(named alias: String) throws(InferenceError) -> Int {
        let canonical = model.canonicalName(of: alias) ?? alias
        guard let index = outputNames.firstIndex(of: canonical) else {
            throw .outputMissing(graph: name, expected: alias, found: outputNames)
        }
        return index
    }

    /// What the engine made of a compile option, such as `NUM_STREAMS`; for `doctor`.
    public func property(_ key: String) -> String? {
        model.property(key)
    }

    /// Runs the graph once and lends its outputs, in the order of ``outputNames``, to `body`.
    ///
    /// `body` must neither keep them nor run this network again.
    /// - Parameters:
    ///   - input: row-major numbers, as many as the product of `shape`.
    ///   - shape: must fit ``inputShape``.
    public func withOutputs<Result>(
        of input: UnsafeBufferPointer<Float>,
        shape: [Int],
        _ body: ([LentTensor]) -> Result
    ) throws(InferenceError) -> Result {
        precondition(input.count == shape.reduce(1, *))
        guard accepts(shape) else {
            throw .shapeMismatch(graph: name, expected: inputShape, found: shape)
        }
        return try requests.withRequest { (request) throws(InferenceError) -> Result in
            try check(request.run(input, shape: shape))
            var outputs: [LentTensor] = []
            outputs.reserveCapacity(outputNames.count)
            for index in outputNames.indices {
                let output = request.output(index)
                try check(output.status)
                if let tensor = output.tensor { outputs.append(tensor) }
            }
            // The input's memory is in use until here, the outputs' until `body` is done.
            return body(outputs)
        }
    }

    private func accepts(_ shape: [Int]) -> Bool {
        shape.count == inputShape.count
            && zip(shape, inputShape).allSatisfy { $0 > 0 && ($1 == nil || $0 == $1) }
    }

    private func check(_ status: Int32) throws(InferenceError) {
        if status != 0 {
            throw .runFailed(graph: name, reason: model.engine.reason(for: status))
        }
    }
}

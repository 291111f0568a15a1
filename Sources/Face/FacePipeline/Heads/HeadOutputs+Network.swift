import Inference

extension HeadOutputs {
    /// Runs a net and keeps the outputs that are asked for, by any of their names.
    ///
    /// - Throws: `PipelineError.engine` when the run fails or an output is missing.
    init(
        running network: Network,
        on input: [Float],
        shape: [Int],
        names: [String]
    ) throws(PipelineError) {
        do {
            let indices = try names.map { (name) throws(InferenceError) in
                try network.outputIndex(named: name)
            }
            let tensors = try network.run(input, shape: shape)
            let outputs = zip(names, indices).map { name, index in
                (name, HeadOutput(shape: tensors[index].shape, values: tensors[index].values))
            }
            self.init(Dictionary(outputs) { first, _ in first })
        } catch {
            throw .engine(error)
        }
    }
}

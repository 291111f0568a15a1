extension Network {
    /// Runs the graph and copies its outputs out, in the order of ``outputNames``.
    ///
    /// Where the graph's batch is fixed, `shape` may ask for any other: the images are then run in
    /// pieces of the graph's batch, the last one filled up with zeros, and the outputs joined. The
    /// numbers of an image are the same bits in any batch.
    /// - Parameters:
    ///   - input: row-major numbers, as many as the product of `shape`.
    ///   - shape: must fit ``inputShape`` but for the batch, its first dimension.
    public func run(_ input: [Float], shape: [Int]) throws(InferenceError) -> [Tensor] {
        precondition(input.count == shape.reduce(1, *))
        return try input.withUnsafeBufferPointer { (buffer) throws(InferenceError) -> [Tensor] in
            guard let piece = inputShape.first ?? nil, let batch = shape.first, batch > 0,
                batch != piece
            else { return try copyOutputs(of: buffer, shape: shape) }
            return try runInPieces(of: piece, buffer, shape: shape)
        }
    }

    private func copyOutputs(
        of input: UnsafeBufferPointer<Float>,
        shape: [Int]
    ) throws(InferenceError) -> [Tensor] {
        try withOutputs(of: input, shape: shape) { outputs in
            zip(outputNames, outputs).map { name, output in
                Tensor(name: name, shape: output.shape, values: Array(output.values))
            }
        }
    }

    private func runInPieces(
        of piece: Int,
        _ input: UnsafeBufferPointer<Float>,
        shape: [Int]
    ) throws(InferenceError) -> [Tensor] {
        let batch = shape[0]
        let image = input.count / batch
        let pieceShape = [piece] + shape.dropFirst()
        var joined: [Tensor] = []
        for start in stride(from: 0, to: batch, by: piece) {
            let count = min(piece, batch - start)
            let images = UnsafeBufferPointer(
                rebasing: input[start * image..<(start + count) * image]
            )
            let outputs: [Tensor]
            if count == piece {
                outputs = try copyOutputs(of: images, shape: pieceShape)
            } else {
                let padding = repeatElement(Float(0), count: (piece - count) * image)
                outputs = try run(Array(images) + padding, shape: pieceShape)
            }
            joined = try join(joined, outputs, images: count, of: piece)
        }
        return joined
    }

    /// Appends the rows of `count` images to what is there already.
    private func join(
        _ head: [Tensor],
        _ tail: [Tensor],
        images count: Int,
        of piece: Int
    ) throws(InferenceError) -> [Tensor] {
        var joined: [Tensor] = []
        for (index, output) in tail.enumerated() {
            guard output.shape.first == piece else {
                throw .runFailed(
                    graph: name,
                    reason: "output \(output.name) has no row an image, so batches cannot be split"
                )
            }
            let rows = output.values.prefix(output.values.count / piece * count)
            let before = head.isEmpty ? [] : head[index].values
            let images = (head.isEmpty ? 0 : head[index].shape[0]) + count
            joined.append(
                Tensor(
                    name: output.name,
                    shape: [images] + output.shape.dropFirst(),
                    values: before + rows
                )
            )
        }
        return joined
    }
}

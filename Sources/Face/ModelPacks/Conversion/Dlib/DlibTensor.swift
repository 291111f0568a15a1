/// A four-dimensional block of numbers from a dlib file.
struct DlibTensor {
    /// Samples, channels, rows, columns.
    let shape: [Int]
    let values: [Float]
}

extension ByteCursor {
    /// dlib's `resizable_tensor`: version 2, four sizes, raw floats.
    mutating func dlibTensor() throws(ModelFileError) -> DlibTensor {
        _ = try dlibExpect(2...2, "tensor version")
        let (shape, count) = try dlibShape()
        return DlibTensor(shape: shape, values: try floats(count))
    }

    /// dlib's `alias_tensor`: version 1 and four sizes that say how to cut up a parameter block.
    mutating func dlibAlias() throws(ModelFileError) -> (shape: [Int], count: Int) {
        _ = try dlibExpect(1...1, "alias version")
        return try dlibShape()
    }

    private mutating func dlibShape() throws(ModelFileError) -> (shape: [Int], count: Int) {
        var shape: [Int] = []
        var count = 1
        for _ in 0..<4 {
            let size = try dlibExpect(0...ModelFileLimits.tensorEdge, "tensor size")
            shape.append(size)
            count *= size
            try Self.check(count, in: 0...ModelFileLimits.tensorValues, "numbers in a tensor")
        }
        return (shape, count)
    }
}

extension PlanarImage {
    /// A bilinear copy whose corner samples are the corner samples of this one, as dlib's
    /// `resize_bilinear` makes it.
    package func cornerAligned(width newWidth: Int, height newHeight: Int) -> PlanarImage {
        let rows = Self.cornerPositions(count: newHeight, of: height)
        let columns = Self.cornerPositions(count: newWidth, of: width)
        let plane = width * height
        let newPlane = newWidth * newHeight
        let resized = [Float](unsafeUninitializedCapacity: 3 * newPlane) { target, count in
            values.withUnsafeBufferPointer { source in
                columns.withUnsafeBufferPointer { columns in
                    for channel in 0..<3 {
                        for (row, vertical) in rows.enumerated() {
                            let line = CornerLine(
                                top: channel * plane + vertical.first * width,
                                bottom: channel * plane + vertical.second * width,
                                weight: vertical.weight
                            )
                            let start = channel * newPlane + row * newWidth
                            line.fill(
                                UnsafeMutableBufferPointer(
                                    rebasing: target[start..<start + newWidth]
                                ),
                                from: source,
                                columns
                            )
                        }
                    }
                }
            }
            count = 3 * newPlane
        }
        return PlanarImage(width: newWidth, height: newHeight, values: resized)
    }

    private static func cornerPositions(count: Int, of length: Int) -> [CornerPosition] {
        let step = Float(length - 1) / Float(max(count - 1, 1))
        return (0..<count).map { index in
            let exact = Float(index) * step
            let first = min(Int(exact), length - 1)
            return CornerPosition(
                first: first,
                second: min(first + 1, length - 1),
                weight: exact - Float(first)
            )
        }
    }

    /// A copy in which each sample is the mean of the samples it covers, whole samples only
    /// (PyTorch's `adaptive_avg_pool2d`, which MTCNN was trained with).
    ///
    /// - Parameters:
    ///   - left: First column of the part that is resized.
    ///   - top: First row.
    ///   - partWidth: Columns of the part; at least 1 and inside the picture.
    ///   - partHeight: Rows of the part; likewise.
    ///   - newWidth: Columns of the copy.
    ///   - newHeight: Rows of the copy.
    package func averaged(
        left: Int = 0,
        top: Int = 0,
        partWidth: Int,
        partHeight: Int,
        toWidth newWidth: Int,
        height newHeight: Int
    ) -> PlanarImage {
        precondition(left >= 0 && top >= 0 && partWidth > 0 && partHeight > 0)
        precondition(left + partWidth <= width && top + partHeight <= height)
        let plane = width * height
        var pooled = [Float]()
        pooled.reserveCapacity(3 * newWidth * newHeight)
        values.withUnsafeBufferPointer { source in
            for channel in 0..<3 {
                for row in 0..<newHeight {
                    let rows = Self.covered(row, of: newHeight, length: partHeight)
                    for column in 0..<newWidth {
                        let columns = Self.covered(column, of: newWidth, length: partWidth)
                        var sum: Float = 0
                        for sourceRow in rows {
                            let base = channel * plane + (top + sourceRow) * width + left
                            for sourceColumn in columns { sum += source[base + sourceColumn] }
                        }
                        pooled.append(sum / Float(rows.count * columns.count))
                    }
                }
            }
        }
        return PlanarImage(width: newWidth, height: newHeight, values: pooled)
    }

    private static func covered(_ index: Int, of count: Int, length: Int) -> Range<Int> {
        let first = index * length / count
        let last = ((index + 1) * length + count - 1) / count
        return first..<max(last, first + 1)
    }

    /// Writes the samples into planes of another size, at (x, y).
    ///
    /// - Precondition: The picture lies wholly inside.
    func copy(into planes: inout [Float], x: Int, y: Int, width planeWidth: Int) {
        let planeSize = planes.count / 3
        precondition(x + width <= planeWidth && (y + height) * planeWidth <= planeSize)
        planes.withUnsafeMutableBufferPointer { target in
            values.withUnsafeBufferPointer { source in
                for channel in 0..<3 {
                    for row in 0..<height {
                        let from = channel * width * height + row * width
                        let to = channel * planeSize + (y + row) * planeWidth + x
                        _ = UnsafeMutableBufferPointer(rebasing: target[to..<to + width])
                            .update(fromContentsOf: source[from..<from + width])
                    }
                }
            }
        }
    }
}

/// The two source positions an output position lies between, and the weight of the second.
private struct CornerPosition {
    let first: Int
    let second: Int
    let weight: Float
}

/// Two source rows, and the weight of the lower one.
private struct CornerLine {
    let top: Int
    let bottom: Int
    let weight: Float

    @inline(__always)
    func fill(
        _ target: UnsafeMutableBufferPointer<Float>,
        from source: UnsafeBufferPointer<Float>,
        _ columns: UnsafeBufferPointer<CornerPosition>
    ) {
        for (place, across) in columns.enumerated() {
            let left = 1 - across.weight
            let upper =
                left * source[top &+ across.first] + across.weight * source[top &+ across.second]
            let lower =
                left * source[bottom &+ across.first]
                + across.weight * source[bottom &+ across.second]
            target[place] = (1 - weight) * upper + weight * lower
        }
    }
}

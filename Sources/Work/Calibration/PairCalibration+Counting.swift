extension PairCalibration {
    /// Counts the pairs of faces that belong to different people, each pair once.
    ///
    /// - Parameter faces: the faces.
    /// - Parameter people: whose face each row is; equal numbers are the same person.
    /// - Parameter rows: the rows to pair with all later ones, or `nil` for all; calibrations of
    ///   parts that make up all rows add up to the whole.
    /// - Complexity: O(rows · faces · dimension).
    public init(counting faces: EmbeddingMatrix, people: [Int64], rows: Range<Int>? = nil) {
        precondition(faces.count == people.count)
        self.init()
        let rows = rows ?? 0..<faces.count
        self.faces = rows.count
        var bins = [UInt64](repeating: 0, count: SimilarityHistogram.binCount)
        bins.withUnsafeMutableBufferPointer { bins in
            people.withUnsafeBufferPointer { people in
                faces.forEachBlock(of: rows, against: faces, aboveDiagonal: true) {
                    rows,
                    columns,
                    similarities in
                    Self.count(
                        similarities,
                        rows: rows,
                        columns: columns,
                        people: people,
                        into: bins
                    )
                }
            }
        }
        pairs = SimilarityHistogram(bins: bins)
    }

    /// Counts what another calibration counted, of other rows of the same faces.
    public mutating func add(_ other: PairCalibration) {
        pairs.add(other.pairs)
        faces += other.faces
    }

    private static func count(
        _ similarities: UnsafeBufferPointer<Float>,
        rows: Range<Int>,
        columns: Range<Int>,
        people: UnsafeBufferPointer<Int64>,
        into bins: UnsafeMutableBufferPointer<UInt64>
    ) {
        for row in rows {
            let line = (row - rows.lowerBound) * columns.count - columns.lowerBound
            let person = people[row]
            for column in max(row + 1, columns.lowerBound)..<max(row + 1, columns.upperBound)
            where people[column] != person {
                bins[SimilarityHistogram.bin(of: similarities[line + column])] += 1
            }
        }
    }
}

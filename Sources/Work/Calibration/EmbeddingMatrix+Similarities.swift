extension EmbeddingMatrix {
    /// Rows of each side that are compared at a time: two blocks stay in the second-level cache.
    package static let blockRows = 128

    /// Visits the similarities of two matrices block by block.
    ///
    /// - Parameter ownRows: the rows of this matrix.
    /// - Parameter other: the matrix to compare with; same dimension.
    /// - Parameter aboveDiagonal: leaves out blocks of which every column lies before every row, when
    ///   `other` is this matrix and each pair is wanted once.
    /// - Parameter visit: gets the rows of both sides and their similarities, row-major, one line for
    ///   each row of this matrix; the values are lent for the call.
    /// - Complexity: O(rows · other.count · dimension); one allocation of a block.
    package func forEachBlock(
        of ownRows: Range<Int>,
        against other: EmbeddingMatrix,
        aboveDiagonal: Bool = false,
        visit: (Range<Int>, Range<Int>, UnsafeBufferPointer<Float>) -> Void
    ) {
        precondition(dimension == other.dimension)
        precondition(ownRows.lowerBound >= 0 && ownRows.upperBound <= count)
        var tile = [Float](repeating: 0, count: Self.blockRows * Self.blockRows)
        for start in stride(from: ownRows.lowerBound, to: ownRows.upperBound, by: Self.blockRows) {
            let own = start..<min(start + Self.blockRows, ownRows.upperBound)
            for otherStart in stride(from: 0, to: other.count, by: Self.blockRows) {
                let theirs = otherStart..<min(otherStart + Self.blockRows, other.count)
                if aboveDiagonal && theirs.upperBound <= own.lowerBound { continue }
                tile.withUnsafeMutableBufferPointer { buffer in
                    fill(buffer, rows: own, other: other, otherRows: theirs)
                    let filled = buffer[0..<own.count * theirs.count]
                    visit(own, theirs, UnsafeBufferPointer(rebasing: filled))
                }
            }
        }
    }

    private func fill(
        _ tile: UnsafeMutableBufferPointer<Float>,
        rows: Range<Int>,
        other: EmbeddingMatrix,
        otherRows: Range<Int>
    ) {
        groups.withUnsafeBufferPointer { own in
            other.groups.withUnsafeBufferPointer { theirs in
                for row in stride(from: rows.lowerBound, to: rows.upperBound, by: 2) {
                    for column in stride(
                        from: otherRows.lowerBound,
                        to: otherRows.upperBound,
                        by: 4
                    ) {
                        let sums = dots(
                            own,
                            row,
                            rows.upperBound,
                            theirs,
                            column,
                            otherRows.upperBound
                        )
                        let line = (row - rows.lowerBound) * otherRows.count
                        let place = line + column - otherRows.lowerBound
                        let width = min(4, otherRows.upperBound - column)
                        for part in 0..<width { tile[place + part] = sums.first[part] }
                        guard row + 1 < rows.upperBound else { continue }
                        for part in 0..<width {
                            tile[place + otherRows.count + part] = sums.second[part]
                        }
                    }
                }
            }
        }
    }

    /// Dot products of two rows with four: eight running sums fit in the registers every CPU has.
    ///
    /// Rows beyond an end are read as the last one before it; the caller drops those results.
    @inline(__always)
    private func dots(
        _ own: UnsafeBufferPointer<SIMD4<Float>>,
        _ row: Int,
        _ rowEnd: Int,
        _ theirs: UnsafeBufferPointer<SIMD4<Float>>,
        _ column: Int,
        _ columnEnd: Int
    ) -> (first: SIMD4<Float>, second: SIMD4<Float>) {
        let a = row * lanes
        let b = min(row + 1, rowEnd - 1) * lanes
        let p = column * lanes
        let q = min(column + 1, columnEnd - 1) * lanes
        let r = min(column + 2, columnEnd - 1) * lanes
        let s = min(column + 3, columnEnd - 1) * lanes
        var ap = SIMD4<Float>.zero
        var aq = SIMD4<Float>.zero
        var ar = SIMD4<Float>.zero
        var at = SIMD4<Float>.zero
        var bp = SIMD4<Float>.zero
        var bq = SIMD4<Float>.zero
        var br = SIMD4<Float>.zero
        var bt = SIMD4<Float>.zero
        for lane in 0..<lanes {
            let first = own[a + lane]
            let second = own[b + lane]
            var column = theirs[p + lane]
            ap += first * column
            bp += second * column
            column = theirs[q + lane]
            aq += first * column
            bq += second * column
            column = theirs[r + lane]
            ar += first * column
            br += second * column
            column = theirs[s + lane]
            at += first * column
            bt += second * column
        }
        return (
            SIMD4(ap.sum(), aq.sum(), ar.sum(), at.sum()),
            SIMD4(bp.sum(), bq.sum(), br.sum(), bt.sum())
        )
    }
}

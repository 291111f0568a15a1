extension SimilarityHistogram {
    /// Greatest number a histogram may count; hostile bytes cannot make sums overflow.
    static let countMax: UInt64 = 1 << 60

    /// Writes the bins that are not empty: their number, then for each the distance from the bin
    /// before and the count.
    func write(to writer: inout ByteWriter) {
        let used = bins.indices.filter { bins[$0] > 0 }
        writer.append(variable: UInt64(used.count))
        var next = 0
        for bin in used {
            writer.append(variable: UInt64(bin - next))
            writer.append(variable: bins[bin])
            next = bin + 1
        }
    }

    /// Reads what `write` wrote.
    init(from reader: inout ByteReader) throws(CalibrationError) {
        let used = try reader.variable()
        guard used <= Self.binCount else {
            throw .impossibleValue(field: "number of bins", found: used)
        }
        var bins = [UInt64](repeating: 0, count: Self.binCount)
        var total: UInt64 = 0
        var next: UInt64 = 0
        for _ in 0..<used {
            let gap = try reader.variable()
            guard gap < Self.binCount, next + gap < Self.binCount else {
                throw .impossibleValue(field: "bin", found: gap)
            }
            let count = try reader.variable()
            guard count > 0, count <= Self.countMax, total <= Self.countMax - count else {
                throw .impossibleValue(field: "count", found: count)
            }
            bins[Int(next + gap)] = count
            total += count
            next += gap + 1
        }
        self.init(bins: bins)
    }
}

/// How often each similarity was seen: a quantile sketch of fixed, fine bins over -1...1.
///
/// Two histograms add up to the histogram of both, whatever the order, so parts may be counted
/// apart. A bin is 1/2048 wide; over that width the rate of stranger pairs changes by 2 % even in
/// the far tail, so reading between the edges of a bin costs next to nothing.
public struct SimilarityHistogram: Sendable, Hashable {
    /// Bins; the first begins at -1, the last ends at 1.
    public static let binCount = 4_096

    /// Width of a bin.
    public static let binWidth = 2 / Double(binCount)

    /// Similarities seen in all.
    public private(set) var count: UInt64 = 0

    /// Similarities seen in each bin.
    public private(set) var bins: [UInt64]

    /// Makes an empty histogram.
    public init() {
        bins = [UInt64](repeating: 0, count: Self.binCount)
    }

    /// Takes counts.
    ///
    /// - Precondition: one count a bin, and their sum is less than 2^63.
    init(bins: [UInt64]) {
        precondition(bins.count == Self.binCount)
        self.bins = bins
        self.count = bins.reduce(0, +)
    }

    /// The bin a similarity falls into; values beyond -1...1 (rounding) go to the outermost bins.
    @inline(__always)
    static func bin(of similarity: Float) -> Int {
        let place = (similarity + 1) * Float(binCount / 2)
        // The first comparison is false for a NaN, which so lands in the lowest bin.
        guard place >= 0 else { return 0 }
        return place < Float(binCount) ? Int(place) : binCount - 1
    }

    /// The similarity a bin begins at.
    static func lowerEdge(ofBin bin: Int) -> Double { Double(bin) * binWidth - 1 }

    /// Counts a similarity.
    public mutating func add(_ similarity: Float) {
        bins[Self.bin(of: similarity)] += 1
        count += 1
    }

    /// Counts everything another histogram counted.
    public mutating func add(_ other: SimilarityHistogram) {
        for bin in bins.indices { bins[bin] += other.bins[bin] }
        count += other.count
    }

    /// How many were at least this close; a fraction where the value cuts a bin.
    public func countAtOrAbove(_ similarity: Float) -> Double {
        let cut = Self.bin(of: similarity)
        let above = bins[(cut + 1)...].reduce(0, +)
        let edge = Self.lowerEdge(ofBin: cut)
        let share = 1 - (Double(similarity) - edge) / Self.binWidth
        return Double(above) + Double(bins[cut]) * min(1, max(0, share))
    }

    /// The smallest bin edge that at most `rank - 1` of the seen similarities reach.
    ///
    /// It lies above the `rank`-th greatest. Were one more value of the same kind seen, it would
    /// reach this edge with a probability of at most `rank / (count + 1)`.
    /// - Precondition: `1 <= rank <= count`.
    public func edgeAbove(rank: UInt64) -> Float {
        precondition(rank >= 1 && rank <= count)
        var seen: UInt64 = 0
        var bin = Self.binCount
        repeat {
            bin -= 1
            seen += bins[bin]
        } while seen < rank
        return Float(Self.lowerEdge(ofBin: bin + 1))
    }

    /// The similarity that a share of what was seen reaches, read between bin edges.
    ///
    /// - Parameter share: 0...1; 0 gives the greatest edge in use.
    /// - Returns: `nil` when nothing was seen.
    public func similarity(reachedBy share: Double) -> Float? {
        guard count > 0 else { return nil }
        let wanted = min(1, max(0, share)) * Double(count)
        var above = 0.0
        for bin in bins.indices.reversed() where bins[bin] > 0 {
            let here = Double(bins[bin])
            if above + here >= wanted {
                let part = 1 - (wanted - above) / here
                return Float(Self.lowerEdge(ofBin: bin) + part * Self.binWidth)
            }
            above += here
        }
        return -1
    }
}

/// What a gallery keeps of its calibration, with the state of the gallery it was made from.
public struct CalibrationRecord: Sendable, Hashable {
    /// Best hits under one filter.
    public struct Filtered: Sendable, Hashable {
        /// Names the filter; the empty text is "everybody".
        public var filter: String
        /// The best hits under it.
        public var bestHits: BestHitCalibration

        /// Joins the parts.
        public init(filter: String, bestHits: BestHitCalibration) {
            self.filter = filter
            self.bestHits = bestHits
        }
    }

    /// Most filters a record holds; the least recently used goes first.
    public static let filtersMax = 32

    /// Most bytes of a filter's name.
    public static let filterBytesMax = 4_096

    /// Position of the gallery's change log it was made at.
    public var sequence: Int64

    /// Greatest face key there was; a change to a smaller one moved or removed a face.
    public var newestFace: Int64

    /// Entries (people, or faces of an unlabelled gallery) there were.
    public var entries: Int

    /// Pairs of strangers of the whole gallery.
    public var pairs: PairCalibration

    /// Best hits, the most recently used filter first.
    public internal(set) var filtered: [Filtered] = []

    /// Makes a record without best hits.
    public init(sequence: Int64, newestFace: Int64, entries: Int, pairs: PairCalibration) {
        self.sequence = sequence
        self.newestFace = newestFace
        self.entries = entries
        self.pairs = pairs
    }

    /// The best hits under a filter, or `nil`.
    public func bestHits(under filter: String) -> BestHitCalibration? {
        filtered.first { $0.filter == filter }?.bestHits
    }

    /// Says that the best hits under a filter were used, so that others are dropped before them.
    public mutating func touch(_ filter: String) {
        guard filtered.first?.filter != filter,
            let place = filtered.firstIndex(where: { $0.filter == filter })
        else { return }
        filtered.insert(filtered.remove(at: place), at: 0)
    }

    /// Keeps best hits in front of all others and drops what exceeds `filtersMax`, but never
    /// "everybody".
    public mutating func keep(_ bestHits: BestHitCalibration, under filter: String) {
        guard filter.utf8.count <= Self.filterBytesMax else { return }
        filtered.removeAll { $0.filter == filter }
        filtered.insert(Filtered(filter: filter, bestHits: bestHits), at: 0)
        while filtered.count > Self.filtersMax {
            guard let oldest = filtered.lastIndex(where: { !$0.filter.isEmpty }) else { return }
            filtered.remove(at: oldest)
        }
    }
}

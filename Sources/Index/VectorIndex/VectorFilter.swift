/// Which stored vectors a search may answer with.
///
/// Keep one and use it again: an index remembers in it which rows of a segment it admits.
public final class VectorFilter: Sendable {
    /// Segments whose rows are remembered; past it all are forgotten.
    private static let rememberedMax = 64

    let admits: @Sendable (_ id: UInt64, _ group: UInt64?) -> Bool
    private let remembered = Published<[UInt64: AdmittedRows]>([:])

    /// Admits what a predicate admits.
    ///
    /// - Parameter admits: called with an id and its group, from any thread; must always answer
    ///   the same for the same input.
    public init(_ admits: @escaping @Sendable (_ id: UInt64, _ group: UInt64?) -> Bool) {
        self.admits = admits
    }

    /// Admits some ids.
    public convenience init(ids: some Sequence<UInt64>) {
        let set = IDSet(ids)
        self.init { id, _ in set.contains(id) }
    }

    /// Admits the members of some groups, and nothing that has no group.
    public convenience init(groups: some Sequence<UInt64>) {
        let set = IDSet(groups)
        self.init { _, group in
            guard let group else { return false }
            return set.contains(group)
        }
    }

    /// Whether a vector with this id and group may be answered.
    public func admits(id: UInt64, group: UInt64?) -> Bool {
        admits(id, group)
    }

    /// The admitted rows of a sealed segment.
    func admitted(of segment: Segment, count: Int) -> AdmittedRows {
        if let known = remembered.value[segment.serial] { return known }
        var rows = Bitmap(count: count)
        var admittedCount = 0
        for slot in 0..<count {
            let group = segment.planes.groups[slot]
            if admits(segment.planes.ids[slot], group == noGroup ? nil : group) {
                rows[slot] = true
                admittedCount += 1
            }
        }
        let admitted = AdmittedRows(rows: rows, count: admittedCount)
        remembered.updateIfFree { remembered in
            var next = remembered.count < Self.rememberedMax ? remembered : [:]
            next[segment.serial] = admitted
            return next
        }
        return admitted
    }
}

/// Which rows of a segment a filter admits.
struct AdmittedRows {
    let rows: Bitmap
    /// How many it admits.
    let count: Int
}

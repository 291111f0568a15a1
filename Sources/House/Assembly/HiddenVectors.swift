import Synchronization
package import VectorIndex

/// Published vectors that no longer count, and the filters that leave them out.
///
/// Every filter is made once: an index remembers in it which of its rows it admits, and working that
/// out takes a look at each of them.
package final class HiddenVectors: Sendable {
    private static let keptMax = 8

    private struct Joined {
        var asked: VectorFilter
        var both: VectorFilter
    }

    package let ids: Set<UInt64>
    private let visible: VectorFilter
    private let joined = Mutex<[Joined]>([])

    package init(_ ids: Set<UInt64>) {
        self.ids = ids
        let hidden = VectorFilter(ids: ids)
        visible = VectorFilter { id, group in !hidden.admits(id: id, group: group) }
    }

    /// The filter that leaves the hidden ones out and admits of the others what another one does.
    ///
    /// - Returns: `nil` when everything is admitted.
    package func filter(with asked: VectorFilter?) -> VectorFilter? {
        if ids.isEmpty { return asked }
        guard let asked else { return visible }
        return joined.withLock { joined in
            if let known = joined.first(where: { $0.asked === asked }) { return known.both }
            let both = VectorFilter { [visible] id, group in
                visible.admits(id: id, group: group) && asked.admits(id: id, group: group)
            }
            joined.insert(Joined(asked: asked, both: both), at: 0)
            if joined.count > Self.keptMax { joined.removeLast() }
            return both
        }
    }

    /// Hides further ids.
    package func adding(_ more: Set<UInt64>) -> HiddenVectors {
        more.isSubset(of: ids) ? self : HiddenVectors(ids.union(more))
    }
}

/// Which stored vectors a search may answer with.
///
/// Keep one and use it again: an index remembers in it what it worked out for its segments.
public final class VectorFilter: Sendable {
    let admits: @Sendable (_ id: UInt64, _ group: UInt64?) -> Bool

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
}

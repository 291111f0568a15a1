import Synchronization

/// Changes that a caller of `apply` waits for.
final class WaitingBatch: @unchecked Sendable {
    let changes: [VectorChange]
    let position: Int64?
    /// How it ended, once it has; looked at and set with the writer locked.
    var outcome: Result<Void, VectorIndexError>?

    init(changes: [VectorChange], position: Int64?) {
        self.changes = changes
        self.position = position
    }
}

extension VectorIndex {
    /// Batches that share one write and one sync of the log.
    private static let groupMax = 64

    /// Commits checked changes, with those of other callers that came meanwhile: syncing costs the
    /// same for all of them.
    func commit(_ changes: [VectorChange], position: Int64?) throws(VectorIndexError) {
        if isDurable { try ChangeLog.check(changes, dimension: dimension) }
        let own = WaitingBatch(changes: changes, position: position)
        waiting.withLock { $0.append(own) }
        try writer.withLock { writer throws(VectorIndexError) in
            while own.outcome == nil {
                let group = waiting.withLock { waiting in
                    let group = Array(waiting.prefix(Self.groupMax))
                    waiting.removeFirst(group.count)
                    return group
                }
                let outcome = Result { () throws(VectorIndexError) in try commit(group, &writer) }
                for batch in group { batch.outcome = outcome }
            }
            try own.outcome?.get()
        }
    }

    private func commit(
        _ group: [WaitingBatch],
        _ writer: inout IndexWriter
    ) throws(VectorIndexError) {
        try writer.log(group.map(\.changes))
        for batch in group {
            for change in batch.changes {
                writer.apply(change)
            }
            if let position = batch.position {
                writer.position = position
                writer.storage?.position = position
            }
        }
        publish(writer)
    }
}

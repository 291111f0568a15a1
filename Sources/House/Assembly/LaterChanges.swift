import Gallery
import VectorIndex

/// Changes of a gallery later than the index files another process publishes.
struct LaterChanges: Sendable {
    /// The vectors that came or changed; shared by all copies of this value.
    let index: VectorIndex
    /// The last change that is known here or published.
    private(set) var position: Int64
    /// By id, the change that replaced or removed what was published.
    private var sequences: [UInt64: Int64] = [:]

    init(dimension: Int, position: Int64) {
        index = VectorIndex(dimension: dimension, metric: .cosine)
        self.position = position
    }

    var isEmpty: Bool { sequences.isEmpty }

    /// Ids whose published vector no longer counts.
    var replaced: Set<UInt64> { Set(sequences.keys) }

    func adding(_ changes: [GalleryChange]) throws(VectorIndexError) -> LaterChanges {
        guard let last = changes.last else { return self }
        let applied = changes.map(VectorChange.init)
        try index.apply(applied)
        var next = self
        for (change, vector) in zip(changes, applied) {
            next.sequences[vector.id] = change.sequence
        }
        next.position = last.sequence
        return next
    }

    /// Without the changes that were published meanwhile.
    func dropping(upTo published: Int64) throws(VectorIndexError) -> LaterChanges {
        var next = self
        next.sequences = sequences.filter { $0.value > published }
        next.position = max(position, published)
        try index.apply(
            sequences.filter { $0.value <= published }.map { .remove(id: $0.key) }
        )
        return next
    }

    /// A filter that also hides what was published and is no longer true.
    func hidingReplaced(_ filter: VectorFilter?) -> VectorFilter {
        let replaced = replaced
        return VectorFilter { id, group in
            !replaced.contains(id) && (filter?.admits(id: id, group: group) ?? true)
        }
    }
}

extension VectorChange {
    var id: UInt64 {
        switch self {
        case .upsert(let id, _, _): id
        case .remove(let id): id
        }
    }
}

extension GalleryChange {
    var isRemoval: Bool {
        if case .removed = event { true } else { false }
    }
}

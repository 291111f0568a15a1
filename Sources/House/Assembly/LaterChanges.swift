package import Gallery
package import VectorIndex

/// Changes of a gallery later than the index files another process publishes.
///
/// A value stays as it is: searches that hold one see neither later changes nor what was dropped.
package struct LaterChanges: Sendable {
    /// From so many dead rows and a quarter of the live ones on, the vectors are packed together.
    private static let deadRowsMin = 1_024
    /// So many segments are searched beside those that are full before they are packed together.
    private static let segmentsMin = 16
    private static let segmentRows = 4_096

    /// The vectors that came or changed, as of this value.
    package private(set) var vectors: IndexSnapshot
    /// The last change that is known here or published.
    package private(set) var position: Int64
    /// Published vectors that were replaced or removed.
    package private(set) var hidden = HiddenVectors([])
    /// Takes the changes of the next value.
    private var index: VectorIndex
    /// By id, the last change to it.
    private var sequences: [UInt64: Int64] = [:]

    package init(dimension: Int, position: Int64) {
        index = VectorIndex(dimension: dimension, metric: .cosine)
        vectors = index.snapshot()
        self.position = position
    }

    /// With changes that came after `position`.
    ///
    /// - Parameter base: what is published.
    package func adding(
        _ changes: [GalleryChange],
        to base: IndexSnapshot
    ) throws(VectorIndexError) -> LaterChanges {
        guard let last = changes.last else { return self }
        let applied = changes.map(VectorChange.init)
        try index.apply(applied)
        var next = self
        for (change, vector) in zip(changes, applied) {
            next.sequences[vector.id] = change.sequence
        }
        next.position = last.sequence
        next.hidden = hidden.adding(base.held(among: Set(applied.map(\.id))))
        try next.pack(forgetting: changes.contains(where: \.isRemoval))
        return next
    }

    /// Without the changes that were published meanwhile.
    ///
    /// - Parameter base: what is published now.
    package func dropping(
        upTo published: Int64,
        in base: IndexSnapshot
    ) throws(VectorIndexError) -> LaterChanges {
        var next = self
        next.sequences = sequences.filter { $0.value > published }
        next.position = max(position, published)
        next.hidden = HiddenVectors(base.held(among: Set(next.sequences.keys)))
        if next.sequences.isEmpty {
            next.index = VectorIndex(dimension: index.dimension, metric: index.metric)
            next.vectors = next.index.snapshot()
            return next
        }
        let known = sequences.keys.filter { next.sequences[$0] == nil }
        try index.apply(known.map { .remove(id: $0) })
        try next.pack(forgetting: false)
        return next
    }

    /// Overwrites dead rows once there are many; at once when `forgetting` what a removed person left.
    private mutating func pack(forgetting: Bool) throws(VectorIndexError) {
        let rows = index.snapshot().statistics
        let isWorn = rows.removed > Self.deadRowsMin + rows.count / 4
        let isScattered = rows.segments > Self.segmentsMin + rows.count / Self.segmentRows
        if isWorn || isScattered {
            try index.compact()
        } else if forgetting, rows.removed > 0 {
            try index.scrub()
        }
        vectors = index.snapshot()
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

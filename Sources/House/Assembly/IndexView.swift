import Gallery
import VectorIndex

/// What searches look at; replaced whole.
enum IndexView: Sendable {
    /// This process writes the files: what it has applied is in them.
    case writer(VectorIndex)
    /// Another process writes the files; `base` is what it had published when they were looked at
    /// last.
    case reader(VectorIndex, base: IndexSnapshot, later: LaterChanges)
    /// The files can be neither written nor read now; `base` is what was known when they could.
    case memory(base: IndexSnapshot, later: LaterChanges)

    /// The view of a process that knows nothing yet.
    static func empty(dimension: Int) -> IndexView {
        let base = VectorIndex(dimension: dimension, metric: .cosine).snapshot()
        return .memory(base: base, later: LaterChanges(dimension: dimension, position: 0))
    }

    /// What is left of a writer whose files failed it.
    static func stopped(_ files: VectorIndex) -> IndexView {
        // Changes that come between these two are read from the catalogue once more.
        let later = LaterChanges(dimension: files.dimension, position: files.position)
        return .memory(base: files.snapshot(), later: later)
    }

    var hold: StoredIndex.Hold {
        switch self {
        case .writer: .writer
        case .reader: .reader
        case .memory: .memory
        }
    }

    /// The vector index of the files, where they are open.
    var files: VectorIndex? {
        switch self {
        case .writer(let files), .reader(let files, _, _): files
        case .memory: nil
        }
    }

    /// What the files hold.
    var base: IndexSnapshot {
        switch self {
        case .writer(let files): files.snapshot()
        case .reader(_, let base, _), .memory(let base, _): base
        }
    }

    /// Changes later than `base`, in a process that may not write it.
    var later: LaterChanges? {
        switch self {
        case .writer: nil
        case .reader(_, _, let later), .memory(_, let later): later
        }
    }

    /// The last change that is known.
    var position: Int64 {
        switch self {
        case .writer(let files): files.position
        case .reader(_, _, let later), .memory(_, let later): later.position
        }
    }

    var count: Int {
        guard let later else { return base.count }
        return base.count - later.hidden.ids.count + later.vectors.count
    }

    /// With changes that came after `position`; a writer takes them itself.
    func adding(_ changes: [GalleryChange]) throws(VectorIndexError) -> IndexView {
        switch self {
        case .writer(let files):
            guard let last = changes.last else { return self }
            try files.apply(changes.map(VectorChange.init), position: last.sequence)
            return self
        case .reader(let files, let base, let later):
            return .reader(files, base: base, later: try later.adding(changes, to: base))
        case .memory(let base, let later):
            return .memory(base: base, later: try later.adding(changes, to: base))
        }
    }
}

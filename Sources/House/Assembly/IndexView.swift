import VectorIndex

/// What searches look at; replaced whole.
enum IndexView: Sendable {
    /// This process writes the files: what it has applied is in them.
    case writer(VectorIndex)
    /// Another process writes the files; `base` is what it had published when they were looked at
    /// last.
    case reader(VectorIndex, base: IndexSnapshot, later: LaterChanges)

    /// The view of a process that has just opened files to read them.
    static func reading(_ files: VectorIndex) -> IndexView {
        let later = LaterChanges(dimension: files.dimension, position: files.position)
        return .reader(files, base: files.snapshot(), later: later)
    }

    /// What the files hold.
    var base: IndexSnapshot {
        switch self {
        case .writer(let files): files.snapshot()
        case .reader(_, let base, _): base
        }
    }

    /// Changes later than `base`, in a process that may not write it.
    var later: LaterChanges? {
        switch self {
        case .writer: nil
        case .reader(_, _, let later): later
        }
    }

    /// The last change that is known.
    var position: Int64 {
        switch self {
        case .writer(let files): files.position
        case .reader(_, _, let later): later.position
        }
    }

    var count: Int {
        guard let later else { return base.count }
        return base.count - later.hidden.ids.count + later.vectors.count
    }
}

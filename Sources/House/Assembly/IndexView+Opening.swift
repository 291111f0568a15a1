import VectorIndex

extension IndexView {
    /// Opens files to write them; those that are damaged, of another version or not fit are made anew.
    static func writing(
        folder: String,
        _ dimension: Int,
        isFit: (VectorIndex) -> Bool
    ) throws(VectorIndexError) -> IndexView {
        .writer(
            try VectorIndex.opened(
                folder: folder,
                dimension: dimension,
                metric: .cosine,
                durability: .rebuildable,
                isFit: isFit
            )
        )
    }

    /// Opens files to read them, as they were published last.
    static func reading(
        folder: String,
        _ dimension: Int
    ) throws(VectorIndexError) -> IndexView {
        let files = try VectorIndex(reading: folder)
        guard files.dimension == dimension else {
            throw .differentIndex(
                what: "dimension",
                expected: "\(dimension)",
                found: "\(files.dimension)"
            )
        }
        let later = LaterChanges(dimension: dimension, position: files.position)
        return .reader(files, base: files.snapshot(), later: later)
    }

    /// Opens files to write them, else to read them, else nothing.
    ///
    /// - Parameter sequence: the catalogue's last change; files that claim to know more are not fit.
    /// - Returns: also why they can't be written, when it is not that another process does so.
    static func opened(
        folder: String,
        _ dimension: Int,
        knownTo sequence: Int64
    ) -> (IndexView, VectorIndexError?) {
        do throws(VectorIndexError) {
            return (try writing(folder: folder, dimension) { $0.position <= sequence }, nil)
        } catch {
            guard let view = try? reading(folder: folder, dimension) else {
                return (.empty(dimension: dimension), error)
            }
            if case .locked = error { return (view, nil) }
            return (view, error)
        }
    }
}

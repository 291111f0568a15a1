package import FaceTypes
package import Gallery
import Synchronization
import VectorIndex

extension StoredIndex {
    /// Applies what the catalogue logged since, and saves it when this process writes the files.
    package func follow(_ store: any GalleryStore, gallery: GalleryID) async throws {
        try await catchUp(with: store, gallery: gallery)
        try settle()
    }

    /// Applies what the catalogue logged since; saving it can wait.
    ///
    /// - Returns: the faces that went.
    @discardableResult
    package func catchUp(
        with store: any GalleryStore,
        gallery: GalleryID
    ) async throws -> [FaceID] {
        try refresh()
        let follower = IndexFollower(store: store, gallery: gallery, index: self)
        let removed = try await follower.catchUpNamingRemoved()
        return removed + (try await reopen(store, gallery))
    }

    package func apply(_ changes: [GalleryChange]) async throws {
        let present = view
        let fresh = changes.filter { $0.sequence > present.position }
        guard !fresh.isEmpty else { return }
        guard case .writer(let files) = present else {
            show(try present.adding(fresh))
            return
        }
        do throws(VectorIndexError) {
            _ = try present.adding(fresh)
            unsaved.withLock { $0.add(fresh) }
        } catch {
            guard case .writingStopped = error else { throw error }
            stop(files, error)
            show(try view.adding(fresh))
        }
    }

    private func show(_ view: IndexView) { seen.withLock { $0 = view } }

    /// Goes on to what the writer published since; its changes are dropped here.
    ///
    /// Files that can't be read any more are opened again; until then what they held is searched.
    package func refresh() throws {
        guard case .reader(let files, let base, let later) = view, !isRemade else { return }
        do throws(VectorIndexError) {
            let known = files.position
            isRemade = try files.isRemade()
            guard !isRemade, try files.refresh() else { return }
            isRemade = files.position < known
        } catch {
            show(.memory(base: base, later: later))
            note(error)
            return
        }
        guard !isRemade else { return }
        let published = files.snapshot()
        let rest = try later.dropping(upTo: files.position, in: published)
        show(.reader(files, base: published, later: rest))
    }

    /// Opens the files again in a process that could not write them or lost those it read, brings them
    /// up to the catalogue's last change, and only then shows them to searches.
    ///
    /// - Returns: the faces that went and were not known to have gone.
    private func reopen(
        _ store: any GalleryStore,
        _ gallery: GalleryID
    ) async throws -> [FaceID] {
        guard hold != .writer, !isReopening, pauses.withLock({ $0.areOver(at: .now) }) else {
            return []
        }
        isReopening = true
        defer { isReopening = false }
        let known = sequence
        // Of a gallery that is gone nothing is opened: this throws.
        let last = try await store.sequence(of: gallery)
        guard var next = reopened(knownTo: last) else { return [] }
        var applied = Unsaved(openedTo: next)
        var removed: [FaceID] = []
        while true {
            try Task.checkCancellation()
            let page = try await store.changes(
                after: next.position,
                limit: IndexFollower.pageSize,
                in: gallery
            )
            if page.isEmpty { break }
            next = try next.adding(page)
            applied.add(page)
            for change in page where change.sequence > known {
                if case .removed(let face) = change.event { removed.append(face) }
            }
        }
        unsaved.withLock { $0 = applied }
        isRemade = false
        show(next)
        return removed
    }

    private func reopened(knownTo sequence: Int64) -> IndexView? {
        do throws(VectorIndexError) {
            let next = try IndexView.writing(folder: folder, dimension) { $0.position <= sequence }
            note(nil)
            return next
        } catch {
            guard case .locked = error else {
                note(error)
                return nil
            }
        }
        // Another process writes them. Those that are read already go on being read.
        guard hold == .memory || isRemade else {
            note(nil)
            return nil
        }
        do throws(VectorIndexError) {
            let next = try IndexView.reading(folder: folder, dimension)
            note(nil)
            return next
        } catch {
            note(error)
            return nil
        }
    }

    private func note(_ error: VectorIndexError?) {
        failure.withLock { $0 = error }
        if error != nil { pauses.withLock { $0.failed(at: .now) } }
    }
}

extension StoredIndex.Unsaved {
    mutating func add(_ applied: [GalleryChange]) {
        changes += applied.count
        removals = removals || applied.contains(where: \.isRemoval)
    }
}

package import FaceTypes
import Foundation
package import Gallery
import Synchronization
package import VectorIndex

/// A gallery's vector index in the home's files, as its `NeighborIndex`.
///
/// One process at a time writes the files; it follows the catalogue's change log and publishes what
/// it has. Every other process maps what was published and keeps the changes since then in memory,
/// so that each of them answers from the catalogue's last change. The files are a copy: whatever is
/// wrong with them, they are made anew.
package actor StoredIndex: NeighborIndex {
    /// How the files are held.
    package enum Hold: String, Sendable {
        /// This process writes them.
        case writer
        /// Another process writes them.
        case reader
    }

    /// A share of the vectors so great is brought into one segment after catching up.
    private static let bulkShare = 0.25

    package nonisolated let recall: Double
    let filters = FilterShelf()
    let seen: Mutex<IndexView>
    private let folder: String
    private let unsaved = Mutex(Unsaved())

    /// What was applied since the files were written last.
    private struct Unsaved {
        var changes = 0
        var removals = false
    }

    private init(_ view: IndexView, folder: String, recall: Double) {
        self.folder = folder
        self.recall = recall
        seen = Mutex(view)
    }

    package nonisolated var hold: Hold {
        switch view {
        case .writer: .writer
        case .reader: .reader
        }
    }

    nonisolated var view: IndexView { seen.withLock { $0 } }

    /// Opens the index of a gallery: to write it when nobody else does, otherwise to read it.
    ///
    /// - Parameters:
    ///   - folder: made when it is not there.
    ///   - sequence: the catalogue's last change; files that claim to know more were made from
    ///     another catalogue and are made anew.
    ///   - recall: the share of the exact answers to find.
    /// - Throws: `VectorIndexError` when the files can't be written, nor read.
    package static func open(
        folder: String,
        dimension: Int,
        sequence: Int64,
        recall: Double
    ) throws(VectorIndexError) -> StoredIndex {
        try open(folder: folder, dimension: dimension, recall: recall) { $0.position <= sequence }
    }

    /// Begins an empty index in place of what the files hold.
    ///
    /// - Throws: `VectorIndexError.locked` while another process writes them.
    package static func remake(
        folder: String,
        dimension: Int,
        recall: Double
    ) throws(VectorIndexError) -> StoredIndex {
        let base = try VectorIndex.opened(
            folder: folder,
            dimension: dimension,
            metric: .cosine,
            durability: .rebuildable,
            isFit: { _ in false }
        )
        return StoredIndex(.writer(base), folder: folder, recall: recall)
    }

    private static func open(
        folder: String,
        dimension: Int,
        recall: Double,
        isFit: (VectorIndex) -> Bool
    ) throws(VectorIndexError) -> StoredIndex {
        do throws(VectorIndexError) {
            let base = try VectorIndex.opened(
                folder: folder,
                dimension: dimension,
                metric: .cosine,
                durability: .rebuildable,
                isFit: isFit
            )
            return StoredIndex(.writer(base), folder: folder, recall: recall)
        } catch {
            guard case .locked = error else { throw error }
            let view = IndexView.reading(try VectorIndex(reading: folder))
            return StoredIndex(view, folder: folder, recall: recall)
        }
    }

    /// Takes the files of a gallery that is gone away, also from under a process that writes them:
    /// its writes then fail, and leave nothing behind.
    package static func remove(_ folder: String) throws(VectorIndexError) {
        guard FileManager.default.fileExists(atPath: folder) else { return }
        // Moved first, so that nobody opens a folder that is half gone.
        let aside = folder + asideMark + UUID().uuidString
        do {
            try FileManager.default.moveItem(atPath: folder, toPath: aside)
            try FileManager.default.removeItem(atPath: aside)
        } catch {
            throw .system(operation: "remove", file: folder, code: errno)
        }
    }

    /// What stands between the name of a folder that is being removed and a name of its own.
    package static let asideMark = ".discarded-"

    // MARK: Following

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
        if hold == .reader { try refresh() }
        let follower = IndexFollower(store: store, gallery: gallery, index: self)
        return try await follower.catchUpNamingRemoved()
    }

    package nonisolated var sequence: Int64 { view.position }

    package nonisolated var count: Int { view.count }

    package func apply(_ changes: [GalleryChange]) async throws {
        let view = view
        let fresh = changes.filter { $0.sequence > view.position }
        guard let last = fresh.last else { return }
        switch view {
        case .writer(let files):
            try files.apply(fresh.map(VectorChange.init), position: last.sequence)
            unsaved.withLock { unsaved in
                unsaved.changes += fresh.count
                unsaved.removals = unsaved.removals || fresh.contains(where: \.isRemoval)
            }
        case .reader(let files, let base, let later):
            show(.reader(files, base: base, later: try later.adding(fresh, to: base)))
        }
    }

    private func show(_ view: IndexView) { seen.withLock { $0 = view } }

    /// Goes on to what the writer published since; its changes are dropped here.
    package func refresh() throws {
        guard case .reader(let files, _, let later) = view, try files.refresh() else { return }
        let base = files.snapshot()
        let rest = try later.dropping(upTo: files.position, in: base)
        show(.reader(files, base: base, later: rest))
    }

    /// Saves and publishes what was applied since the last time, and overwrites what was removed;
    /// nothing happens in a process that does not write the files.
    ///
    /// After a bulk load everything is brought into one segment. Searches and changes go on
    /// meanwhile; blocks, so a service calls it on a thread for such work.
    package nonisolated func settle() throws {
        guard case .writer(let base) = view else { return }
        let due = unsaved.withLock { unsaved in
            defer { unsaved = Unsaved() }
            return unsaved
        }
        guard due.changes > 0 else { return }
        do {
            if Double(due.changes) > Double(base.count) * Self.bulkShare {
                try base.compact()
            } else if due.removals {
                try base.scrub()
            } else {
                try base.checkpoint()
            }
        } catch {
            unsaved.withLock { unsaved in
                unsaved.changes += due.changes
                unsaved.removals = unsaved.removals || due.removals
            }
            throw error
        }
    }

    /// Reads every byte of the files and says what is wrong with them; blocks.
    package nonisolated func problems() throws -> [String] {
        // Another process may replace files while they are read: what is really wrong stays so.
        let first = try VectorIndex.problems(inFolder: folder)
        guard hold == .reader, !first.isEmpty else { return first.map { "\($0)" } }
        return try VectorIndex.problems(inFolder: folder).map { "\($0)" }
    }

    /// Does a piece of the upkeep that is due: merging segments, measuring, building a graph.
    ///
    /// - Returns: whether there was one.
    package nonisolated func maintain() throws -> Bool {
        guard case .writer(let files) = view else { return false }
        return try files.maintain()
    }

    // MARK: Inspection

    /// The vector index of the files.
    package nonisolated var files: VectorIndex {
        switch view {
        case .writer(let files), .reader(let files, _, _): files
        }
    }
}

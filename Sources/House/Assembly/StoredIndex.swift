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

    /// What searches see; replaced whole.
    private struct View: Sendable {
        var base: VectorIndex
        /// Changes later than `base`, in a process that may not write it.
        var later: LaterChanges?
    }

    package nonisolated let hold: Hold
    package nonisolated let recall: Double
    private let folder: String
    private let seen: Mutex<View>
    private let filters = FilterShelf()
    private let unsaved = Mutex(Unsaved())

    /// What was applied since the files were written last.
    private struct Unsaved {
        var changes = 0
        var removals = false
    }

    private init(base: VectorIndex, hold: Hold, folder: String, recall: Double) {
        self.hold = hold
        self.folder = folder
        self.recall = recall
        let later =
            hold == .reader
            ? LaterChanges(dimension: base.dimension, position: base.position) : nil
        seen = Mutex(View(base: base, later: later))
    }

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
        return StoredIndex(base: base, hold: .writer, folder: folder, recall: recall)
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
            return StoredIndex(base: base, hold: .writer, folder: folder, recall: recall)
        } catch {
            guard case .locked = error else { throw error }
            let base = try VectorIndex(reading: folder)
            return StoredIndex(base: base, hold: .reader, folder: folder, recall: recall)
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

    package nonisolated var sequence: Int64 {
        seen.withLock { $0.later.map(\.position) ?? $0.base.position }
    }

    package nonisolated var count: Int {
        seen.withLock { view in
            guard let later = view.later, !later.isEmpty else { return view.base.count }
            let base = view.base.snapshot()
            return base.count - base.count(of: later.replaced) + later.index.count
        }
    }

    package func apply(_ changes: [GalleryChange]) async throws {
        let known = sequence
        let fresh = changes.filter { $0.sequence > known }
        guard let last = fresh.last else { return }
        let view = seen.withLock { $0 }
        if let later = view.later {
            let next = try later.adding(fresh)
            seen.withLock { $0.later = next }
        } else {
            try view.base.apply(fresh.map(VectorChange.init), position: last.sequence)
            unsaved.withLock { unsaved in
                unsaved.changes += fresh.count
                unsaved.removals = unsaved.removals || fresh.contains { $0.isRemoval }
            }
        }
    }

    /// Goes on to what the writer published since; its changes are dropped here.
    package func refresh() throws {
        let view = seen.withLock { $0 }
        guard let later = view.later, try view.base.refresh() else { return }
        let next = try later.dropping(upTo: view.base.position)
        seen.withLock { $0.later = next }
    }

    /// Saves and publishes what was applied since the last time, and overwrites what was removed;
    /// nothing happens in a process that does not write the files.
    ///
    /// After a bulk load everything is brought into one segment. Searches and changes go on
    /// meanwhile; blocks, so a service calls it on a thread for such work.
    package nonisolated func settle() throws {
        guard hold == .writer else { return }
        let due = unsaved.withLock { unsaved in
            defer { unsaved = Unsaved() }
            return unsaved
        }
        guard due.changes > 0 else { return }
        let base = seen.withLock { $0.base }
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
        guard hold == .writer else { return false }
        return try seen.withLock { $0.base }.maintain()
    }

    // MARK: Searching

    package nonisolated func nearestFaces(
        to probe: Embedding,
        limit: Int,
        among people: Set<PersonID>?
    ) async throws -> [Neighbor] {
        let view = seen.withLock { $0 }
        let filter = people.map(filters.filter(admitting:))
        guard let later = view.later, !later.isEmpty else {
            return try view.base.nearest(
                to: probe.values,
                limit: limit,
                recall: recall,
                filter: filter
            ).map(Neighbor.init)
        }
        let old = try view.base.nearest(
            to: probe.values,
            limit: limit,
            recall: recall,
            filter: later.hidingReplaced(filter)
        )
        let new = try later.index.nearest(to: probe.values, limit: limit, filter: filter)
        return Self.best(old + new, limit: limit).map(Neighbor.init)
    }

    package nonisolated func nearestPeople(
        to probe: Embedding,
        limit: Int,
        among people: Set<PersonID>?,
        excluding: PersonID?
    ) async throws -> [Neighbor] {
        let view = seen.withLock { $0 }
        let filter = people.map(filters.filter(admitting:))
        let excluded = excluding.map { UInt64($0.rawValue) }
        guard let later = view.later, !later.isEmpty else {
            return try view.base.nearestGroups(
                to: probe.values,
                limit: limit,
                recall: recall,
                filter: filter,
                excludingGroup: excluded
            ).map(Neighbor.init)
        }
        let old = try view.base.nearestGroups(
            to: probe.values,
            limit: limit,
            recall: recall,
            filter: later.hidingReplaced(filter),
            excludingGroup: excluded
        )
        let new = try later.index.nearestGroups(
            to: probe.values,
            limit: limit,
            filter: filter,
            excludingGroup: excluded
        )
        return Self.bestGroups(old + new, limit: limit).map(Neighbor.init)
    }

    /// The closest of two answers; a face may be in both for a moment while changes are published.
    private static func best(_ matches: [VectorMatch], limit: Int) -> [VectorMatch] {
        var ids: Set<UInt64> = []
        return Array(sorted(matches).filter { ids.insert($0.id).inserted }.prefix(limit))
    }

    private static func bestGroups(_ matches: [VectorMatch], limit: Int) -> [VectorMatch] {
        var groups: Set<UInt64> = []
        let first = best(matches, limit: matches.count).filter { match in
            match.group.map { groups.insert($0).inserted } ?? true
        }
        return Array(first.prefix(limit))
    }

    private static func sorted(_ matches: [VectorMatch]) -> [VectorMatch] {
        matches.sorted {
            $0.similarity != $1.similarity ? $0.similarity > $1.similarity : $0.id < $1.id
        }
    }

    // MARK: Inspection

    /// The vector index of the files.
    package nonisolated var files: VectorIndex { seen.withLock { $0.base } }
}

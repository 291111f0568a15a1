import FaceTypes
import Foundation
import Gallery
import HTTPService
import Pools
import Synchronization
import VectorIndex

/// Looks after the index of a gallery while a service runs: follows the change log, saves and
/// publishes, does the upkeep that is due.
final class IndexUpkeep: Sendable {
    private let index: any NeighborIndex
    private let store: any GalleryStore
    private let gallery: GalleryRecord
    /// Writing and merging segments blocks for seconds; one thread does it for all galleries' sake.
    private let pool = BoundedPool(name: "index upkeep", width: 1, queueLimit: 1)
    private let isSettling = Mutex(false)
    private let lastCheck = Mutex<IndexCheck?>(nil)

    init(index: any NeighborIndex, store: any GalleryStore, gallery: GalleryRecord) {
        self.index = index
        self.store = store
        self.gallery = gallery
    }

    /// Brings the index up to the catalogue's last change; saving goes on afterwards.
    ///
    /// - Returns: the faces that went.
    func catchUp() async throws -> [FaceID] {
        guard let stored = index as? StoredIndex else {
            return try await IndexFollower(store: store, gallery: gallery.id, index: index)
                .catchUpNamingRemoved()
        }
        let removed = try await stored.catchUp(with: store, gallery: gallery.id)
        settle(stored)
        return removed
    }

    private func settle(_ stored: StoredIndex) {
        let begins = isSettling.withLock { isSettling in
            defer { isSettling = true }
            return !isSettling
        }
        guard begins else { return }
        Task {
            // What failed is tried again with the next change; the catalogue has everything.
            try? await pool.run {
                try stored.settle()
                while try stored.maintain() {}
            }
            isSettling.withLock { $0 = false }
        }
    }

    func state() async throws -> IndexState {
        let counts = try await store.statistics(of: gallery.id)
        let vectors = await index.count
        let statistics = (index as? StoredIndex)?.files.snapshot().statistics
        let floats = gallery.pack.dimension * MemoryLayout<Float>.size
        let bytes = (statistics?.codeBytesPerRow ?? 0) + floats
        return IndexState(
            vectors: vectors,
            bytes: vectors * bytes,
            generation: await index.sequence,
            catalogueFaces: counts.faces,
            lastCheck: lastCheck.withLock { $0 }
        )
    }

    /// Checks every byte of the files, compares the faces with the catalogue's, and measures recall
    /// against exact search.
    func check() async throws -> IndexState {
        let found = try await checked()
        lastCheck.withLock { $0 = found }
        return try await state()
    }

    private func checked() async throws -> IndexCheck {
        guard let stored = index as? StoredIndex else {
            return IndexCheck(at: Self.now, faults: [], recall: nil)
        }
        var faults = try await pool.run { try stored.problems() }
        if faults.isEmpty {
            let compared = try await IndexComparison(store: store, gallery: gallery, index: stored)
                .run()
            faults = compared.faults
        }
        let recall = try await pool.run {
            stored.files.snapshot().checkRecall(asked: stored.recall)?.reached
        }
        return IndexCheck(at: Self.now, faults: faults, recall: recall)
    }

    private static var now: String { Date().formatted(.iso8601) }
}

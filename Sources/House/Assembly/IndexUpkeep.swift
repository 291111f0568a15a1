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
    private let index: StoredIndex
    private let store: any GalleryStore
    private let gallery: GalleryRecord
    /// Writing and merging segments blocks for seconds; one thread does it for all galleries' sake.
    private let pool = BoundedPool(name: "index upkeep", width: 1, queueLimit: 1)
    private let isSettling = Mutex(false)
    private let lastCheck = Mutex<IndexCheck?>(nil)

    init(index: StoredIndex, store: any GalleryStore, gallery: GalleryRecord) {
        self.index = index
        self.store = store
        self.gallery = gallery
    }

    /// Brings the index up to the catalogue's last change; saving goes on afterwards.
    ///
    /// - Returns: the faces that went.
    func catchUp() async throws -> [FaceID] {
        let removed = try await index.catchUp(with: store, gallery: gallery.id)
        settle()
        return removed
    }

    /// Why the index files can't be written or read now; searches go on, and it is tried again.
    var trouble: (any Error)? { index.trouble }

    private func settle() {
        let begins = isSettling.withLock { isSettling in
            defer { isSettling = true }
            return !isSettling
        }
        guard begins else { return }
        Task {
            // The index knows what failed, goes on without its files, and opens them again when it
            // catches up.
            try? await pool.run { [index] in
                try index.settle()
                while try index.maintain() {}
            }
            isSettling.withLock { $0 = false }
        }
    }

    func state() async throws -> IndexState {
        let counts = try await store.statistics(of: gallery.id)
        let vectors = index.count
        let statistics = index.base.statistics
        return IndexState(
            vectors: vectors,
            bytes: vectors * (statistics.codeBytesPerRow + statistics.floatBytesPerRow),
            generation: index.sequence,
            catalogueFaces: counts.faces,
            lastCheck: lastCheck.withLock { $0 },
            hold: index.hold.rawValue,
            trouble: trouble.map { "\($0)" }
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
        var faults = try await pool.run { [index] in try index.problems() }
        if faults.isEmpty {
            let compared = try await IndexComparison(store: store, gallery: gallery, index: index)
                .run()
            faults = compared.faults
        }
        let recall = try await pool.run { [index] in
            index.base.checkRecall(asked: index.recall)?.reached
        }
        return IndexCheck(at: Self.now, faults: faults, recall: recall)
    }

    private static var now: String { Date().formatted(.iso8601) }
}

import FaceTypes
import Gallery
import ObjectStorage

/// Deletes the objects no record refers to: those a removal or a refusal left, and those of
/// processes that died between storing and recording.
///
/// Safe beside any number of workers and services on the same home: judging and deleting happen
/// while nobody is between storing an object and committing its record, see `ObjectStore.sweep`. A
/// sweep that dies halfway is done by the next one, for both lists outlive it.
struct OrphanSweep: Sendable {
    /// Objects deleted before others get their turn to store.
    static let batchMax = 10_000

    let store: any GalleryStore
    let objects: any ObjectStore

    /// - Returns: how many there were.
    @discardableResult
    func run() async throws -> Int {
        var count = 0
        while true {
            let swept = try await objects.sweep { [store, objects] stranded in
                let listed = try await store.orphanedObjects().prefix(Self.batchMax)
                let unrecorded = try await store.unrecordedObjects(among: stranded)
                let orphans = Set(listed).union(unrecorded)
                if orphans.isEmpty { return 0 }
                try await objects.delete(Array(orphans))
                try await store.forgetOrphans(Array(listed))
                return orphans.count
            }
            count += swept
            if swept < Self.batchMax { return count }
        }
    }
}

public import FaceTypes
import Foundation
public import Gallery
import Ingest

extension House {
    /// Removes a person: bystanders' crops first, then the catalogue, then the objects, the index and
    /// the record of crawls.
    ///
    /// Once the catalogue has committed nothing throws: see `RemovalReceipt.due`.
    public func remove(
        _ person: PersonID,
        from gallery: GalleryRecord,
        in store: any GalleryStore
    ) async throws -> RemovalReceipt {
        let keys = try await keys(of: person, in: gallery, of: store)
        var receipt = try await removal(in: store).remove(person, from: gallery)
        do {
            try EvidenceFile.strike(keys, home: settings.home, gallery: gallery.name)
        } catch {
            receipt.due.insert(.evidence)
        }
        return await forgotten(receipt, from: gallery, in: store)
    }

    /// Removes a photo with all its faces.
    ///
    /// - Returns: `nil` when there is no such photo.
    public func remove(
        photo: PhotoID,
        from gallery: GalleryRecord,
        in store: any GalleryStore
    ) async throws -> RemovalReceipt? {
        guard let receipt = try await removal(in: store).remove(photo, from: gallery) else {
            return nil
        }
        return await forgotten(receipt, from: gallery, in: store)
    }

    /// Takes what was removed out of the index too; that it fails must not hide that the removal is
    /// done.
    func forgotten(
        _ receipt: RemovalReceipt,
        from gallery: GalleryRecord,
        in store: any GalleryStore
    ) async -> RemovalReceipt {
        do {
            try await forgetRemoved(from: gallery, in: store)
            return receipt
        } catch {
            var receipt = receipt
            receipt.due.insert(.index)
            return receipt
        }
    }

    /// Removes a gallery with all it holds, its index files too.
    ///
    /// - Returns: how many stored objects went with it.
    public func removeGallery(
        _ gallery: GalleryRecord,
        from store: any GalleryStore
    ) async throws -> Int {
        do {
            let objects = try await removal(in: store).remove(gallery)
            try await sweepIndexes(in: store)
            return objects
        } catch {
            // The gallery may be gone although its objects are not: its index has to go too.
            try? await sweepIndexes(in: store)
            throw error
        }
    }

    /// Deletes the index files of galleries that are gone, also those an earlier crash left.
    func sweepIndexes(in store: any GalleryStore) async throws {
        let folder = settings.home.index
        // Listed before the galleries: an id is never used again, so a folder found here belongs to a
        // gallery that is among them, or to none.
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        let kept = Set(try await store.galleries().map { "\($0.id.rawValue)" })
        for name in names where !kept.contains(name) {
            let isFolder = Int64(name) != nil || name.contains(StoredIndex.asideMark)
            if isFolder { try StoredIndex.remove(folder + "/" + name) }
        }
    }

    /// Takes removed vectors out of the index files; another process that writes them does so
    /// itself when it follows the change log.
    ///
    /// - Throws: also when nobody can write them now; then they hold the vectors still.
    func forgetRemoved(
        from gallery: GalleryRecord,
        in store: any GalleryStore
    ) async throws {
        guard FileManager.default.fileExists(atPath: indexFolder(of: gallery.id)) else { return }
        let stored = try await storedIndex(of: gallery, in: store)
        try await stored.follow(store, gallery: gallery.id)
        if let trouble = stored.trouble { throw trouble }
    }

    /// Deletes the objects no record refers to any more, also those an earlier crash left.
    ///
    /// - Returns: how many there were.
    @discardableResult
    public func sweepOrphans(in store: any GalleryStore) async throws -> Int {
        try await removal(in: store).sweepOrphans()
    }

    func removal(in store: any GalleryStore) -> Removal {
        Removal(store: store, objects: objects(), pool: pool())
    }
}

public import FaceTypes
import Foundation
import GRDB
public import Gallery

extension SQLiteGallery {
    /// What removing a person will take away, and whose crops must be made first.
    public func removalPlan(
        for person: PersonID,
        in gallery: GalleryID
    ) async throws -> RemovalPlan {
        try await read { db in
            try PersonRows.require(person, in: gallery, db)
            let faces = try FaceRows.faces(of: person, db)
            let photos = try Removal.photos(of: person, db)
            let bystanders = try photos.flatMap { try FaceRows.faces(in: $0, db) }
                .filter { $0.person != person && $0.photoStored && $0.crop == nil }
            return RemovalPlan(
                person: person,
                faces: faces,
                photos: photos,
                bystanders: bystanders
            )
        }
    }

    /// Removes a person and leaves a suppression record.
    public func remove(
        _ person: PersonID,
        bystanderCrops: [FaceID: ContentHash],
        from gallery: GalleryID
    ) async throws -> RemovalReceipt {
        let receipt = try await write { db in
            try PersonRows.require(person, in: gallery, db)
            var removal = try Removal(from: gallery, db)
            return try removal.remove(person, bystanderCrops: bystanderCrops)
        }
        return await scrubbed(receipt)
    }

    /// Removes a photo with all its faces and suppresses it.
    public func remove(
        _ photo: PhotoID,
        from gallery: GalleryID
    ) async throws -> RemovalReceipt? {
        let receipt = try await write { db -> RemovalReceipt? in
            let exists = try Bool.fetchOne(
                db,
                sql: "SELECT EXISTS (SELECT 1 FROM photo WHERE id = ? AND gallery = ?)",
                arguments: [photo.rawValue, gallery.rawValue]
            )
            guard exists == true else { return nil }
            var removal = try Removal(from: gallery, db)
            return try removal.remove(photo)
        }
        guard let receipt else { return nil }
        return await scrubbed(receipt)
    }

    /// Removes a gallery with all it holds; suppression records stay for a later one of its name.
    /// - Returns: the objects nothing refers to any more.
    public func removeGallery(_ gallery: GalleryID) async throws -> [ContentHash] {
        let orphans = try await write { db in
            _ = try Self.gallery(gallery, db)
            return try Removal.removeGallery(gallery, db)
        }
        _ = await scrub()
        return orphans
    }

    /// Writes the whole catalogue anew and empties its log, so that nothing deleted is left in them,
    /// whatever their size.
    ///
    /// Other processes can read but not write meanwhile.
    /// - Returns: `false` when somebody was reading; the log is emptied at the next opening.
    public func rewrite() async throws -> Bool {
        try await writeWithoutTransaction { db in
            try db.execute(sql: "VACUUM")
            return try CatalogueScrubbing.emptyLog(db)
        }
    }

    /// Objects that lost their last record, or whose enrolment was refused, and that nobody has
    /// reported deleted yet.
    public func orphanedObjects() async throws -> [ContentHash] {
        try await read { db in try OrphanSearch.due(db) }
    }

    /// Which of these objects no record of any gallery refers to.
    public func unrecordedObjects(
        among objects: [ContentHash]
    ) async throws -> [ContentHash] {
        if objects.isEmpty { return [] }
        return try await read { db in try OrphanSearch.unrecorded(objects, db) }
    }

    /// Strikes objects off the list of orphans, once they are gone from object storage, and
    /// overwrites their addresses.
    public func forgetOrphans(_ objects: [ContentHash]) async throws {
        if objects.isEmpty { return }
        try await write { db in
            try OrphanSearch.forget(objects, db)
            try CatalogueScrubbing.require(db)
        }
        _ = await scrub()
    }

    private func scrubbed(_ receipt: RemovalReceipt) async -> RemovalReceipt {
        var receipt = receipt
        receipt.scrubbed = await scrub()
        return receipt
    }

    /// Overwrites what a committed removal left.
    ///
    /// Failing here is no failure of the removal, whose receipt must reach the caller: the work
    /// stays due, and is done at the next removal or opening.
    private func scrub() async -> Bool {
        do {
            return try await writeWithoutTransaction { [settings] db in
                try CatalogueScrubbing.finish(db, settings: settings)
            }
        } catch {
            return false
        }
    }
}

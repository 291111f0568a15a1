import FaceTypes
import Foundation
import GRDB
import Gallery

/// Takes people and photos out of one gallery inside a transaction.
struct Removal {
    private let db: Database
    private let gallery: GalleryRecord
    private let marks: SuppressionMarks
    private var log: ChangeLog
    private var orphans = OrphanSearch()
    /// Where the removed photos were read.
    private var places: Set<String> = []
    /// Their pages, and how many of them named each.
    private var pages: [String: Int] = [:]

    init(from id: GalleryID, _ db: Database) throws {
        self.db = db
        gallery = try SQLiteGallery.gallery(id, db)
        marks = try SQLiteGallery.marks(for: gallery, db)
        log = try ChangeLog(of: id, db)
    }

    /// The photos that show a person, oldest first.
    static func photos(of person: PersonID, _ db: Database) throws -> [PhotoID] {
        try Int64.fetchAll(
            db,
            sql: "SELECT DISTINCT photo FROM face WHERE person = ? ORDER BY photo",
            arguments: [person.rawValue]
        ).map(PhotoID.init)
    }

    mutating func remove(
        _ person: PersonID,
        bystanderCrops: [FaceID: ContentHash]
    ) throws -> RemovalReceipt {
        let photos = try Self.photos(of: person, db)
        let faces = try FaceRows.faces(of: person, db)
        let jobs = try JobRows.remove(of: person, from: gallery.id, db)
        try ReviewTable.forget(person, db)
        for photo in photos { try suppress(photo) }
        try delete(faces)
        for photo in photos {
            let bystanders = try FaceRows.faces(in: photo, db)
            for face in bystanders { try keepCrop(bystanderCrops[face.id], of: face) }
            try bystanders.isEmpty ? delete(photo) : reduce(photo)
        }
        try suppressAndDelete(person)
        var receipt = try finish(person: person, faces: faces, photos: photos)
        receipt.jobs = jobs
        return receipt
    }

    mutating func remove(_ photo: PhotoID) throws -> RemovalReceipt {
        let faces = try FaceRows.faces(in: photo, db).map(\.id)
        try suppress(photo)
        try delete(faces)
        try delete(photo)
        return try finish(person: nil, faces: faces, photos: [photo])
    }

    static func removeGallery(_ gallery: GalleryID, _ db: Database) throws -> [ContentHash] {
        var orphans = OrphanSearch()
        try orphans.noteObjects(ofGallery: gallery, db)
        try db.execute(
            sql: """
                DELETE FROM embedding WHERE face IN (SELECT id FROM face WHERE gallery = ?1)
                """,
            arguments: [gallery.rawValue]
        )
        for table in ["person_key", "person_alias", "merged_key"] {
            try db.execute(
                sql: """
                    DELETE FROM \(table)
                    WHERE person IN (SELECT id FROM person WHERE gallery = ?)
                    """,
                arguments: [gallery.rawValue]
            )
        }
        for table in ["face", "photo", "person", "change", "derived", "job", "review"] {
            try db.execute(
                sql: "DELETE FROM \(table) WHERE gallery = ?",
                arguments: [gallery.rawValue]
            )
        }
        try db.execute(sql: "DELETE FROM gallery WHERE id = ?", arguments: [gallery.rawValue])
        try CatalogueScrubbing.require(db)
        return try orphans.writeDown(db)
    }

    private mutating func finish(
        person: PersonID?,
        faces: [FaceID],
        photos: [PhotoID]
    ) throws -> RemovalReceipt {
        try suppressAddresses()
        try log.finish()
        try db.execute(
            sql: "DELETE FROM derived WHERE gallery = ?",
            arguments: [gallery.id.rawValue]
        )
        try CatalogueScrubbing.require(db)
        return RemovalReceipt(
            person: person,
            faces: faces,
            photos: photos,
            orphanedObjects: try orphans.writeDown(db),
            scrubbed: false
        )
    }

    private mutating func delete(_ faces: [FaceID]) throws {
        for face in faces {
            let crop = try Data.fetchOne(
                db,
                sql: "SELECT crop FROM face WHERE id = ? AND crop IS NOT NULL",
                arguments: [face.rawValue]
            )
            if let crop { orphans.note(crop) }
            try db.execute(
                sql: "DELETE FROM embedding WHERE face = ?",
                arguments: [face.rawValue]
            )
            try db.execute(sql: "DELETE FROM face WHERE id = ?", arguments: [face.rawValue])
            try ReviewTable.forget(face, db)
            try log.note(face, live: false)
        }
    }

    private func delete(_ photo: PhotoID) throws {
        try db.execute(sql: "DELETE FROM photo WHERE id = ?", arguments: [photo.rawValue])
    }

    private func keepCrop(_ crop: ContentHash?, of face: StoredFace) throws {
        guard let crop, face.crop == nil else { return }
        try db.execute(
            sql: "UPDATE face SET crop = ? WHERE id = ?",
            arguments: [Data(crop.bytes), face.id.rawValue]
        )
    }

    /// Leaves of a photo what its bystanders' crops need: its size, author, licence and restrictions.
    private func reduce(_ photo: PhotoID) throws {
        let row = try Row.fetchOne(
            db,
            sql: "SELECT hash FROM photo WHERE id = ?",
            arguments: [photo.rawValue]
        )
        guard let row, let hash = ContentHash(bytes: [UInt8](row[0] as Data)) else { return }
        try db.execute(
            sql: """
                UPDATE photo SET hash = ?, perceptual_hash = 0, byte_count = 0, origin = '',
                    source = NULL, sha1 = NULL, year = NULL, stored = 0
                WHERE id = ?
                """,
            arguments: [Data(marks.standIn(for: hash).bytes), photo.rawValue]
        )
    }
}

// MARK: - Suppression

extension Removal {
    /// Marks a photo's hash, look and addresses.
    private mutating func suppress(_ photo: PhotoID) throws {
        let row = try Row.fetchOne(
            db,
            sql: "SELECT hash, perceptual_hash, origin, source, stored FROM photo WHERE id = ?",
            arguments: [photo.rawValue]
        )
        guard let row, let hash = ContentHash(bytes: [UInt8](row[0] as Data)) else { return }
        let origin: String = row[2]
        let stored: Bool = row[4]
        if stored { orphans.note(row[0]) }
        // The record of an already reduced photo names nothing that could be enrolled again.
        if origin.isEmpty, !stored { return }
        try insert(marks.photo(hash), .photo)
        let look = UInt64(bitPattern: row[1] as Int64)
        for mark in marks.perceptual(around: look) {
            try insert(mark, .perceptual)
        }
        if PhotoOrigin.namesPlace(origin) { places.insert(origin) }
        if let page = row[3] as String?, !page.isEmpty { pages[page, default: 0] += 1 }
    }

    /// Marks the removed photos' addresses, but for those that stand for more than one photo, and
    /// must not keep other people's photos out.
    ///
    /// Such are the places a remaining photo names too, a clip's for instance. Of pages only those
    /// are marked that no second photo of the gallery ever bore, remaining or removed: a data set's
    /// page is on every photo of it, and the last of them to be removed does not make it its own.
    private mutating func suppressAddresses() throws {
        var shared = Set(pages.filter { $0.value > 1 }.keys)
        let rows = try Row.fetchCursor(
            db,
            sql: "SELECT origin, source FROM photo WHERE gallery = ?",
            arguments: [gallery.id.rawValue]
        )
        while !(places.isEmpty && pages.isEmpty), let row = try rows.next() {
            for address in [row[0], row[1]] as [String?] {
                guard let address else { continue }
                places.remove(address)
                if pages[address] != nil { shared.insert(address) }
            }
        }
        for page in pages.keys where !shared.contains(page) {
            if try SQLiteGallery.isSuppressed(marks.sharedPage(page), db) { shared.insert(page) }
        }
        for page in shared { try insert(marks.sharedPage(page), .sharedPage) }
        for address in places.union(pages.keys).subtracting(shared) {
            try insert(marks.address(address), .address)
        }
    }

    private func suppressAndDelete(_ person: PersonID) throws {
        try db.execute(
            sql: """
                INSERT OR IGNORE INTO suppression (mark, kind)
                SELECT mark, ? FROM person_key WHERE person = ?
                """,
            arguments: [SuppressionMarks.Kind.personKey.rawValue, person.rawValue]
        )
        for table in ["person_key", "person_alias", "merged_key"] {
            try db.execute(
                sql: "DELETE FROM \(table) WHERE person = ?",
                arguments: [person.rawValue]
            )
        }
        try db.execute(sql: "DELETE FROM person WHERE id = ?", arguments: [person.rawValue])
    }

    private func insert(_ mark: Data, _ kind: SuppressionMarks.Kind) throws {
        let statement = try db.cachedStatement(
            sql: "INSERT OR IGNORE INTO suppression (mark, kind) VALUES (?, ?)"
        )
        try statement.execute(arguments: [mark, kind.rawValue])
    }
}

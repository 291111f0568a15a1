public import FaceTypes
import Foundation
import GRDB
public import Gallery

extension SQLiteGallery {
    /// Finds the person with this key, or makes them; `nil` when the key is suppressed.
    public func person(
        withKey key: String,
        name: String,
        metadata: PersonMetadata,
        in gallery: GalleryID
    ) async throws -> PersonRecord? {
        let claim = PersonClaim(key: key, name: name, metadata: metadata)
        return try await people(claimed: [claim], in: gallery).first ?? nil
    }

    /// The person with this key, or the one they were merged into.
    public func person(
        keyed key: String,
        in gallery: GalleryID
    ) async throws -> PersonRecord? {
        try await read { db in
            let marks = try Self.marks(for: Self.gallery(gallery, db), db)
            return try PersonRows.holder(of: marks.personKey(key), db)
        }
    }

    /// Finds or makes several people in one transaction.
    public func people(
        claimed claims: [PersonClaim],
        in gallery: GalleryID
    ) async throws -> [PersonRecord?] {
        // Most claims of a resumed ingest say nothing new; they need not wait for a writer.
        let known = try await read { db in
            try PersonRows.answersWithoutWriting(claims, in: gallery, db)
        }
        if let known { return known }
        return try await write { db in
            let marks = try Self.marks(for: Self.gallery(gallery, db), db)
            return try claims.map { claim in
                try PersonRows.foundOrMade(
                    claim,
                    mark: marks.personKey(claim.key),
                    in: gallery,
                    db
                )
            }
        }
    }

    /// Changes what is known of a person, part by part.
    public func change(
        _ person: PersonID,
        metadata change: MetadataChange,
        in gallery: GalleryID
    ) async throws -> PersonRecord {
        try await write { db in
            guard var record = try PersonRows.find(person, in: gallery, db) else {
                throw GalleryError.noSuchPerson(person)
            }
            record.metadata = change.applied(to: record.metadata)
            try PersonRows.write(record.metadata, of: person, db)
            return record
        }
    }

    /// People in order of id; `named` is compared by Unicode lower case.
    public func people(
        in gallery: GalleryID,
        named: String?,
        after: PersonID?,
        limit: Int
    ) async throws -> [PersonRecord] {
        let part = named?.lowercased()
        return try await read { db in
            let rows = try Row.fetchCursor(
                db,
                sql: PersonRows.selection + "WHERE gallery = ? AND id > ? ORDER BY id",
                arguments: [gallery.rawValue, after?.rawValue ?? 0]
            )
            var people: [PersonRecord] = []
            while people.count < limit, let row = try rows.next() {
                let name: String = row[PersonRows.nameColumn]
                if let part, !name.lowercased().contains(part) { continue }
                people.append(try PersonRows.record(row))
            }
            return people
        }
    }

    /// The people with these ids; missing ones are left out.
    public func people(
        _ ids: [PersonID],
        in gallery: GalleryID
    ) async throws -> [PersonRecord] {
        try await read { db in
            try ids.compactMap { id in try PersonRows.find(id, in: gallery, db) }
        }
    }

    /// The people who pass a filter.
    public func people(
        matching filter: PersonFilter,
        in gallery: GalleryID
    ) async throws -> Set<PersonID> {
        try await read { db in
            let rows = try Row.fetchCursor(
                db,
                sql: PersonRows.metadataSelection + "WHERE gallery = ?",
                arguments: [gallery.rawValue]
            )
            let admission = PersonAdmission(filter)
            var passing: Set<PersonID> = []
            while let row = try rows.next() {
                if admission.admits(try PersonRows.metadata(row, from: 1)) {
                    passing.insert(PersonID(row[0]))
                }
            }
            return passing
        }
    }

    /// Gives a person another label.
    public func rename(
        _ person: PersonID,
        to name: String,
        in gallery: GalleryID
    ) async throws {
        try await write { db in
            try db.execute(
                sql: "UPDATE person SET name = ? WHERE id = ? AND gallery = ?",
                arguments: [name, person.rawValue, gallery.rawValue]
            )
            guard db.changesCount == 1 else { throw GalleryError.noSuchPerson(person) }
        }
    }

    /// Moves every face and key of one person to another and drops the first.
    public func merge(
        _ person: PersonID,
        into other: PersonID,
        in gallery: GalleryID
    ) async throws {
        try await write { db in
            for id in [person, other] { try PersonRows.require(id, in: gallery, db) }
            if person == other { return }
            var log = try ChangeLog(of: gallery, db)
            let faces = try Int64.fetchAll(
                db,
                sql: "SELECT id FROM face WHERE person = ? ORDER BY id",
                arguments: [person.rawValue]
            )
            for face in faces { try log.note(FaceID(face), live: true) }
            try log.finish()
            try ReviewTable.move(person, to: other, db)
            for table in ["face", "person_key", "person_alias", "merged_key"] {
                try db.execute(
                    sql: "UPDATE \(table) SET person = ? WHERE person = ?",
                    arguments: [other.rawValue, person.rawValue]
                )
            }
            try db.execute(
                sql: "INSERT INTO merged_key (person, key) SELECT ?, key FROM person WHERE id = ?",
                arguments: [other.rawValue, person.rawValue]
            )
            try db.execute(
                sql: "INSERT INTO person_alias (id, person) VALUES (?, ?)",
                arguments: [person.rawValue, other.rawValue]
            )
            try db.execute(
                sql: "DELETE FROM person WHERE id = ?",
                arguments: [person.rawValue]
            )
        }
    }
}

import FaceTypes
import Foundation
import GRDB
import Gallery

/// Reads and writes rows of the table `person` inside a transaction.
enum PersonRows {
    /// Columns of `record`; a WHERE clause follows.
    static let selection = """
        SELECT id, gender, birth_year, death_year, country, occupations, fame, key, name,
            (SELECT count(DISTINCT photo) FROM face WHERE face.person = person.id)
        FROM person

        """

    /// The id and the columns of `metadata`; a WHERE clause follows.
    static let metadataSelection = """
        SELECT id, gender, birth_year, death_year, country, occupations, fame FROM person

        """

    static let nameColumn = 8

    static func record(_ row: Row) throws -> PersonRecord {
        PersonRecord(
            id: PersonID(row[0]),
            key: row[7],
            name: row[nameColumn],
            metadata: try metadata(row, from: 1),
            photoCount: row[9]
        )
    }

    static func metadata(_ row: Row, from column: Int) throws -> PersonMetadata {
        PersonMetadata(
            gender: row[column],
            birthYear: row[column + 1],
            deathYear: row[column + 2],
            country: row[column + 3],
            occupations: try occupations(row[column + 4]),
            fame: row[column + 5]
        )
    }

    static func find(
        _ id: PersonID,
        in gallery: GalleryID,
        _ db: Database
    ) throws -> PersonRecord? {
        let statement = try db.cachedStatement(
            sql: selection + "WHERE id = ? AND gallery = ?"
        )
        return try Row.fetchOne(statement, arguments: [id.rawValue, gallery.rawValue])
            .map(record)
    }

    static func require(_ id: PersonID, in gallery: GalleryID, _ db: Database) throws {
        let statement = try db.cachedStatement(
            sql: "SELECT EXISTS (SELECT 1 FROM person WHERE id = ? AND gallery = ?)"
        )
        let exists = try Bool.fetchOne(statement, arguments: [id.rawValue, gallery.rawValue])
        guard exists == true else { throw GalleryError.noSuchPerson(id) }
    }

    /// The answers to claims all of whose people are known as claimed, or suppressed.
    /// - Returns: `nil` when something has to be written.
    static func answersWithoutWriting(
        _ claims: [PersonClaim],
        in gallery: GalleryID,
        _ db: Database
    ) throws -> [PersonRecord?]? {
        let marks = try SQLiteGallery.marks(for: SQLiteGallery.gallery(gallery, db), db)
        var answers: [PersonRecord?] = []
        for claim in claims {
            let mark = marks.personKey(claim.key)
            if let person = try holder(of: mark, db) {
                guard overlay(claim, on: person) == person.metadata else { return nil }
                answers.append(person)
            } else if try SQLiteGallery.isSuppressed(mark, db) {
                answers.append(nil)
            } else {
                return nil
            }
        }
        return answers
    }

    /// - Returns: `nil` when the mark is suppressed.
    static func foundOrMade(
        _ claim: PersonClaim,
        mark: Data,
        in gallery: GalleryID,
        _ db: Database
    ) throws -> PersonRecord? {
        if let known = try holder(of: mark, db) { return try updated(known, with: claim, db) }
        if try SQLiteGallery.isSuppressed(mark, db) { return nil }
        return try inserted(claim, mark: mark, in: gallery, db)
    }

    /// The id of whom a key leads to.
    static func id(of mark: Data, _ db: Database) throws -> PersonID? {
        let statement = try db.cachedStatement(
            sql: "SELECT person FROM person_key WHERE mark = ?"
        )
        return try Int64.fetchOne(statement, arguments: [mark]).map(PersonID.init)
    }

    /// Whom a key leads to.
    static func holder(of mark: Data, _ db: Database) throws -> PersonRecord? {
        let statement = try db.cachedStatement(
            sql: selection + "WHERE id = (SELECT person FROM person_key WHERE mark = ?)"
        )
        return try Row.fetchOne(statement, arguments: [mark]).map(record)
    }

    /// What is known of a person after a claim: it replaces, or fills in when the key is not the
    /// person's own.
    private static func overlay(_ claim: PersonClaim, on person: PersonRecord) -> PersonMetadata {
        person.key == claim.key
            ? person.metadata.overlaid(by: claim.metadata)
            : claim.metadata.overlaid(by: person.metadata)
    }

    private static func inserted(
        _ claim: PersonClaim,
        mark: Data,
        in gallery: GalleryID,
        _ db: Database
    ) throws -> PersonRecord {
        let metadata = claim.metadata
        let insertion = try db.cachedStatement(
            sql: """
                INSERT INTO person (gallery, key, name,
                    gender, birth_year, death_year, country, occupations, fame)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
                """
        )
        try insertion.execute(arguments: [
            gallery.rawValue, claim.key, claim.name, metadata.gender, metadata.birthYear,
            metadata.deathYear, metadata.country, try text(of: metadata.occupations),
            metadata.fame,
        ])
        let id = PersonID(db.lastInsertedRowID)
        let key = try db.cachedStatement(
            sql: "INSERT INTO person_key (mark, person) VALUES (?, ?)"
        )
        try key.execute(arguments: [mark, id.rawValue])
        return PersonRecord(
            id: id,
            key: claim.key,
            name: claim.name,
            metadata: metadata,
            photoCount: 0
        )
    }

    private static func updated(
        _ known: PersonRecord,
        with claim: PersonClaim,
        _ db: Database
    ) throws -> PersonRecord {
        let merged = overlay(claim, on: known)
        guard merged != known.metadata else { return known }
        var person = known
        person.metadata = merged
        try write(merged, of: known.id, db)
        return person
    }

    static func write(
        _ metadata: PersonMetadata,
        of person: PersonID,
        _ db: Database
    ) throws {
        let update = try db.cachedStatement(
            sql: """
                UPDATE person SET gender = ?, birth_year = ?, death_year = ?, country = ?,
                    occupations = ?, fame = ?
                WHERE id = ?
                """
        )
        try update.execute(arguments: [
            metadata.gender, metadata.birthYear, metadata.deathYear, metadata.country,
            try text(of: metadata.occupations), metadata.fame, person.rawValue,
        ])
    }

    private static func occupations(_ text: String) throws -> [String] {
        if text == "[]" { return [] }
        return try JSONDecoder().decode([String].self, from: Data(text.utf8))
    }

    private static func text(of occupations: [String]) throws -> String {
        if occupations.isEmpty { return "[]" }
        return String(decoding: try JSONEncoder().encode(occupations), as: UTF8.self)
    }
}

extension PersonMetadata {
    /// What both know; where they differ, what `other` says.
    fileprivate func overlaid(by other: PersonMetadata) -> PersonMetadata {
        PersonMetadata(
            gender: other.gender ?? gender,
            birthYear: other.birthYear ?? birthYear,
            deathYear: other.deathYear ?? deathYear,
            country: other.country ?? country,
            occupations: other.occupations.isEmpty ? occupations : other.occupations,
            fame: other.fame ?? fame
        )
    }
}

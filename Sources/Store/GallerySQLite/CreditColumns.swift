import GRDB
import Gallery

/// The columns of `photo` that hold its credit, in the order everything here reads and writes them.
enum CreditColumns {
    /// Their names.
    static let names = [
        "author", "licence", "licence_address", "source", "restrictions", "sha1", "change_made",
    ]

    /// The names for a `SELECT` or an `INSERT`.
    static let list = names.joined(separator: ", ")

    /// The names for a `SELECT` that joins `photo` with others.
    static let listOfPhoto = names.map { "photo." + $0 }.joined(separator: ", ")

    /// Adds what a credit of the first layouts had no place for.
    static let additions = [
        "ALTER TABLE photo ADD COLUMN restrictions TEXT",
        "ALTER TABLE photo ADD COLUMN sha1 TEXT",
        "ALTER TABLE photo ADD COLUMN change_made TEXT",
    ]

    /// The values to write.
    static func values(_ credit: PhotoCredit) -> [(any DatabaseValueConvertible)?] {
        [
            credit.author, credit.licence, credit.licenceAddress, credit.source,
            credit.restrictions, credit.sha1, credit.change,
        ]
    }

    /// Reads a credit whose first column is `first`.
    static func credit(_ row: Row, from first: Int) -> PhotoCredit {
        PhotoCredit(
            author: row[first],
            licence: row[first + 1],
            licenceAddress: row[first + 2],
            source: row[first + 3],
            restrictions: row[first + 4],
            sha1: row[first + 5],
            change: row[first + 6]
        )
    }
}

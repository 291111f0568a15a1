import Gallery
import Parquet

/// An open Parquet image set, read row by row.
///
/// Any thread may ask.
final class ParquetTable: Sendable {
    private let file: ParquetFile
    private let columns: ParquetColumns
    private let set: String
    private let picture: ParquetColumnReader
    private let name: ParquetColumnReader?
    private let label: ParquetColumnReader?
    private let metadata: [(ParquetColumns.Metadata, ParquetColumnReader)]

    /// What a row says, apart from its picture.
    struct Line: Sendable {
        /// The picture's file name.
        var name: String?
        var claim: PersonClaim?
        var credit: PhotoCredit
        var year: Int?
        /// Year of birth of whom it shows.
        var birthYear: Int?
        var deathYear: Int?
    }

    /// Opens a file.
    ///
    /// - Parameter set: a word for the data set: numbers that no names belong to mean other people in
    ///   another set.
    init(path: String, image: String?, label: String?, set: String) throws {
        file = try ParquetFile(path: path)
        columns = try ParquetColumns(of: file, image: image, label: label)
        self.set = set
        picture = try ParquetColumnReader(file, column: columns.picture)
        let file = file
        name = try columns.name.map { try ParquetColumnReader(file, column: $0) }
        self.label = try columns.label.map { try ParquetColumnReader(file, column: $0) }
        metadata = try columns.metadata.map {
            ($0, try ParquetColumnReader(file, column: $0.column))
        }
    }

    /// Rows of each row group.
    var groupRows: [Int] { file.groupRows }

    /// The bytes of a row's picture; `nil` where it has none.
    func picture(group: Int, row: Int) throws(ParquetError) -> [UInt8]? {
        guard case .bytes(let bytes) = try picture.value(group: group, row: row), !bytes.isEmpty
        else { return nil }
        return Array(bytes)
    }

    /// What a row says.
    ///
    /// - Throws: `ParquetError`; `ManifestRecord.Fault` for a row that makes no sense.
    func line(group: Int, row: Int) throws -> Line {
        let name = try self.name?.value(group: group, row: row).flatMap { Self.text($0) }
        var cells = ["file": name ?? "row"]
        for (column, reader) in metadata {
            guard let value = try reader.value(group: group, row: row) else { continue }
            cells[column.key] = Self.text(value, classes: column.classes)
        }
        if let value = try label?.value(group: group, row: row) {
            let person = person(value)
            cells["person"] = person?.name
            if let key = person?.key, cells["person_id"] == nil { cells["person_id"] = key }
        }
        let record = try ManifestRecord(row: cells)
        return Line(
            name: name,
            claim: record.claim,
            credit: record.credit,
            year: record.year,
            birthYear: record.birthYear,
            deathYear: record.deathYear
        )
    }

    /// Whom a label means: a name, a class by its number, or a number nobody named.
    private func person(_ value: ParquetValue) -> (key: String?, name: String)? {
        guard case .integer(let number) = value else {
            return Self.text(value).map { (nil, $0) }
        }
        guard let classes = columns.classes else {
            return number < 0 ? nil : ("\(set)#\(number)", "\(set) \(number)")
        }
        // Rows of a hidden split have the class -1.
        guard let name = Self.text(value, classes: classes) else { return nil }
        if name.allSatisfy(\.isNumber) { return ("\(set)#\(name)", "\(set) \(name)") }
        let spaced = name.replacing("_", with: " ").split(separator: " ").joined(separator: " ")
        return (name, spaced)
    }

    /// A value as a manifest's cell would have it.
    private static func text(_ value: ParquetValue, classes: [String]? = nil) -> String? {
        switch value {
        case .bytes(let bytes): return String(decoding: bytes, as: UTF8.self)
        case .integer(let number):
            guard let classes else { return "\(number)" }
            return Int(exactly: number).flatMap { classes.indices.contains($0) ? classes[$0] : nil }
        case .number(let number):
            // Columns of whole numbers with gaps become floating-point ones, the gaps no numbers.
            if number.isNaN { return nil }
            return Int(exactly: number).map { "\($0)" } ?? "\(number)"
        }
    }
}

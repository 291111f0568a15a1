import Foundation
import Gallery
import Parquet
import Synchronization

/// Photos in Parquet files, in the layout of Hugging Face image sets, read in place.
///
/// A column of pictures (a structure of `bytes` and `path`, or plain bytes) and one that says whom they
/// show: a name, or a class whose names the file's metadata `huggingface` lists. Columns named as the
/// keys of a manifest's line mean the same as there. All `.parquet` files of a folder are one set,
/// whatever split they belong to.
public struct ParquetSource: PhotoSource {
    /// Most files of a set.
    public static let filesMax = 10_000

    private struct Part: Sendable {
        let path: String
        let rowCount: Int
    }

    private let parts: [Part]
    private let shelf: ParquetShelf
    private let labelled: Bool

    /// Reads the footers of a file, or of all files in a folder and below it.
    ///
    /// - Parameters:
    ///   - image: the column of the pictures; `nil` to find it.
    ///   - label: the column that says whom they show; `nil` to find it.
    ///   - labelled: whether photos get a person at all.
    /// - Throws: `SourceError`, `ParquetError` for a file that can't be used.
    public init(
        path: String,
        image: String? = nil,
        label: String? = nil,
        labelled: Bool = true
    ) throws {
        let paths = try Self.files(at: path)
        self.labelled = labelled
        let shelf = ParquetShelf(
            paths: paths,
            image: image,
            label: label,
            set: Self.setName(of: path)
        )
        parts = try paths.indices.map { index in
            Part(
                path: paths[index],
                rowCount: try shelf.table(index).groupRows.reduce(0, +)
            )
        }
        self.shelf = shelf
        if parts.allSatisfy({ $0.rowCount == 0 }) { throw SourceError.noPhotos(path: path) }
    }

    /// Every row of every file.
    public var expectedCount: Int? { parts.reduce(0) { $0 + $1.rowCount } }

    /// Starts with the first row of the first file.
    public func makeCursor() -> any PhotoCursor { Cursor(source: self) }

    private struct Cursor: PhotoCursor {
        let source: ParquetSource
        var part = 0
        var group = 0
        var row = 0
        /// Rows of the file before this one.
        var number = 0

        init(source: ParquetSource) { self.source = source }

        mutating func next() async throws -> PhotoOffer? {
            while part < source.parts.count {
                do {
                    let rows = try source.shelf.table(part).groupRows
                    while group < rows.count, row >= rows[group] {
                        group += 1
                        row = 0
                    }
                    if group < rows.count { return try offer(rowsOfGroup: rows[group]) }
                    endPart()
                } catch {
                    defer { endPart() }
                    return source.refused(source.parts[part].path, error)
                }
            }
            return nil
        }

        private mutating func endPart() {
            part += 1
            group = 0
            row = 0
            number = 0
        }

        private mutating func offer(rowsOfGroup count: Int) throws -> PhotoOffer {
            let table = try source.shelf.table(part)
            let place = ParquetShelf.Place(part: part, group: group, row: row)
            let origin = "\(source.parts[part].path)#\(number)"
            do {
                let line = try table.line(group: group, row: row)
                row += 1
                number += 1
                return source.offer(line, at: place, origin: origin)
            } catch let error as ParquetError {
                // What is damaged is a page, so the rows behind this one are gone with it.
                number += count - row
                row = count
                return source.refused("\(origin) to \(number - 1)", error)
            } catch {
                row += 1
                number += 1
                return source.refused(origin, error)
            }
        }
    }

    private func offer(
        _ line: ParquetTable.Line,
        at place: ParquetShelf.Place,
        origin: String
    ) -> PhotoOffer {
        let origin = line.name.map { "\(origin):\($0)" } ?? origin
        var candidate = PhotoCandidate(
            origin: origin,
            claim: labelled ? line.claim : nil,
            credit: line.credit,
            year: line.year,
            load: { [shelf] in try shelf.picture(place, origin: origin) }
        )
        candidate.birthYear = line.birthYear
        candidate.deathYear = line.deathYear
        return .photo(candidate)
    }

    private func refused(_ origin: String, _ error: any Error) -> PhotoOffer {
        .refused(
            Reject(
                origin: origin,
                person: nil,
                code: .badRecord,
                detail: (error as? ManifestRecord.Fault)?.sentence ?? "\(error)"
            )
        )
    }

    private static func files(at path: String) throws -> [String] {
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
            throw SourceError.missing(path: path)
        }
        guard isFolder.boolValue else { return [path] }
        guard let walker = FileManager.default.enumerator(atPath: path) else {
            throw SourceError.unreadable(path: path, detail: "permission denied")
        }
        var found: [String] = []
        while let entry = walker.nextObject() as? String {
            let isHidden = entry.split(separator: "/").contains { $0.hasPrefix(".") }
            guard !isHidden, entry.hasSuffix(".parquet") else { continue }
            found.append(path + (path.hasSuffix("/") ? "" : "/") + entry)
            guard found.count <= filesMax else {
                throw SourceError.badSet(
                    path: path,
                    detail: "it holds more than \(filesMax) .parquet files: name a folder below it"
                )
            }
        }
        if found.isEmpty {
            throw SourceError.badSet(path: path, detail: "it holds no .parquet file")
        }
        return found.sorted()
    }

    /// The folder's name, or the file's without its ending and its number among the parts:
    /// `train-00000-of-00003.parquet` is of the set `train`.
    package static func setName(of path: String) -> String {
        let last = path.split(separator: "/").last.map(String.init) ?? path
        guard last.hasSuffix(".parquet") else { return last }
        let stem = last.dropLast(".parquet".count)
        return String(stem.prefixMatch(of: /(.+)-[0-9]+-of-[0-9]+/)?.output.1 ?? stem)
    }
}

/// The files of a set, a few of them open at a time.
final class ParquetShelf: Sendable {
    /// A row of a file.
    struct Place: Sendable, Hashable {
        let part: Int
        let group: Int
        let row: Int
    }

    /// Files that are open at once.
    static let openMax = 4

    private let paths: [String]
    private let image: String?
    private let label: String?
    private let set: String
    private let open = Mutex<[(part: Int, table: ParquetTable)]>([])

    init(paths: [String], image: String?, label: String?, set: String) {
        self.paths = paths
        self.image = image
        self.label = label
        self.set = set
    }

    /// An open file; the one not asked for longest is closed for it.
    func table(_ part: Int) throws -> ParquetTable {
        try open.withLock { open in
            if let found = open.firstIndex(where: { $0.part == part }) {
                let entry = open.remove(at: found)
                open.append(entry)
                return entry.table
            }
            if open.count >= Self.openMax { open.removeFirst() }
            let table = try ParquetTable(
                path: paths[part],
                image: image,
                label: label,
                set: set
            )
            open.append((part, table))
            return table
        }
    }

    /// The bytes of a picture.
    ///
    /// - Throws: `SourceError.unreadable`, `RefusedPhoto` for a row without a picture.
    func picture(_ place: Place, origin: String) throws -> [UInt8] {
        let bytes: [UInt8]?
        do {
            bytes = try table(place.part).picture(group: place.group, row: place.row)
        } catch {
            throw SourceError.unreadable(path: origin, detail: "\(error)")
        }
        guard let bytes else {
            throw RefusedPhoto(
                code: Reject.Code.badRecord.rawValue,
                detail: "the row holds no picture: sets that only name files elsewhere must be "
                    + "fetched with their pictures"
            )
        }
        return bytes
    }
}

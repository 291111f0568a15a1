import Archives
public import Foundation
import Gallery

/// Photos in an uncompressed tar archive, read in place: folders of people as `FolderSource` reads
/// them, or WebDataset samples.
///
/// In a WebDataset sample, files of one stem belong together: `0001.jpg` with `0001.json` beside it,
/// whose keys are those of a manifest's line.
public struct TarSource: PhotoSource {
    /// Largest sidecar, in bytes.
    public static let sidecarBytesMax = 1 << 20

    private let path: String
    private let naming: FolderSource.Naming
    private let reader: TarReader
    private let photos: [TarReader.Place]
    private let sidecars: [String: TarReader.Place]

    /// Lists an archive.
    ///
    /// - Parameter since: offers only files that say they were written at this moment or later, or do
    ///   not say when.
    /// - Throws: `ArchiveError`; `SourceError.noPhotos`.
    public init(path: String, naming: FolderSource.Naming, since: Date? = nil) throws {
        self.path = path
        self.naming = naming
        reader = try TarReader(path: path)
        let places = try reader.places().filter { !Self.isHidden($0.name) }
        let pictures = places.filter { FolderSource.isPicture($0.name) }
        photos = pictures.filter { Self.isChanged($0, since: since) }
        sidecars = Dictionary(
            places.filter { $0.name.hasSuffix(".json") }.map { (Self.stem($0.name), $0) },
            uniquingKeysWith: { _, last in last }
        )
        if pictures.isEmpty { throw SourceError.noPhotos(path: path) }
    }

    /// Every picture of the archive.
    public var expectedCount: Int? { photos.count }

    /// Starts with the archive's first picture.
    public func makeCursor() -> any PhotoCursor { Cursor(source: self) }

    private struct Cursor: PhotoCursor {
        let source: TarSource
        var position = 0

        mutating func next() async throws -> PhotoOffer? {
            guard position < source.photos.count else { return nil }
            defer { position += 1 }
            return source.offer(source.photos[position])
        }
    }

    private func offer(_ place: TarReader.Place) -> PhotoOffer {
        let origin = path + "#" + place.name
        var claim = FolderSource.claim(for: place.name, naming: naming)
        var credit = PhotoCredit()
        var year: Int?
        var birthYear: Int?
        var deathYear: Int?
        if let sidecar = sidecars[Self.stem(place.name)] {
            do {
                let record = try self.record(in: sidecar, of: place)
                claim = record.claim
                credit = record.credit
                year = record.year
                birthYear = record.birthYear
                deathYear = record.deathYear
            } catch {
                return .refused(
                    Reject(
                        origin: path + "#" + sidecar.name,
                        person: nil,
                        code: .badRecord,
                        detail: "not a JSON object with a manifest's keys"
                    )
                )
            }
        }
        var candidate = PhotoCandidate(
            origin: origin,
            claim: naming == .unlabelled ? nil : claim,
            credit: credit,
            year: year,
            load: { [reader] in try reader.content(of: place) }
        )
        candidate.birthYear = birthYear
        candidate.deathYear = deathYear
        return .photo(candidate)
    }

    private func record(
        in sidecar: TarReader.Place,
        of photo: TarReader.Place
    ) throws -> ManifestRecord {
        guard sidecar.size <= Self.sidecarBytesMax else {
            throw SourceError.tooLarge(
                path: sidecar.name,
                bytes: sidecar.size,
                limit: Self.sidecarBytesMax
            )
        }
        let bytes = try reader.content(of: sidecar)
        return try JSONDecoder().decode(Sidecar.self, from: Data(bytes)).record(of: photo.name)
    }

    /// A sample's JSON need not name its photo: the stem does.
    private struct Sidecar: Decodable {
        var fields: ManifestRecord

        init(from decoder: any Decoder) throws {
            fields = try ManifestRecord(from: decoder, file: "")
        }

        func record(of name: String) -> ManifestRecord {
            var record = fields
            record.file = name
            return record
        }
    }

    private static func isChanged(_ place: TarReader.Place, since: Date?) -> Bool {
        guard let since, let seconds = place.modifiedSeconds else { return true }
        return Date(timeIntervalSince1970: Double(seconds)) >= since
    }

    private static func isHidden(_ name: String) -> Bool {
        name.split(separator: "/").contains { $0.hasPrefix(".") && $0 != "." }
    }

    /// The path up to the first dot of its last part, as WebDataset has it.
    private static func stem(_ name: String) -> String {
        let parts = name.split(separator: "/", omittingEmptySubsequences: false)
        let last = parts.last.map { $0.prefix { $0 != "." } } ?? ""
        return (parts.dropLast().map(String.init) + [String(last)]).joined(separator: "/")
    }
}

public import Foundation
import Gallery
import SwiftCSV

/// Photos listed in a JSONL or CSV file, with people, metadata and credits.
///
/// Files are named relative to the manifest's folder and must lie below it; photos of the net are named
/// by their address. A line that makes no sense is refused with its number; the others go on.
public struct ManifestSource: PhotoSource {
    /// Largest manifest, in bytes.
    public static let byteCountMax = 512 << 20

    private enum Content: Sendable {
        case lines(Data)
        case rows([[String: String]])
    }

    private let folder: URL
    private let name: String
    private let content: Content
    private let since: Date?
    private let reader: AddressReader?

    /// Opens a manifest: `.csv` (comma, semicolon or tab) or anything else as JSON lines.
    ///
    /// - Parameters:
    ///   - since: offers only files written at this moment or later; of addresses that is not known,
    ///     and all are offered.
    ///   - reader: the way to photos at addresses; without it lines that name one are refused.
    public init(
        path: String,
        since: Date? = nil,
        reader: AddressReader? = nil
    ) throws(SourceError) {
        self.since = since
        self.reader = reader
        let url = URL(filePath: path).standardizedFileURL
        folder = url.deletingLastPathComponent().resolvingSymlinksInPath()
        name = url.lastPathComponent
        let data = try Self.read(url, path: path)
        guard url.pathExtension.lowercased() == "csv" || url.pathExtension.lowercased() == "tsv"
        else {
            content = .lines(data)
            return
        }
        content = .rows(try Self.parse(data, path: path))
    }

    /// Known for CSV only: counting JSON lines would read the whole file.
    public var expectedCount: Int? {
        switch content {
        case .rows(let rows): rows.count
        case .lines(let data): data.count { $0 == UInt8(ascii: "\n") }
        }
    }

    /// Starts at the first line.
    public func makeCursor() -> any PhotoCursor { Cursor(source: self) }

    private static func read(_ url: URL, path: String) throws(SourceError) -> Data {
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
            throw .missing(path: path)
        }
        if isFolder.boolValue { throw .notAFile(path: path) }
        do {
            let data = try Data(contentsOf: url, options: .mappedIfSafe)
            if data.count > byteCountMax {
                throw SourceError.tooLarge(path: path, bytes: data.count, limit: byteCountMax)
            }
            return data
        } catch let error as SourceError {
            throw error
        } catch {
            throw .unreadable(path: path, detail: error.localizedDescription)
        }
    }

    private static func parse(_ data: Data, path: String) throws(SourceError) -> [[String: String]]
    {
        guard var text = String(data: data, encoding: .utf8) else {
            throw .badManifest(path: path, detail: "it is not UTF-8 text")
        }
        if text.first == "\u{FEFF}" { text.removeFirst() }
        let rows: [[String: String]]
        do {
            rows = try CSV<Named>(string: text, loadColumns: false).rows
        } catch {
            throw .badManifest(path: path, detail: "\(error)")
        }
        guard let first = rows.first,
            ["file", "file_name", "url"].contains(where: first.keys.contains)
        else {
            throw .badManifest(
                path: path,
                detail: "its first line must name the columns, one of them 'file' or 'url'"
            )
        }
        return rows
    }

    private struct Cursor: PhotoCursor {
        let source: ManifestSource
        var number = 0
        var offset = 0

        init(source: ManifestSource) { self.source = source }

        mutating func next() async throws -> PhotoOffer? {
            while let (line, record) = nextRecord() {
                if let offer = source.offer(record, line: line) { return offer }
            }
            return nil
        }

        /// The next line's number, and what it says or why it makes no sense.
        mutating func nextRecord() -> (line: Int, record: Result<ManifestRecord, any Error>)? {
            switch source.content {
            case .rows(let rows):
                guard number < rows.count else { return nil }
                let row = rows[number]
                number += 1
                // Line 1 holds the heads, so the first row is line 2.
                return (number + 1, Result { () throws in try ManifestRecord(row: row) })
            case .lines(let data):
                guard let line = nextLine(of: data) else { return nil }
                return (
                    number, Result { try JSONDecoder().decode(ManifestRecord.self, from: line) }
                )
            }
        }

        private mutating func nextLine(of data: Data) -> Data? {
            while offset < data.count {
                let start = data.startIndex + offset
                let end = data[start...].firstIndex(of: UInt8(ascii: "\n")) ?? data.endIndex
                offset = end - data.startIndex + 1
                number += 1
                let line = data[start..<end]
                if line.contains(where: { !" \t\r".utf8.contains($0) }) { return Data(line) }
            }
            return nil
        }
    }

    /// Whether some line names a photo by its address; reads as far as the first of them.
    public var namesAddresses: Bool {
        var cursor = Cursor(source: self)
        while let (_, record) = cursor.nextRecord() {
            if case .success(let record) = record, record.file == nil { return true }
        }
        return false
    }

    /// The folder its files lie below, with a slash at the end.
    var folderPath: String {
        let path = folder.path(percentEncoded: false)
        return path.hasSuffix("/") ? path : path + "/"
    }

    /// The paths of all files its lines name; reads the whole manifest.
    var files: Set<String> {
        var files: Set<String> = []
        var cursor = Cursor(source: self)
        while let (_, record) = cursor.nextRecord() {
            guard case .success(let record) = record, let file = record.file,
                let url = resolve(file)
            else { continue }
            files.insert(url.path(percentEncoded: false))
        }
        return files
    }

    /// What a line comes to; `nil` when it is older than what is wanted.
    private func offer(_ record: Result<ManifestRecord, any Error>, line: Int) -> PhotoOffer? {
        let origin = "\(name):\(line)"
        do {
            let record = try record.get()
            guard let file = record.file else { return offer(address: record, origin) }
            guard let url = resolve(file) else {
                return refused(origin, "'\(file)' lies outside the manifest's folder")
            }
            let path = url.path(percentEncoded: false)
            guard FileVersion.isChanged(path, since: since) else { return nil }
            return .photo(candidate(record, at: url))
        } catch {
            return refused(origin, Self.sentence(for: error))
        }
    }

    private func offer(address record: ManifestRecord, _ origin: String) -> PhotoOffer {
        let address = record.url ?? ""
        guard let reader else { return refused(origin, "'\(address)': only files are read here") }
        if let fault = reader.fault(address) { return refused(origin, fault) }
        if let claim = record.claim, reader.isEnrolled(claim.key, address) {
            return .enrolledBefore
        }
        return .photo(
            PhotoCandidate(
                origin: address,
                claim: record.claim,
                credit: record.credit,
                year: record.year,
                place: .address(address),
                fetch: { [bytes = reader.bytes] in try await bytes(address) }
            )
        )
    }

    private func refused(_ origin: String, _ detail: String) -> PhotoOffer {
        .refused(Reject(origin: origin, person: nil, code: .badRecord, detail: detail))
    }

    private func candidate(_ record: ManifestRecord, at url: URL) -> PhotoCandidate {
        PhotoCandidate(
            origin: url.path(percentEncoded: false),
            claim: record.claim,
            credit: record.credit,
            year: record.year,
            place: .file(path: url.path(percentEncoded: false)),
            load: { try BoundedFile.read(url) }
        )
    }

    private func resolve(_ file: String) -> URL? {
        let url = URL(filePath: file, relativeTo: folder).standardizedFileURL
            .resolvingSymlinksInPath()
        return url.path(percentEncoded: false).hasPrefix(folderPath) ? url : nil
    }

    private static func sentence(for error: any Error) -> String {
        switch error {
        case let fault as ManifestRecord.Fault: fault.sentence
        case DecodingError.keyNotFound(let key, _): "key '\(key.stringValue)' is missing"
        case DecodingError.typeMismatch(_, let context),
            DecodingError.valueNotFound(_, let context):
            "key '\(context.codingPath.map(\.stringValue).joined(separator: "."))' has the wrong type"
        default: "not a JSON object on one line"
        }
    }
}

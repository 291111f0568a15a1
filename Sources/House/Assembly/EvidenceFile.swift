import Foundation
import Synchronization
public import Wikimedia

/// The record of a gallery's crawls: `evidence/GALLERY.jsonl` in the home, mode 0600.
///
/// Lines are added, once as long as nothing changes but the date; of somebody who is removed they are
/// overwritten with blanks where they stand, so that nobody who adds at the same time is in the way.
public final class EvidenceFile: Sendable {
    /// The file.
    public let path: String

    private let handle: Mutex<FileHandle>
    private let failure = FirstFailure()
    /// What was said last of each subject, as hashes: eight bytes each.
    private let said: Mutex<[Int: Int]>
    /// The subjects of crawls before this one.
    private let before: Set<Int>

    /// Opens the record of a gallery, making it if need be.
    ///
    /// - Throws: `PrivateFileError`.
    public init(home: Home, gallery: String) throws {
        try FileManager.default.createDirectory(
            atPath: home.evidence,
            withIntermediateDirectories: true,
            attributes: [.posixPermissions: 0o700]
        )
        path = Self.path(home: home, gallery: gallery)
        let descriptor = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            throw PrivateFileError(path: path, reason: String(cString: strerror(errno)))
        }
        handle = Mutex(FileHandle(fileDescriptor: descriptor, closeOnDealloc: true))
        var said: [Int: Int] = [:]
        Self.forEachLine(of: path) { evidence, _ in
            said[Self.subject(of: evidence)] = Self.content(of: evidence)
        }
        before = Set(said.keys)
        self.said = Mutex(said)
    }

    static func path(home: Home, gallery: String) -> String {
        home.evidence + "/\(gallery).jsonl"
    }

    /// Adds a record, unless it says what was said last of the same subject; an error is kept for
    /// `finish`.
    public func add(_ evidence: Evidence) {
        let (subject, content) = (Self.subject(of: evidence), Self.content(of: evidence))
        let isNew = said.withLock { said in
            said.updateValue(content, forKey: subject) != content
        }
        guard isNew else { return }
        do {
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
            let line = try encoder.encode(evidence) + Data("\n".utf8)
            try handle.withLock { try $0.write(contentsOf: line) }
        } catch {
            failure.note(error)
        }
    }

    /// Whether an earlier crawl looked at an item.
    public func knew(_ item: String) -> Bool { before.contains(Self.subject(of: item)) }

    /// Makes what was added durable.
    ///
    /// - Throws: the first error there was.
    public func finish() throws {
        try failure.rethrow()
        try handle.withLock { try $0.synchronize() }
    }

    /// Whom a line is about, or what was asked where nobody was found.
    private static func subject(of evidence: Evidence) -> Int {
        evidence.item.map(subject(of:)) ?? ("asked: " + evidence.asked).hashValue
    }

    private static func subject(of item: String) -> Int { item.hashValue }

    private static func content(of evidence: Evidence) -> Int {
        var evidence = evidence
        evidence.date = ""
        return evidence.hashValue
    }
}

extension EvidenceFile {
    /// Every file a gallery's crawls took, by its page; lines that cannot be read are passed over.
    static func files(home: Home, gallery: String) -> [String: ImageFile] {
        var files: [String: ImageFile] = [:]
        forEachLine(of: path(home: home, gallery: gallery)) { evidence, _ in
            for file in evidence.photos ?? [] { files[file.page] = file }
        }
        return files
    }

    /// The items a gallery's crawls were for, those among whom they could not choose included.
    static func items(home: Home, gallery: String) -> Set<String> {
        var items: Set<String> = []
        forEachLine(of: path(home: home, gallery: gallery)) { evidence, _ in
            items.formUnion(evidence.mentioned)
        }
        return items
    }

    /// Blanks every line that mentions one of these items, durably.
    ///
    /// - Returns: how many there were.
    /// - Throws: `PrivateFileError`.
    @discardableResult
    static func strike(
        _ items: Set<String>,
        home: Home,
        gallery: String
    ) throws(PrivateFileError) -> Int {
        let path = path(home: home, gallery: gallery)
        var places: [Range<Int>] = []
        forEachLine(of: path) { evidence, place in
            if !items.isDisjoint(with: evidence.mentioned) { places.append(place) }
        }
        if places.isEmpty { return 0 }
        let descriptor = open(path, O_WRONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw failed(path) }
        defer { close(descriptor) }
        for place in places {
            var offset = place.lowerBound
            while offset < place.upperBound {
                let blanks = [UInt8](repeating: UInt8(ascii: " "), count: place.upperBound - offset)
                let written = pwrite(descriptor, blanks, blanks.count, off_t(offset))
                guard written > 0 else { throw failed(path) }
                offset += written
            }
        }
        guard fsync(descriptor) == 0 else { throw failed(path) }
        return places.count
    }

    private static func failed(_ path: String) -> PrivateFileError {
        PrivateFileError(path: path, reason: String(cString: strerror(errno)))
    }

    /// Goes through the lines that can be read, with the bytes each stands at.
    private static func forEachLine(
        of path: String,
        _ body: (Evidence, Range<Int>) -> Void
    ) {
        guard let data = try? Data(contentsOf: URL(filePath: path), options: .mappedIfSafe) else {
            return
        }
        let decoder = JSONDecoder()
        var start = data.startIndex
        while start < data.endIndex {
            let end = data[start...].firstIndex(of: UInt8(ascii: "\n")) ?? data.endIndex
            if let evidence = try? decoder.decode(Evidence.self, from: data[start..<end]) {
                body(evidence, (start - data.startIndex)..<(end - data.startIndex))
            }
            start = end < data.endIndex ? data.index(after: end) : end
        }
    }
}

extension Evidence {
    /// The item it is about, or all that it could have been about.
    fileprivate var mentioned: [String] { [item].compactMap { $0 } + (candidates ?? []) }
}

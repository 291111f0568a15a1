import FaceTypes
import Foundation

/// The folder everything of one installation lives in.
///
/// `catalog.sqlite` is the truth; `objects/` holds kept photos and crops by content hash, `packs/`
/// the installed model packs, `index/` rebuildable copies, `reports/` what an operator asked for.
public struct Home: Sendable, Hashable {
    /// An absolute path.
    public let path: String

    /// Names a home without touching the disk.
    public init(path: String) {
        self.path = URL(filePath: path).standardizedFileURL.path(percentEncoded: false)
            .trimmingSuffix("/")
    }

    /// The catalogue's database file.
    public var catalogue: String { path + "/catalog.sqlite" }

    /// Folder of stored objects.
    public var objects: String { path + "/objects" }

    /// Folder of installed packs.
    public var packs: String { path + "/packs" }

    /// Folder of index files.
    public var index: String { path + "/index" }

    /// Folder of reports, mode 0700.
    public var reports: String { path + "/reports" }

    /// The log of ingest and work, mode 0600; see `HomeLog`.
    public var log: String { path + "/log/ingest.jsonl" }

    /// The access keys' file, mode 0600; optional.
    public var keys: String { path + "/keys.json" }

    /// Folder of the certificate the house signs for itself, mode 0700.
    public var tls: String { path + "/tls" }

    /// Settings kept for this home, JSON; optional.
    public var settingsFile: String { path + "/settings.json" }

    /// Whether anything is there.
    public var exists: Bool { FileManager.default.fileExists(atPath: path) }

    /// Whether it has a catalogue.
    var hasCatalogue: Bool { FileManager.default.fileExists(atPath: catalogue) }

    /// Creates the folders, readable by their owner only, and checks that they can be written.
    public func prepare() throws(HomeError) {
        for folder in [path, reports] {
            do {
                try FileManager.default.createDirectory(
                    atPath: folder,
                    withIntermediateDirectories: true,
                    attributes: [.posixPermissions: 0o700]
                )
            } catch {
                throw .notWritable(path: folder, detail: Self.reason(error))
            }
        }
        try requireWritable()
    }

    /// Checks that a home that is there can be written; leaves nothing in it.
    func requireWritable() throws(HomeError) {
        let probe = path + "/.probe-\(UUID().uuidString)"
        do {
            try Data([0]).write(to: URL(filePath: probe))
            try FileManager.default.removeItem(atPath: probe)
        } catch {
            throw .notWritable(path: path, detail: Self.reason(error))
        }
    }

    private static func reason(_ error: any Error) -> String {
        let underlying = (error as NSError).userInfo[NSUnderlyingErrorKey] as? NSError
        guard let underlying, underlying.domain == NSPOSIXErrorDomain else {
            return error.localizedDescription
        }
        return String(cString: strerror(Int32(underlying.code)))
    }
}

/// Why a home can't be used.
public enum HomeError: Error, Sendable, Hashable, CustomStringConvertible {
    /// It can't be created or written.
    case notWritable(path: String, detail: String)
    /// There is none yet.
    case absent(path: String)

    /// What was found and what to do.
    public var description: String {
        switch self {
        case .notWritable(let path, let detail):
            "The home \(path) can't be written: \(detail.asSentence) Choose another with --home or "
                + "SEMBLANCE_HOME, or mend its permissions or free some disk space."
        case .absent(let path):
            "There is no home at \(path) yet: enrol photos first (semblance ingest folder PATH)."
        }
    }
}

extension String {
    func trimmingSuffix(_ suffix: String) -> String {
        hasSuffix(suffix) && count > suffix.count ? String(dropLast(suffix.count)) : self
    }
}

import FaceTypes
public import Fetching
import Foundation
import Hashing
public import Ingest
public import ModelPacks
public import Wikimedia

extension House {
    /// The fetcher the settings describe; end it with `close`.
    ///
    /// - Parameter version: the program's version, for the `User-Agent`.
    /// - Parameter sharesTurns: whether it takes its turns at hosts together with the other processes of
    ///   the home, which leaves files there; a dry run leaves none.
    /// - Throws: `contactMissing` when no contact is set.
    public func fetcher(version: String, sharesTurns: Bool = true) throws(FetchError) -> Fetcher {
        let identity = try FetchIdentity(version: version, contact: settings.contact)
        var own = try wikimediaEndpoints().hostLimits
        for (host, limits) in own {
            own[host]?.spacing = max(limits.spacing, settings.fetchSpacing)
        }
        return Fetcher(
            identity: identity,
            settings: FetchSettings(
                network: NetworkGuard(allowsLoopback: settings.fetchesLoopback),
                limits: HostLimits(
                    concurrent: settings.fetchConcurrent,
                    spacing: settings.fetchSpacing
                ),
                hostLimits: own,
                attemptsMax: settings.fetchAttempts
            ),
            turns: sharesTurns && settings.home.exists
                ? SharedTurns(folder: settings.home.hosts) : nil
        )
    }

    /// The fetcher, or `nil` when no contact is set: then what needs one says so itself.
    public func fetcherIfContact(version: String) throws(FetchError) -> Fetcher? {
        settings.contact.isEmpty ? nil : try fetcher(version: version)
    }

    /// Downloads of model packs: into `downloads/` of the home, from where a broken one goes on.
    ///
    /// - Parameter fetcher: without one every download fails with `contactMissing`.
    public func packFetch(_ fetcher: Fetcher?) -> PackFetch {
        let folder = settings.home.downloads
        return { request, progress in
            guard let fetcher else { throw FetchError.contactMissing(found: "") }
            try FileManager.default.createDirectory(
                atPath: folder,
                withIntermediateDirectories: true,
                attributes: [.posixPermissions: 0o700]
            )
            let partial = folder + "/" + Self.partialName(request.address)
            let done = partial + ".whole"
            _ = try await fetcher.download(
                FetchRequest(
                    WebAddress(request.address),
                    content: .file,
                    byteLimit: request.byteLimit,
                    timeLimit: .seconds(3600),
                    robots: .notACrawl
                ),
                to: done,
                partial: partial,
                progress: progress
            )
            // The home and the packs' working folder may be on different disks.
            try? FileManager.default.removeItem(atPath: request.destination)
            try FileManager.default.moveItem(atPath: done, toPath: request.destination)
        }
    }

    /// The way to photos that a manifest names by their addresses: `https` only, within the limits of a
    /// crawl; every host's robots.txt is obeyed.
    public func addressReader(_ fetcher: Fetcher) async throws -> AddressReader {
        let enrolled = try await enrolledPhotos()
        let allowsLoopback = settings.fetchesLoopback
        return AddressReader(
            fault: { address in
                do throws(FetchError) {
                    let address = try WebAddress(address)
                    let isOwn = allowsLoopback && address.host == "127.0.0.1"
                    if address.scheme == "https" || isOwn { return nil }
                    return "'\(address)' is not an https address"
                } catch {
                    return "\(error)"
                }
            },
            bytes: photoFetch(fetcher),
            isEnrolled: { key, address in enrolled.holds(address, ofPerson: key) }
        )
    }

    /// Asks Wikimedia's services through a fetcher.
    public func wikimedia(_ fetcher: Fetcher) throws(FetchError) -> WikimediaService {
        WikimediaService(fetcher: fetcher, endpoints: try wikimediaEndpoints())
    }

    private func wikimediaEndpoints() throws(FetchError) -> WikimediaEndpoints {
        try WikimediaEndpoints(
            query: settings.text("wikidata-query-url"),
            wikidata: settings.text("wikidata-url"),
            commons: settings.text("commons-url"),
            wikipedia: settings.text("wikipedia-url")
        )
    }

    private static func partialName(_ address: String) -> String {
        sha256(Array(address.utf8)).hexadecimal + ".part"
    }
}

extension Settings {
    /// Who may be reached about what is fetched; empty when nobody said.
    public var contact: String { text("contact") }

    var fetchConcurrent: Int { Int(text("fetch-concurrent")) ?? 2 }

    var fetchSpacing: Duration { .milliseconds(Int(text("fetch-spacing")) ?? 100) }

    var fetchAttempts: Int { Int(text("fetch-attempts")) ?? 4 }

    var fetchesLoopback: Bool { text("fetch-loopback") == "yes" }
}

extension Home {
    /// Folder of the turns its processes take at hosts.
    var hosts: String { path + "/hosts" }

    /// Folder of unfinished downloads.
    public var downloads: String { path + "/downloads" }

    /// Folder of what is kept of crawls: whom they were for, and the credits.
    public var evidence: String { path + "/evidence" }
}

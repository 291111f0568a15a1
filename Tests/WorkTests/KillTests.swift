import Assembly
import FaceTypes
import Foundation
import Gallery
import GallerySQLite
import Ingest
import Jobs
import ObjectStorage
import TestSupport
import Testing
import WorkDoubles

/// `SEMBLANCE_KILLS` sets how many kills a run has; 200 by default.
@Suite struct `A worker killed at random moments, again and again` {
    private static let kills =
        ProcessInfo.processInfo.environment["SEMBLANCE_KILLS"].flatMap(Int.init) ?? 200

    /// Open jobs at the beginning of each life, so that there is always work to be killed in.
    private static let openJobs = 80

    /// Lives between two looks at what was acknowledged.
    private static let livesPerLook = 10

    /// Shortest and longest life, in milliseconds: from before the catalogue is open to well into
    /// the work.
    private static let lives = 3...160

    private let folder: TemporaryFolder
    private let store: SQLiteGallery
    private let queue: SQLiteJobs

    init() throws {
        folder = try TemporaryFolder()
        store = try SQLiteGallery(path: folder.path("catalog.sqlite"))
        queue = SQLiteJobs(in: store)
    }

    @Test func `loses nothing, doubles nothing, leaves no orphan and no false index`() async throws
    {
        let gallery = try await store.createGallery(
            named: "default",
            pack: StubPhotos.pack,
            keep: .photos,
            labelled: true
        )
        var random = SystemRandomNumberGenerator()
        var put = 0
        var killed = 0
        var acknowledged: Set<JobID> = []
        for number in 1...Self.kills {
            let open = try await queue.counts(in: gallery.id).open
            let jobs = try (put..<(put + max(0, Self.openJobs - open))).map {
                try StubPhotos.job($0, in: gallery.id)
            }
            put += try await queue.enqueue(jobs, at: .now)
            let process = try start()
            let life = Int.random(in: Self.lives, using: &random)
            try await Task.sleep(for: .milliseconds(life))
            kill(process.processIdentifier, SIGKILL)
            process.waitUntilExit()
            if process.terminationReason == .uncaughtSignal { killed += 1 }
            if number.isMultiple(of: Self.livesPerLook) {
                acknowledged.formUnion(try await done().map(\.id))
            }
        }
        // A life that had nothing left to do ended by itself.
        #expect(killed > Self.kills / 2)
        #expect(acknowledged.count > Self.kills)
        try await workToTheEnd(gallery)
        let finished = try await done()
        #expect(finished.count == put)
        #expect(acknowledged.isSubset(of: finished.map(\.id)))
        try await checkCatalogue(gallery, photos: put)
        try await checkObjects(photos: put)
        try await checkIndex(gallery)
    }

    private func start() throws -> Process {
        let process = Process()
        process.executableURL = URL(filePath: try Self.executable)
        process.arguments = [folder.path]
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        return process
    }

    private static var executable: String {
        get throws {
            let candidates = ["release", "debug"].map {
                Material.checkout + "/.build/\($0)/WorkHarness"
            }
            return try #require(
                candidates.first(where: FileManager.default.isExecutableFile)
            )
        }
    }

    private func workToTheEnd(_ gallery: GalleryRecord) async throws {
        for _ in 0..<200 {
            let process = try start()
            process.waitUntilExit()
            #expect(process.terminationStatus == 0)
            if try await queue.counts(in: gallery.id).open == 0 { return }
            // Leases of the last victim have yet to run out.
            try await Task.sleep(for: .milliseconds(50))
        }
        Issue.record("jobs are left")
    }

    private func done() async throws -> [Job] {
        try await queue.jobs(in: .done, of: nil, after: nil, limit: 1_000_000)
    }

    private static func isEnrolled(_ number: Int) -> Bool {
        StubPhotos.fate(of: number) != .refused
    }

    private func checkCatalogue(_ gallery: GalleryRecord, photos: Int) async throws {
        #expect(try await store.integrity() == ["ok"])
        let expected = (0..<photos).filter(Self.isEnrolled)
        let statistics = try await store.statistics(of: gallery.id)
        #expect(statistics.photos == expected.count)
        #expect(statistics.faces == expected.count)
        #expect(statistics.people == Set(expected.map { $0 / StubPhotos.photosPerPerson }).count)
        let hashes = expected.map(StubPhotos.hash)
        let kept = try await store.enrolledPhotos(among: hashes, person: nil, in: gallery.id)
        #expect(kept == Set(hashes))
        let changes = try await store.changes(after: 0, limit: photos * 2, in: gallery.id)
        #expect(changes.count == expected.count)
    }

    private func checkObjects(photos: Int) async throws {
        let objects = FileObjectStore(folder: folder.path("objects"))
        let found = try objects.addresses(after: nil, limit: photos * 2)
        let expected = (0..<photos).filter(Self.isEnrolled).map(StubPhotos.hash)
        #expect(Set(found) == Set(expected))
        #expect(found.count == expected.count)
        for address in found { _ = try objects.bytes(of: address) }
        // Neither half-written objects nor what the dead had announced.
        for name in ["tmp", "storing"] {
            let path = folder.path("objects/" + name)
            #expect(try FileManager.default.contentsOfDirectory(atPath: path) == [], "\(name)")
        }
    }

    private func checkIndex(_ gallery: GalleryRecord) async throws {
        let index = try StoredIndex.open(
            folder: folder.path("index/\(gallery.id.rawValue)"),
            dimension: gallery.pack.dimension,
            sequence: try await store.statistics(of: gallery.id).sequence,
            recall: 1
        )
        try await index.follow(store, gallery: gallery.id)
        let compared = try await IndexComparison(
            store: store,
            gallery: gallery,
            index: index
        ).run()
        #expect(compared.isSound)
        let faces = try await store.statistics(of: gallery.id).faces
        #expect(compared.agreeing == faces)
    }
}

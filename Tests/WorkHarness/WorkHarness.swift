import Assembly
import FaceTypes
import Foundation
import Gallery
import GalleryDoubles
import GallerySQLite
import Ingest
import Jobs
import ObjectStorage
import WorkDoubles

/// A worker over the real catalogue, object store and index with stub photos: what the kill tests
/// start and kill, since it begins in milliseconds.
///
///     WorkHarness HOME
///     WorkHarness HOME index [END]    no worker: see `IndexLife`
@main
enum WorkHarness {
    /// Small, so that a short life has many commits to be killed in.
    static let batch = 4

    /// Short, so that the next life takes over at once; many attempts, because being killed is one.
    static let policy = JobPolicy(
        leaseSeconds: 0.2,
        attemptsMax: 10_000,
        pauseSeconds: 0.001,
        pauseSecondsMax: 0.01
    )

    static func main() async throws {
        let arguments = CommandLine.arguments
        guard arguments.count == 2 || arguments.dropFirst(2).first == "index" else {
            FileHandle.standardError.write(Data("usage: WorkHarness HOME [index [END]]\n".utf8))
            exit(64)
        }
        let home = arguments[1]
        let store = try SQLiteGallery(path: home + "/catalog.sqlite")
        let gallery = try await store.createGallery(
            named: "default",
            pack: StubPhotos.pack,
            keep: .photos,
            labelled: true
        )
        if arguments.count > 2 {
            let life = IndexLife(
                store: store,
                gallery: gallery,
                index: try await index(store, gallery, home: home),
                numbers: home + "/numbers",
                population: GalleryPopulation(dimension: gallery.pack.dimension)
            )
            try await life.run(to: arguments.dropFirst(3).first.flatMap(IndexLife.End.init))
            return
        }
        let following = Task { try await follow(store, gallery, home: home) }
        let worker = IngestWorker(
            queue: SQLiteJobs(in: store),
            gallery: gallery,
            store: store,
            objects: FileObjectStore(folder: home + "/objects"),
            kinds: [.photoFile],
            stages: StubPhotos.stages { number in
                StubPhotos.fate(of: number) == .slow && Bool.random()
            },
            settings: WorkSettings(
                name: "harness",
                policy: policy,
                leaseBatch: batch,
                queueDepth: batch,
                writeBatch: batch,
                writeDelay: .zero,
                idleSeconds: 0.01
            )
        )
        _ = try await worker.run()
        following.cancel()
        _ = try? await following.value
        print("done")
    }

    /// Brings the index after the catalogue all the time, so that kills meet its writes too.
    private static func follow(
        _ store: SQLiteGallery,
        _ gallery: GalleryRecord,
        home: String
    ) async throws {
        let index = try await index(store, gallery, home: home)
        while !Task.isCancelled {
            try await index.follow(store, gallery: gallery.id)
            try await Task.sleep(for: .milliseconds(2))
        }
    }

    private static func index(
        _ store: SQLiteGallery,
        _ gallery: GalleryRecord,
        home: String
    ) async throws -> StoredIndex {
        let folder = home + "/index"
        try FileManager.default.createDirectory(
            atPath: folder,
            withIntermediateDirectories: true
        )
        return try StoredIndex.open(
            folder: folder + "/\(gallery.id.rawValue)",
            dimension: gallery.pack.dimension,
            sequence: try await store.statistics(of: gallery.id).sequence,
            recall: 1
        )
    }
}

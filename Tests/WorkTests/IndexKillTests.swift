import Assembly
import FaceTypes
import Foundation
import Gallery
import GalleryDoubles
import GallerySQLite
import TestSupport
import Testing
import VectorIndex
import WorkDoubles

/// A process that enrols and removes people is killed between the catalogue and the index; the next
/// one finds an index that agrees with the catalogue, and no vector of a removed person in its files.
@Suite struct `An index whose process is killed` {
    private static let kills = 60
    private static let livesPerLook = 6
    /// Shortest and longest life, in milliseconds.
    private static let lives = 0...80

    private let folder: TemporaryFolder
    private let store: SQLiteGallery
    private let gallery: GalleryRecord
    private let population = GalleryPopulation(dimension: StubPhotos.dimension)

    init() async throws {
        folder = try TemporaryFolder()
        store = try SQLiteGallery(path: folder.path("catalog.sqlite"))
        gallery = try await store.createGallery(
            named: "default",
            pack: StubPhotos.pack,
            keep: .photos,
            labelled: true
        )
    }

    @Test(arguments: ["enrolled", "removed", "applied", "saved"])
    func `after the catalogue's commit`(_ end: String) async throws {
        for _ in 0..<3 {
            let process = try start(end)
            process.waitUntilExit()
            #expect(process.terminationReason == .uncaughtSignal)
            try await look()
        }
    }

    @Test func `at random moments, again and again`() async throws {
        var random = SystemRandomNumberGenerator()
        for number in 1...Self.kills {
            let before = try numbers
            let process = try start()
            // Every other life is left to open its files and enrol somebody first.
            if number.isMultiple(of: 2) {
                try await eventually("the next person") { try numbers > before }
            }
            let life = Int.random(in: Self.lives, using: &random)
            try await Task.sleep(for: .milliseconds(life))
            kill(process.processIdentifier, SIGKILL)
            process.waitUntilExit()
            #expect(process.terminationReason == .uncaughtSignal)
            if number.isMultiple(of: Self.livesPerLook) { try await look() }
        }
        #expect(try numbers >= Self.kills / 2)
    }

    private var path: String { folder.path("index/\(gallery.id.rawValue)") }

    /// How many people there ever were.
    private var numbers: Int {
        get throws {
            FileManager.default.contents(atPath: folder.path("numbers"))?.count ?? 0
        }
    }

    private func start(_ end: String...) throws -> Process {
        let process = Process()
        process.executableURL = URL(filePath: try Self.executable)
        process.arguments = [folder.path, "index"] + end
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
            return try #require(candidates.first(where: FileManager.default.isExecutableFile))
        }
    }

    /// What the next process finds.
    private func look() async throws {
        let index = try StoredIndex.open(
            folder: path,
            dimension: gallery.pack.dimension,
            sequence: try await store.sequence(of: gallery.id),
            recall: 1
        )
        #expect(index.hold == .writer)
        try await index.follow(store, gallery: gallery.id)
        #expect(try VectorIndex.problems(inFolder: path).isEmpty)
        let compared = try await IndexComparison(store: store, gallery: gallery, index: index).run()
        #expect(compared.isSound, "\(compared)")
        #expect(compared.agreeing == (try await store.statistics(of: gallery.id).faces))
        let files = try FileManager.default.contentsOfDirectory(atPath: path).map { name in
            try Data(contentsOf: URL(filePath: path + "/" + name))
        }
        for number in 0..<(try numbers) {
            let isThere = try await store.person(keyed: "\(number)", in: gallery.id) != nil
            let vector = population.embedding(ofPerson: number, photo: 0).values
            let sought = vector[4..<12].withUnsafeBytes { Data($0) }
            let isHeld = files.contains { $0.range(of: sought) != nil }
            // Somebody may have been claimed and not enrolled when the process died.
            if !isThere { #expect(!isHeld, "person \(number)") }
        }
    }
}

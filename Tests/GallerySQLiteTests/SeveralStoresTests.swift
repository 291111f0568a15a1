import FaceTypes
import Gallery
import GalleryConformance
import GallerySQLite
import TestSupport
import Testing

@Suite struct `Several stores on one file` {
    private let folder: TemporaryFolder
    private let path: String

    init() throws {
        folder = try TemporaryFolder()
        path = folder.path("catalog.sqlite")
    }

    @Test func `lose nothing and never give a position of the log twice`() async throws {
        let stores = try (0..<3).map { _ in try SQLiteGallery(path: path) }
        let gallery = try await Sample.gallery(stores[0])
        let each = 60
        try await withThrowingTaskGroup(of: Void.self) { group in
            for (index, store) in stores.enumerated() {
                group.addTask {
                    for number in 0..<each {
                        let photo = index * each + number
                        try await Sample.enrol(photo: photo, of: nil, store, in: gallery)
                    }
                }
            }
            try await group.waitForAll()
        }
        let expected = (1...Int64(3 * each)).map { $0 }
        for store in stores {
            let changes = try await store.changes(after: 0, limit: 1_000, in: gallery)
            #expect(changes.map(\.sequence) == expected)
        }
    }

    @Test func `make one person of one key`() async throws {
        let stores = try (0..<4).map { _ in try SQLiteGallery(path: path) }
        let gallery = try await Sample.gallery(stores[0])
        let people = try await withThrowingTaskGroup(of: [PersonID].self) { group in
            for store in stores {
                group.addTask {
                    var people: [PersonID] = []
                    for number in 0..<20 {
                        people.append(try await Sample.person(number, store, in: gallery))
                    }
                    return people
                }
            }
            return try await group.reduce(into: Set<[PersonID]>()) { $0.insert($1) }
        }
        #expect(people.count == 1)
    }

    @Test func `give a face that two people are to have at once to one of them`() async throws {
        let stores = try (0..<4).map { _ in try SQLiteGallery(path: path) }
        let gallery = try await Sample.gallery(stores[0])
        let photos = 25
        let outcomes = try await withThrowingTaskGroup(of: [EnrolmentOutcome].self) { group in
            for (index, store) in stores.enumerated() {
                group.addTask {
                    var outcomes: [EnrolmentOutcome] = []
                    for number in 0..<photos {
                        var photo = Sample.photo(number, [Sample.face(number, of: nil)])
                        let key = "key-\(number)-\(index)"
                        photo.claim = PersonClaim(key: key, name: "Person \(index)")
                        outcomes.append(try await store.enrol(photo, in: gallery))
                    }
                    return outcomes
                }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        let people = try await stores[0].people(in: gallery, named: nil, after: nil, limit: 1_000)
        #expect(people.count == photos)
        for number in 0..<photos {
            let holders = people.filter { $0.key.hasPrefix("key-\(number)-") }.map(\.id)
            #expect(holders.count == 1)
            let refused = outcomes.filter { $0[number] == holders.first.map { .faceOfAnother($0) } }
            #expect(refused.count == stores.count - 1)
        }
    }

    @Test func `follow each other's changes`() async throws {
        let writer = try SQLiteGallery(path: path)
        let follower = try SQLiteGallery(path: path)
        let gallery = try await Sample.gallery(writer)
        var position: Int64 = 0
        for number in 0..<10 {
            try await Sample.enrol(photo: number, of: nil, writer, in: gallery)
            let page = try await follower.changes(after: position, limit: 9, in: gallery)
            #expect(page.count == 1)
            position = page.last?.sequence ?? position
        }
    }

    @Test func `wait for a held catalogue to the named limit and then say so`() async throws {
        let holder = try SQLiteGallery(path: path)
        let gallery = try await Sample.gallery(holder)
        let limit = SQLiteGallerySettings(busyLimitSeconds: 0.05)
        let waiter = try SQLiteGallery(path: path, settings: limit)
        try await holder.whileHoldingTheWriteLock {
            await #expect(throws: GalleryError.busy(waitedSeconds: 0.05)) {
                try await Sample.enrol(photo: 1, of: nil, waiter, in: gallery)
            }
            let held = try await waiter.statistics(of: gallery)
            #expect(held.faces == 0)
        }
        try await Sample.enrol(photo: 1, of: nil, waiter, in: gallery)
    }
}

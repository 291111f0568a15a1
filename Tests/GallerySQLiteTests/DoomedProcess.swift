import FaceTypes
import Foundation
import Gallery
import GalleryConformance
import GallerySQLite
import Synchronization

/// What a child process does until it kills itself in the middle of it.
struct DoomedProcess: Sendable {
    private static let writers = 3
    private static let people = 30

    private let home: String
    private let acknowledgements: Int

    init(home: String, acknowledgements: Int) {
        self.home = home
        self.acknowledgements = acknowledgements
    }

    /// The numbers a child wrote down after the catalogue had acknowledged them.
    static func acknowledged(home: String) throws -> [Int] {
        let text = try String(contentsOfFile: home + "/acknowledged", encoding: .utf8)
        return text.split(separator: "\n").compactMap { Int($0) }
    }

    /// Enrols photos from several tasks for as long as it lives.
    func enrol() async throws {
        let store = try SQLiteGallery(path: home + "/catalog.sqlite")
        let gallery = try await Sample.gallery(store)
        let record = try Record(home: home, killAfter: acknowledgements)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for writer in 0..<Self.writers {
                group.addTask {
                    var number = writer
                    while true {
                        try await Sample.enrol(photo: number, of: nil, store, in: gallery)
                        record.acknowledge(number)
                        number += Self.writers
                    }
                }
            }
            try await group.waitForAll()
        }
    }

    /// Removes one person after another for as long as it lives.
    func remove() async throws {
        let store = try SQLiteGallery(path: home + "/catalog.sqlite")
        let gallery = try await Sample.gallery(store)
        for number in 0..<Self.people {
            let person = try await Sample.person(number, store, in: gallery)
            try await Sample.enrol(photo: number, of: person, store, in: gallery)
        }
        let record = try Record(home: home, killAfter: acknowledgements)
        for number in 0..<Self.people {
            _ = try await store.remove(PersonID(Int64(number + 1)), from: gallery)
            record.acknowledge(number)
        }
        kill(getpid(), SIGKILL)
    }
}

/// Writes down acknowledged numbers, and has the process killed a moment after enough of them.
private final class Record: Sendable {
    private let descriptor: CInt
    private let killAfter: Int
    private let count = Atomic<Int>(0)

    init(home: String, killAfter: Int) throws {
        descriptor = open(home + "/acknowledged", O_WRONLY | O_CREAT | O_APPEND, 0o600)
        guard descriptor >= 0 else { throw POSIXError(.EIO) }
        self.killAfter = killAfter
    }

    func acknowledge(_ number: Int) {
        let line = Array("\(number)\n".utf8)
        precondition(write(descriptor, line, line.count) == line.count)
        guard count.add(1, ordering: .relaxed).newValue == killAfter else { return }
        let spins = killAfter * 300
        Thread.detachNewThread {
            for _ in 0..<spins { sched_yield() }
            kill(getpid(), SIGKILL)
        }
    }
}

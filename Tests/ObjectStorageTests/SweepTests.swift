import FaceTypes
import Foundation
import Hashing
import ObjectStorage
import TestSupport
import Testing

@Suite struct `A sweep of the object store` {
    private let folder: TemporaryFolder
    private let store: FileObjectStore
    /// The same objects as another process has them, which does not wait.
    private let other: FileObjectStore
    private let isBusy: ObjectStorageError

    private struct Failure: Error {}

    init() throws {
        folder = try TemporaryFolder()
        store = FileObjectStore(folder: folder.path("objects"))
        other = FileObjectStore(folder: folder.path("objects"), waitSecondsMax: 0)
        isBusy = .busy(path: folder.path("objects"), waitedSeconds: 0)
    }

    @Test func `does not begin while somebody is between storing and recording`() async throws {
        let addresses = try await store.put([[1], [2]]) { addresses in
            await #expect(throws: isBusy) { try await other.sweep { _ in } }
            return addresses
        }
        #expect(addresses == [sha256([1]), sha256([2])])
        #expect(try store.bytes(of: sha256([2])) == [2])
        try await other.sweep { stranded in #expect(stranded.isEmpty) }
    }

    @Test func `keeps everybody from storing until it is done`() async throws {
        try await store.sweep { _ in
            await #expect(throws: isBusy) { try await other.put([[1]]) { _ in } }
            await #expect(throws: isBusy) { try await other.whileNobodySweeps {} }
        }
        #expect(try !store.contains(sha256([1])))
        try await other.put([[1]]) { _ in }
        #expect(try store.contains(sha256([1])))
    }

    @Test func `lets many store side by side`() async throws {
        try await store.put([[1]]) { _ in
            try await other.put([[2]]) { _ in }
        }
        #expect(try store.addresses(after: nil, limit: 9).count == 2)
    }

    @Test func `is told what was stored and never recorded, until it has dealt with it`()
        async throws
    {
        await #expect(throws: Failure.self) {
            try await store.put([[1], [2]]) { _ in throw Failure() }
        }
        await #expect(throws: Failure.self) { try await other.sweep { _ in throw Failure() } }
        try await other.sweep { stranded in
            #expect(Set(stranded) == [sha256([1]), sha256([2])])
            try other.delete(stranded)
        }
        try await other.sweep { stranded in #expect(stranded.isEmpty) }
        #expect(try store.addresses(after: nil, limit: 9).isEmpty)
    }

    @Test func `waits its turn, and gets it while others go on storing`() async throws {
        let (begun, beginning) = AsyncStream.makeStream(of: Void.self)
        let sweeping = try await store.put([[1]]) { _ in
            Task {
                beginning.finish()
                try await store.sweep { _ in }
            }
        }
        for await _ in begun {}
        for number in 0..<20 { try await store.put([[UInt8(number)]]) { _ in } }
        try await sweeping.value
    }

    @Test func `takes what a dead writer left at once, but nothing of one without a lock`()
        async throws
    {
        try await store.put([[1]]) { _ in
            let tmp = folder.path("objects/tmp")
            try Data([2]).write(to: URL(filePath: tmp + "/locked-1"))
            try Data([3]).write(to: URL(filePath: tmp + "/2"))
        }
        try await other.sweep { _ in }
        let left = try FileManager.default.contentsOfDirectory(atPath: folder.path("objects/tmp"))
        #expect(left == ["2"])
    }
}

import FaceTypes
import Foundation
import Hashing
import ObjectStorage
import TestSupport
import Testing

@Suite struct `Objects as files` {
    private let folder: TemporaryFolder
    private let store: FileObjectStore

    init() throws {
        folder = try TemporaryFolder()
        store = FileObjectStore(folder: folder.path("objects"))
    }

    private func file(_ address: ContentHash) -> String {
        let digits = address.hexadecimal
        return folder.path("objects/\(digits.prefix(2))/\(digits.dropFirst(2))")
    }

    @Test func `an object comes back as it was put`() throws {
        for size in [0, 1, 65_535, 65_536, 65_537, 300_000] {
            let bytes = (0..<size).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ size) }
            let address = try store.put(bytes)
            #expect(address == sha256(bytes))
            #expect(try store.bytes(of: address) == bytes)
            #expect(try store.contains(address))
        }
    }

    @Test func `an object lies under its hexadecimal address, readable by its owner only`() throws {
        let address = try store.put([1, 2, 3])
        let attributes = try FileManager.default.attributesOfItem(atPath: file(address))
        #expect(attributes[.posixPermissions] as? Int == 0o600)
        #expect(attributes[.size] as? Int == 3)
    }

    @Test func `a batch is answered in order, equal objects once on disk`() throws {
        let addresses = try store.put([[1], [2], [1]])
        #expect(addresses == [sha256([1]), sha256([2]), sha256([1])])
        #expect(try store.addresses(after: nil, limit: 10).count == 2)
    }

    @Test func `nothing is left under temporary names`() throws {
        _ = try store.put([[1], [2], [3]])
        let left = try FileManager.default.contentsOfDirectory(atPath: folder.path("objects/tmp"))
        #expect(left.isEmpty)
    }

    @Test func `a missing object is named`() {
        let address = sha256([9])
        #expect(throws: ObjectStorageError.missing(address)) { try store.bytes(of: address) }
        #expect((try? store.contains(address)) == false)
    }

    @Test(arguments: [[UInt8](), [1, 2], [1, 2, 4], [1, 2, 3, 4]])
    func `a damaged object is refused, and mended by putting it again`(_ damage: [UInt8]) throws {
        let address = try store.put([1, 2, 3])
        try Data(damage).write(to: URL(fileURLWithPath: file(address)))
        let expected = ObjectStorageError.damaged(expected: address, found: sha256(damage))
        #expect(throws: expected) { try store.bytes(of: address) }
        #expect(try store.put([1, 2, 3]) == address)
        #expect(try store.bytes(of: address) == [1, 2, 3])
    }

    @Test func `a deleted object is gone, and deleting it again is no error`() throws {
        let addresses = try store.put([[1], [2]])
        try store.delete([addresses[0]])
        try store.delete([addresses[0]])
        #expect(try store.contains(addresses[0]) == false)
        #expect(try store.bytes(of: addresses[1]) == [2])
    }

    @Test func `addresses are listed in order, page by page`() throws {
        let expected = try store.put((0..<40).map { [UInt8($0)] })
            .sorted { $0.hexadecimal < $1.hexadecimal }
        var listed: [ContentHash] = []
        while true {
            let page = try store.addresses(after: listed.last, limit: 7)
            if page.isEmpty { break }
            #expect(page.count <= 7)
            listed += page
        }
        #expect(listed == expected)
    }

    @Test func `files that are not objects are not listed`() throws {
        let address = try store.put([1])
        for name in ["tmp/leftover", "readme", "\(address.hexadecimal.prefix(2))/short"] {
            try Data().write(to: URL(fileURLWithPath: folder.path("objects/" + name)))
        }
        #expect(try store.addresses(after: nil, limit: 10) == [address])
    }

    @Test func `a store that was never written to is empty`() throws {
        #expect(try store.addresses(after: nil, limit: 10) == [])
        #expect(try store.removeLeftovers(olderThanSeconds: 0) == 0)
    }

    @Test func `leftovers of crashed writers go when they are old enough`() throws {
        _ = try store.put([1])
        let leftover = folder.path("objects/tmp/abc")
        try Data([1]).write(to: URL(fileURLWithPath: leftover))
        #expect(try store.removeLeftovers(olderThanSeconds: 3_600) == 0)
        let longAgo = Date(timeIntervalSinceNow: -7_200)
        try FileManager.default.setAttributes([.modificationDate: longAgo], ofItemAtPath: leftover)
        #expect(try store.removeLeftovers(olderThanSeconds: 3_600) == 1)
    }

    @Test func `writers of the same objects at once all succeed`() async throws {
        let objects = (0..<20).map { [UInt8](repeating: UInt8($0), count: 5_000) }
        let store = store
        let answers = try await withThrowingTaskGroup(of: [ContentHash].self) { group in
            for _ in 0..<4 { group.addTask { try store.put(objects) } }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(answers.allSatisfy { $0 == objects.map { sha256($0) } })
        for bytes in objects { #expect(try store.bytes(of: sha256(bytes)) == bytes) }
    }

    @Test func `a folder in the way of an object is an error of the system`() throws {
        let address = sha256([5])
        try FileManager.default.createDirectory(
            atPath: file(address),
            withIntermediateDirectories: true
        )
        #expect(throws: ObjectStorageError.self) { try store.bytes(of: address) }
        #expect(throws: ObjectStorageError.self) { try store.put([5]) }
    }
}

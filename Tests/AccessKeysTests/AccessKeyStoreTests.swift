import AccessKeys
import Foundation
import TestSupport
import Testing

/// Keys: made, found, taken back, and never written down.
@Suite struct AccessKeyStoreTests {
    private func withStore(
        limits: AccessKeyLimits = AccessKeyLimits(),
        _ body: (AccessKeyStore) throws -> Void
    ) throws {
        try Material.withTemporaryFolder { folder in
            try body(AccessKeyStore(path: folder + "/home/keys.json", limits: limits))
        }
    }

    @Test func `a key is found by its secret and by nothing else`() throws {
        try withStore { store in
            let (first, firstSecret) = try store.create(label: "phone", role: .search)
            let (second, secondSecret) = try store.create(label: "desk", role: .admin)
            let found = try [firstSecret, secondSecret].map { try store.record(ofSecret: $0) }
            #expect(found == [first, second])
            var wrong = firstSecret
            wrong.removeLast()
            let others = [
                "", "smb_", wrong, wrong + "!", firstSecret + "A", firstSecret.lowercased(),
                first.id, String(repeating: "x", count: 47),
            ]
            for other in others {
                let record = try store.record(ofSecret: other)
                #expect(record == nil, "\(other)")
            }
        }
    }

    @Test func `secrets have their form and are never alike`() throws {
        try withStore { store in
            let secrets = try (0..<50).map {
                try store.create(label: "key \($0)", role: .enrol).secret
            }
            #expect(Set(secrets).count == 50)
            let form = /smb_[A-Za-z0-9_-]{43}/
            #expect(secrets.allSatisfy { $0.wholeMatch(of: form) != nil })
        }
    }

    @Test func `the file holds no secret and only its owner may read it`() throws {
        try withStore { store in
            let (record, secret) = try store.create(label: "phone", role: .search)
            let text = try String(contentsOfFile: store.path, encoding: .utf8)
            #expect(text.contains(record.id))
            #expect(!text.contains(secret.dropFirst(4)))
            let attributes = try FileManager.default.attributesOfItem(atPath: store.path)
            #expect(attributes[.posixPermissions] as? Int == 0o600)
            let folder = URL(filePath: store.path).deletingLastPathComponent().path
            let names = try FileManager.default.contentsOfDirectory(atPath: folder)
            #expect(names.sorted() == ["keys.json", "keys.json.lock"])
        }
    }

    @Test func `a new store finds what an old one wrote`() throws {
        try withStore { store in
            let moment = Date(timeIntervalSince1970: 1_700_000_000.75)
            let (record, secret) = try store.create(label: " küche ", role: .enrol, now: moment)
            #expect(record.label == "küche")
            #expect(record.created == Date(timeIntervalSince1970: 1_700_000_000))
            let other = AccessKeyStore(path: store.path)
            let found = try other.record(ofSecret: secret)
            #expect(found == record)
            let list = try other.list()
            #expect(list == [record])
        }
    }

    @Test func `a revoked key lets nobody in, in other stores too`() throws {
        try withStore { store in
            let (record, secret) = try store.create(label: "phone", role: .search)
            let other = AccessKeyStore(path: store.path)
            let before = try other.record(ofSecret: secret)
            #expect(before == record)
            let revoked = try store.revoke(id: record.id)
            #expect(revoked == record)
            let after = try [store, other].map { try $0.record(ofSecret: secret) }
            #expect(after == [nil, nil])
            #expect(throws: AccessKeyError.noSuchKey(id: record.id)) {
                try store.revoke(id: record.id)
            }
        }
    }

    @Test func `another process's change is seen at the next call`() throws {
        try withStore { store in
            let (_, secret) = try store.create(label: "phone", role: .search)
            let full = try String(contentsOfFile: store.path, encoding: .utf8)
            _ = try store.record(ofSecret: secret)
            let renamed = full.replacingOccurrences(of: "phone", with: "PHONE")
            try shell("printf %s \"$2\" > \"$1.x\" && mv \"$1.x\" \"$1\"", store.path, renamed)
            let label = try store.record(ofSecret: secret)?.label
            #expect(label == "PHONE")
            try shell("rm \"$1\"", store.path)
            let none = try store.record(ofSecret: secret)
            #expect(none == nil)
        }
    }

    private func shell(_ script: String, _ arguments: String...) throws {
        let process = Process()
        process.executableURL = URL(filePath: "/bin/sh")
        process.arguments = ["-c", script, "sh"] + arguments
        try process.run()
        process.waitUntilExit()
        #expect(process.terminationStatus == 0)
    }

    @Test func `writers at the same time lose nothing`() throws {
        try withStore { store in
            let failures = Failures()
            DispatchQueue.concurrentPerform(iterations: 8) { number in
                let own = AccessKeyStore(
                    path: store.path,
                    limits: AccessKeyLimits(lockWait: .seconds(60))
                )
                for round in 0..<5 {
                    do {
                        let made = try own.create(label: "\(number).\(round)", role: .search)
                        if round % 2 == 1 { try own.revoke(id: made.record.id) }
                    } catch {
                        failures.add(error)
                    }
                }
            }
            #expect(failures.texts == [])
            let labels = try store.list().map(\.label)
            let expected = (0..<8).flatMap { number in [0, 2, 4].map { "\(number).\($0)" } }
            #expect(labels.sorted() == expected.sorted())
        }
    }

    @Test func `a change does not wait for ever for another process`() throws {
        try withStore(limits: AccessKeyLimits(lockWait: .zero)) { store in
            _ = try store.create(label: "first", role: .search)
            let holder = Process()
            let input = Pipe()
            let output = Pipe()
            holder.executableURL = URL(filePath: "/usr/bin/env")
            holder.arguments = [
                "flock", store.path + ".lock", "sh", "-c", "echo held; cat >/dev/null",
            ]
            holder.standardInput = input
            holder.standardOutput = output
            try holder.run()
            _ = output.fileHandleForReading.availableData
            #expect(throws: AccessKeyError.busy(path: store.path)) {
                try store.create(label: "second", role: .search)
            }
            let list = try store.list()
            #expect(list.count == 1)
            try input.fileHandleForWriting.close()
            holder.waitUntilExit()
            _ = try store.create(label: "second", role: .search)
        }
    }

    @Test func `roles are ordered by what they allow`() {
        #expect(AccessRole.search < .enrol && AccessRole.enrol < .admin)
        #expect(AccessRole.allCases.sorted() == [.search, .enrol, .admin])
        #expect(AccessRole(rawValue: "root") == nil)
    }

    @Test(arguments: ["", "   ", "a\u{7}b", "line\nbreak", String(repeating: "x", count: 401)])
    func `a label that cannot stand in a list is refused`(label: String) throws {
        try withStore { store in
            #expect(throws: AccessKeyError.badLabel(bytesMax: 400)) {
                try store.create(label: label, role: .search)
            }
        }
    }

    @Test func `there is a limit to the keys`() throws {
        try withStore(limits: AccessKeyLimits(keys: 2)) { store in
            for number in 0..<2 { _ = try store.create(label: "\(number)", role: .search) }
            #expect(throws: AccessKeyError.tooManyKeys(limit: 2)) {
                try store.create(label: "third", role: .search)
            }
        }
    }
}

/// What went wrong on several threads.
private final class Failures: @unchecked Sendable {
    private let lock = NSLock()
    private var found: [String] = []

    var texts: [String] { lock.withLock { found } }

    func add(_ error: any Error) {
        lock.withLock { found.append("\(error)") }
    }
}

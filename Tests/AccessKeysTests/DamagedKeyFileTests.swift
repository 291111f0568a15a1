import AccessKeys
import Foundation
import TestSupport
import Testing

/// A file that is not what was written there keeps the door shut and is never overwritten.
@Suite struct DamagedKeyFileTests {
    private func withStore(_ body: (AccessKeyStore, _ secret: String) throws -> Void) throws {
        try Material.withTemporaryFolder { folder in
            let store = AccessKeyStore(path: folder + "/keys.json")
            let secret = try store.create(label: "phone", role: .admin).secret
            try body(store, secret)
        }
    }

    private func put(_ bytes: Data, at path: String) throws {
        try bytes.write(to: URL(filePath: path))
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path)
    }

    private func isDamaged(_ error: any Error) -> Bool {
        if case .damaged = error as? AccessKeyError { return true }
        return false
    }

    @Test func `a file torn anywhere is refused whole`() throws {
        try withStore { store, secret in
            let whole = try Data(contentsOf: URL(filePath: store.path))
            // The last two bytes are the closing brace and the line end, which is not missed.
            for length in 0..<(whole.count - 1) {
                try put(whole.prefix(length), at: store.path)
                #expect {
                    try store.record(ofSecret: secret)
                } throws: {
                    isDamaged($0)
                }
            }
            #expect {
                try store.create(label: "new", role: .search)
            } throws: {
                isDamaged($0)
            }
            let left = try Data(contentsOf: URL(filePath: store.path))
            #expect(left == whole.prefix(whole.count - 2))
            try put(whole, at: store.path)
            let found = try store.record(ofSecret: secret)
            #expect(found?.label == "phone")
        }
    }

    @Test(arguments: [
        ("{}", "garbage"), ("[1,2]", "garbage"), ("\u{0}\u{0}\u{0}", "garbage"),
        ("{\"format\":\"other\",\"version\":1,\"keys\":[]}", "another format"),
        ("{\"format\":\"semblance-keys\",\"version\":1}", "no keys"),
    ])
    func `garbage is refused`(text: String, name: String) throws {
        try withStore { store, secret in
            try put(Data(text.utf8), at: store.path)
            #expect {
                try store.record(ofSecret: secret)
            } throws: {
                isDamaged($0)
            }
        }
    }

    @Test(arguments: [
        ("\"role\" : \"admin\"", "\"role\" : \"root\""), ("\"label\"", "\"name\""),
        ("\"sha256\" : \"", "\"sha256\" : \"0"),
    ])
    func `a changed entry is refused`(original: String, change: String) throws {
        try withStore { store, secret in
            let text = try String(contentsOfFile: store.path, encoding: .utf8)
            #expect(text.contains(original))
            let changed = text.replacingOccurrences(of: original, with: change)
            try put(Data(changed.utf8), at: store.path)
            #expect {
                try store.list()
            } throws: {
                isDamaged($0)
            }
        }
    }

    @Test func `a newer version is refused by name`() throws {
        try withStore { store, _ in
            let text = "{\"format\":\"semblance-keys\",\"version\":2,\"rings\":[]}"
            try put(Data(text.utf8), at: store.path)
            let expected = AccessKeyError.newerVersion(path: store.path, found: 2, supported: 1)
            #expect(throws: expected) { try store.list() }
            #expect(throws: expected) { try store.create(label: "new", role: .search) }
        }
    }

    @Test func `a file that others may change proves nothing`() throws {
        try withStore { store, secret in
            try FileManager.default.setAttributes(
                [.posixPermissions: 0o620],
                ofItemAtPath: store.path
            )
            #expect(throws: AccessKeyError.changeableByOthers(path: store.path, mode: "620")) {
                try store.record(ofSecret: secret)
            }
        }
    }

    @Test func `a file beyond the limit is not read`() throws {
        try withStore { store, _ in
            try put(Data(repeating: 0x20, count: (1 << 20) + 1), at: store.path)
            #expect {
                try store.list()
            } throws: {
                isDamaged($0)
            }
        }
    }

    @Test func `a folder in the file's place is refused`() throws {
        try Material.withTemporaryFolder { folder in
            let store = AccessKeyStore(path: folder)
            #expect {
                try store.list()
            } throws: {
                isDamaged($0)
            }
        }
    }

    @Test func `a home that cannot be made is an error of the system`() throws {
        let store = AccessKeyStore(path: "/proc/nowhere/keys.json")
        let none = try store.list()
        #expect(none == [])
        #expect {
            try store.create(label: "new", role: .search)
        } throws: { error in
            if case .system = error as? AccessKeyError { return true }
            return false
        }
    }
}

import FaceTypes
import Foundation
import Hashing
import ModelPacks
import TestSupport
import Testing

@Suite struct InstallTests {
    @Test func `a pack comes whole from a mirror folder, read-only, under its hash`() async throws {
        let fixture = try StoreFixture()
        try fixture.mirror("net.onnx", "face.onnx", "pose.onnx")
        let manifest = try StoreFixture.manifest(hasPose: true)
        let diary = Diary()
        let pack = try await fixture.store.install(manifest, options: fixture.options()) {
            diary.write($0)
        }
        #expect(pack.manifest == manifest)
        #expect(fixture.entries() == [String(pack.folder.split(separator: "/").last ?? "")])
        #expect(fixture.entries().first?.hasPrefix("tiny-1-") == true)
        #expect(try fixture.store.open(name: "tiny") == pack)
        #expect(try fixture.store.open(identity: manifest.identity) == pack)
        for name in ["net.onnx", "face.onnx", "pose.onnx", "manifest.json"] {
            let facts = try FileManager.default.attributesOfItem(atPath: pack.path(of: name))
            #expect(facts[.posixPermissions] as? Int == 0o444)
        }
        let size = StoreFixture.bytes("net.onnx").count
        #expect(diary.entries.first == .copying(file: "net.onnx", bytes: size, of: size))
        #expect(diary.entries.last == .installed(folder: pack.folder))
    }

    @Test func `an optional net no source has is left out, and named when it comes later`()
        async throws
    {
        let fixture = try StoreFixture()
        try fixture.mirror("net.onnx", "face.onnx")
        let manifest = try StoreFixture.manifest(hasPose: true)
        let diary = Diary()
        let pack = try await fixture.store.install(manifest, options: fixture.options()) {
            diary.write($0)
        }
        #expect(pack.manifest.headPose == nil)
        #expect(pack.manifest.files.count == 2)
        #expect(pack.identity == manifest.identity)
        #expect(
            diary.entries.contains {
                if case .skipped("pose.onnx", _) = $0 { true } else { false }
            }
        )
        try fixture.mirror("pose.onnx")
        let fuller = try await fixture.store.install(manifest, options: fixture.options())
        #expect(fuller.manifest.headPose != nil)
        #expect(fixture.store.installed() == [fuller])
        #expect(fixture.entries().count == 1)
    }

    @Test func `a file with another hash is refused and nothing is left`() async throws {
        let fixture = try StoreFixture()
        try fixture.mirror("net.onnx")
        var wrong = StoreFixture.bytes("face.onnx")
        wrong[100] ^= 1
        try fixture.mirror("face.onnx", contents: wrong)
        let found = sha256(wrong).hexadecimal
        await #expect {
            try await fixture.store.install(
                StoreFixture.manifest(),
                options: fixture.options()
            )
        } throws: { "\($0)".contains(found) && "\($0)".contains("face.onnx") }
        #expect(fixture.entries() == [])
    }

    @Test func `a missing file names every source that was tried`() async throws {
        let fixture = try StoreFixture()
        let manifest = try StoreFixture.manifest(sources: [
            .address("https://publisher.example/net.onnx"),
            .pip(package: "p==1", archiveSHA256: "0", isSourceArchive: false, member: "m"),
        ])
        await #expect {
            try await fixture.store.install(manifest, options: fixture.options())
        } throws: {
            let words = "\($0)"
            return words.contains("has no net.onnx") && words.contains("publisher.example")
                && words.contains("--from") && words.contains("pip may not be used")
        }
        #expect(fixture.entries() == [])
    }

    @Test func `weights with terms are only installed once these are accepted`() async throws {
        let fixture = try StoreFixture()
        try fixture.mirror("net.onnx", "face.onnx")
        let manifest = try StoreFixture.manifest(needsAcceptance: true)
        await #expect {
            try await fixture.store.install(manifest, options: fixture.options())
        } throws: { "\($0)".contains("--accept-licence") }
        let accepted = fixture.options(acceptsLicence: true)
        let pack = try await fixture.store.install(manifest, options: accepted)
        let record = try String(
            contentsOfFile: pack.path(of: "licence-accepted.txt"),
            encoding: .utf8
        )
        #expect(record.contains(manifest.licence.name))
    }

    @Test func `a second installation does nothing, a damaged pack is mended`() async throws {
        let fixture = try StoreFixture()
        try fixture.mirror("net.onnx", "face.onnx")
        let manifest = try StoreFixture.manifest()
        let pack = try await fixture.store.install(manifest, options: fixture.options())
        let diary = Diary()
        let again = try await fixture.store.install(manifest, options: InstallOptions()) {
            diary.write($0)
        }
        #expect(again == pack)
        #expect(diary.entries == [.installed(folder: pack.folder)])

        let path = pack.path(of: "net.onnx")
        try FileManager.default.removeItem(atPath: path)
        var changed = StoreFixture.bytes("net.onnx")
        changed[7] ^= 1
        try Data(changed).write(to: URL(fileURLWithPath: path))
        try FileManager.default.removeItem(atPath: pack.path(of: "face.onnx"))
        let faults = try fixture.store.verify(name: "tiny")[0].faults
        #expect(faults.count == 2)
        #expect(faults.contains { $0.hasPrefix("net.onnx was changed") })
        #expect(faults.contains("face.onnx is missing"))
        #expect { try fixture.store.open(name: "tiny") } throws: { "\($0)".contains("face.onnx") }

        _ = try await fixture.store.install(manifest, options: fixture.options())
        #expect(try fixture.store.verify(name: "tiny").map(\.faults) == [[]])
        #expect(fixture.entries().count == 1)
    }

    @Test func `a pack takes what another installed pack already has`() async throws {
        let fixture = try StoreFixture()
        try fixture.mirror("net.onnx", "face.onnx")
        _ = try await fixture.store.install(
            StoreFixture.manifest(),
            options: fixture.options()
        )
        let other = try await fixture.store.install(
            StoreFixture.manifest(name: "other"),
            options: InstallOptions(allowsPip: false)
        )
        #expect(fixture.store.installed().map(\.manifest.name) == ["other", "tiny"])
        #expect(try fixture.store.verify(name: "other").allSatisfy(\.faults.isEmpty))
        #expect(other.manifest.name == "other")
    }

    @Test func `publishers are asked through the given fetcher, and hashes still count`()
        async throws
    {
        let fixture = try StoreFixture()
        let address = "https://publisher.example/file"
        let manifest = try StoreFixture.manifest(sources: [.address(address)])
        var options = InstallOptions(allowsPip: false)
        let size = StoreFixture.bytes("net.onnx").count
        options.fetch = { request, progress in
            #expect(request.address == address)
            let name = request.byteLimit == size ? "net.onnx" : "face.onnx"
            progress(17)
            try Data(StoreFixture.bytes(name)).write(
                to: URL(fileURLWithPath: request.destination)
            )
        }
        let diary = Diary()
        _ = try await fixture.store.install(manifest, options: options) { diary.write($0) }
        #expect(
            diary.entries.contains(.downloading(address: address, bytes: 17, of: size))
        )

        let second = try StoreFixture()
        options.fetch = { request, _ in
            try Data([1, 2, 3]).write(to: URL(fileURLWithPath: request.destination))
        }
        await #expect(throws: PackError.self) {
            try await second.store.install(manifest, options: options)
        }
        #expect(second.entries() == [])
    }

    @Test func `a cancelled installation leaves nothing`() async throws {
        let fixture = try StoreFixture()
        try fixture.mirror("net.onnx", "face.onnx")
        let manifest = try StoreFixture.manifest()
        let options = fixture.options()
        let store = fixture.store
        let task = Task {
            try await store.install(manifest, options: options) { _ in
                withUnsafeCurrentTask { $0?.cancel() }
            }
        }
        await #expect(throws: PackError.cancelled(name: "tiny")) { try await task.value }
        #expect(fixture.entries() == [])
    }

    @Test func `what a dead process left is swept, what a living one works on is kept`()
        async throws
    {
        let fixture = try StoreFixture()
        for name in [".incoming-dead", ".incoming-alive"] {
            let folder = fixture.packs + "/" + name
            try FileManager.default.createDirectory(
                atPath: folder,
                withIntermediateDirectories: true
            )
            try Data().write(to: URL(fileURLWithPath: folder + "/.lock"))
        }
        let lock = open(fixture.packs + "/.incoming-alive/.lock", O_RDWR)
        defer { close(lock) }
        #expect(flock(lock, LOCK_EX | LOCK_NB) == 0)
        fixture.store.sweepLeftovers()
        #expect(fixture.entries() == [".incoming-alive"])
    }

    @Test func `a newer version is opened, an older one stays for galleries bound to it`()
        async throws
    {
        let fixture = try StoreFixture()
        try fixture.mirror("net.onnx", "face.onnx")
        let old = try StoreFixture.manifest(version: "9")
        let new = try StoreFixture.manifest(version: "10")
        _ = try await fixture.store.install(new, options: fixture.options())
        _ = try await fixture.store.install(old, options: fixture.options())
        #expect(try fixture.store.open(name: "tiny").manifest.version == "10")
        #expect(try fixture.store.open(identity: old.identity).manifest.version == "9")
        #expect(fixture.notes().count == 2)
        try fixture.store.remove(name: "tiny")
        #expect(fixture.entries() == [])
        #expect(fixture.notes() == [])
        #expect { try fixture.store.open(name: "tiny") } throws: {
            "\($0)".contains("semblance models pull tiny")
        }
    }

    @Test func `a pack name that begins another's does not stand for it`() async throws {
        let fixture = try StoreFixture()
        try fixture.mirror("net.onnx", "face.onnx")
        let longer = try StoreFixture.manifest(name: "tiny-plus")
        _ = try await fixture.store.install(longer, options: fixture.options())
        #expect(throws: PackError.notInstalled(name: "tiny", folder: fixture.packs)) {
            try fixture.store.open(name: "tiny")
        }
        #expect(throws: PackError.self) { try fixture.store.remove(name: "tiny") }
    }

    @Test func `a folder that cannot be made is named`() async throws {
        let fixture = try StoreFixture()
        try fixture.mirror("net.onnx", "face.onnx")
        let store = PackStore(folder: fixture.mirror + "/deep/net.onnx/packs")
        await #expect {
            try await store.install(StoreFixture.manifest(), options: fixture.options())
        } throws: { "\($0)".contains("net.onnx") }
    }

    @Test func `a full disk and a read-only home have words of their own`() {
        #expect("\(PackFolder.failure("/x", ENOSPC))".contains("disk is full"))
        #expect(PackFolder.failure("/x", EROFS) == .notWritable(path: "/x"))
        #expect("\(PackFolder.failure("/x", EACCES))".contains("--home"))
    }

    @Test func `a mirror folder that is not there is said so`() async throws {
        let fixture = try StoreFixture()
        var options = fixture.options()
        options.mirror = fixture.root + "/nowhere"
        await #expect {
            try await fixture.store.install(StoreFixture.manifest(), options: options)
        } throws: { "\($0)".contains("/nowhere") }
        #expect(fixture.entries() == [])
    }

    @Test(Material.requirement(weights: "open/yunet_n_dynamic.onnx"))
    func `open installs from the real mirror`() async throws {
        let fixture = try StoreFixture()
        let options = InstallOptions(mirror: Material.mirror, allowsPip: false)
        let manifest = try PackCatalogue.manifest(named: "open")
        let pack = try await fixture.store.install(manifest, options: options)
        #expect(try fixture.store.verify(name: "open").map(\.faults) == [[]])
        #expect(pack.manifest.headPose != nil)
    }
}

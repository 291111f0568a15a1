import Foundation
import ModelPacks
import TestSupport
import Testing

/// Weights that are about to be used are those that were installed.
@Suite struct CheckingTests {
    private func installed(_ fixture: StoreFixture) async throws -> InstalledPack {
        try fixture.mirror("net.onnx", "face.onnx")
        return try await fixture.store.install(
            StoreFixture.manifest(),
            options: fixture.options()
        )
    }

    /// Overwrites bytes in the middle of a file and sets its modification time back.
    private func overwrite(_ path: String) throws {
        let before = try FileManager.default.attributesOfItem(atPath: path)
        let time = try #require(before[.modificationDate] as? Date)
        try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: path)
        let file = try #require(FileHandle(forWritingAtPath: path))
        try file.seek(toOffset: 100)
        try file.write(contentsOf: Data([1, 2, 3, 4]))
        try file.close()
        try FileManager.default.setAttributes([.modificationDate: time], ofItemAtPath: path)
    }

    @Test func `a pack as it was installed passes, also when that was noted`() async throws {
        let fixture = try StoreFixture()
        let pack = try await installed(fixture)
        for _ in 0..<2 { try fixture.store.requireIntact(pack) }
        #expect(fixture.store.installed() == [pack])
    }

    @Test func `overwritten weights are refused before and after the pack was noted as sound`()
        async throws
    {
        for wasNoted in [false, true] {
            let fixture = try StoreFixture()
            let pack = try await installed(fixture)
            if wasNoted { try fixture.store.requireIntact(pack) }
            try overwrite(pack.path(of: "face.onnx"))
            #expect { try fixture.store.requireIntact(pack) } throws: {
                let words = "\($0)"
                return words.contains("face.onnx was changed")
                    && words.contains("semblance models pull tiny")
            }
            let again = try await fixture.store.install(
                StoreFixture.manifest(),
                options: fixture.options()
            )
            try fixture.store.requireIntact(again)
        }
    }

    @Test func `where nothing can be noted a pack is read each time`() async throws {
        let fixture = try StoreFixture()
        let pack = try await installed(fixture)
        let notes = fixture.packs + "/.checked"
        try FileManager.default.removeItem(atPath: notes)
        try Data().write(to: URL(fileURLWithPath: notes))
        try fixture.store.requireIntact(pack)
        try overwrite(pack.path(of: "net.onnx"))
        #expect(throws: PackError.self) { try fixture.store.requireIntact(pack) }
    }
}

import Foundation
import TestSupport
import Testing

/// What is damaged on purpose is found, told with its mend, and mended by it.
@Suite(Material.requirement(weights: "open/yunet_n_dynamic.onnx"))
struct DoctorFindings {
    private static let ingest = ["ingest", "drawn", "--people", "6", "--photos", "2", "--json"]

    /// Overwrites four bytes of a file, whatever its permissions.
    private func overwrite(_ path: String, at offset: UInt64) throws {
        try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: path)
        let file = try #require(FileHandle(forWritingAtPath: path))
        try file.seek(toOffset: offset)
        try file.write(contentsOf: Data([0xDE, 0xAD, 0xBE, 0xEF]))
        try file.close()
    }

    private func files(below folder: String) throws -> [String] {
        try FileManager.default.subpathsOfDirectory(atPath: folder).sorted()
            .map { folder + "/" + $0 }
            .filter { path in
                var isFolder: ObjCBool = false
                _ = FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
                return !isFolder.boolValue
            }
    }

    /// The findings that are not fine, by subject.
    private func faults(_ semblance: Semblance) async throws -> [String: JSON] {
        let findings = try await semblance.run("doctor", "--json").json()["findings"].list
        let bad = findings.filter { $0["state"].text == "fault" }
        return Dictionary(bad.map { ($0["subject"].text ?? "?", $0) }) { first, _ in first }
    }

    @Test func `overwritten index files are found and rebuilt`() async throws {
        try await Semblance.withOpenPack { semblance, _ in
            _ = try await semblance.run(Self.ingest)
            #expect(try await faults(semblance).isEmpty)
            let segments = try files(below: semblance.home + "/index")
                .filter { $0.contains("segment") }
            let size = try FileManager.default.attributesOfItem(atPath: segments[0])[.size] as? Int
            try overwrite(segments[0], at: UInt64(try #require(size) / 2))
            let found = try await faults(semblance)
            let index = try #require(found["index of default"])
            #expect(index["mend"].text == "semblance index rebuild --gallery default")
            #expect(try await semblance.run("index", "rebuild").status == 0)
            #expect(try await faults(semblance).isEmpty)
        }
    }

    @Test(arguments: ["photos", "crops"])
    func `lost and overwritten pictures are found, and the next ingest stores them again`(
        keep: String
    ) async throws {
        try await Semblance.withOpenPack { semblance, _ in
            let ingest = Self.ingest + ["--keep", keep]
            let enrolled = try await semblance.run(ingest).json()["summary"]
            let objects = try files(below: semblance.home + "/objects")
                .filter { $0.split(separator: "/").last?.count == 62 }
            #expect(Double(objects.count) == enrolled["enrolledPhotos"].number)
            try FileManager.default.removeItem(atPath: objects[0])
            try overwrite(objects[1], at: 1_000)
            let found = try await faults(semblance)
            let words = try #require(found["objects of default"]?["found"].text)
            #expect(words.contains("1 are missing and 1 are not as they were stored"), "\(words)")
            let again = try await semblance.run(ingest).json()["summary"]
            #expect(again["alreadyEnrolled"].number == enrolled["enrolledPhotos"].number)
            #expect(try await faults(semblance).isEmpty)
        }
    }

    @Test func `overwritten weights are refused until the pack is pulled again`() async throws {
        try await Semblance.withOpenPack { semblance, folder in
            let photo = folder + "/drawn.png"
            _ = try await semblance.run("draw", "--out", photo)
            #expect(try await semblance.run("detect", photo).status == 0)
            let weights = try files(below: semblance.home + "/packs")
                .filter { $0.hasSuffix(".bin") || $0.hasSuffix(".onnx") }
            try overwrite(weights[0], at: 5_000)
            let refused = try await semblance.run("detect", photo)
            #expect(refused.status == 65)
            #expect(refused.talk.contains("semblance models pull open"), "\(refused.talk)")
            _ = try await semblance.run("models", "pull", "open", "--from", Material.mirror ?? "")
            #expect(try await semblance.run("detect", photo).status == 0)
        }
    }
}

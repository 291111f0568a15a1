import Foundation
import TestSupport
import Testing

/// What the home's log tells of runs, and what it does not.
@Suite(Material.requirement(weights: "open/yunet_n_dynamic.onnx"))
struct RunLogs {
    private func lines(_ semblance: Semblance) throws -> [JSON] {
        let path = semblance.home + "/log/ingest.jsonl"
        let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions]
        #expect((mode as? NSNumber)?.intValue == 0o600)
        return try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n").map {
            JSON(value: try JSONSerialization.jsonObject(with: Data($0.utf8)))
        }
    }

    @Test func `have a line for what a run did and refused, and none about a search`() async throws
    {
        try await Semblance.withOpenPack { semblance, folder in
            let drawn = try await semblance.run(
                "ingest",
                "drawn",
                "--people",
                "60",
                "--photos",
                "2"
            )
            #expect(drawn.status == 0, "\(drawn.talk)")
            _ = try Semblance.textAsPhoto(in: folder + "/photos")
            _ = try await semblance.run(
                "ingest",
                "folder",
                folder + "/photos",
                "--queue",
                "--gallery",
                "real"
            )
            _ = try await semblance.run("work", "--once", "--gallery", "real")

            let lines = try lines(semblance)
            let runs = lines.map { "\($0["run"].text ?? "") \($0["event"].text ?? "")" }
            #expect(runs.first == "ingest begun")
            #expect(runs.contains("ingest batch"))
            #expect(
                runs.suffix(5) == [
                    "queue begun", "queue ended", "work begun", "work refused", "work ended",
                ]
            )
            let refused = try #require(
                lines.first { $0["event"].text == "refused" && $0["run"].text == "work" }
            )
            #expect(refused["reject"]["code"].text == "undecodable")
            #expect(refused["reject"]["person"].text == "Nobody")
            let ended = try #require(lines.first { $0["event"].text == "ended" })
            let batches = lines.filter { $0["run"].text == "ingest" && $0["event"].text == "batch" }
            let told = batches.compactMap { $0["counts"]["finished"].number }.reduce(0, +)
            #expect(told <= 120 && told >= 100)
            #expect(ended["counts"]["finished"].number == 120)

            let face = folder + "/face.png"
            _ = try await semblance.run("draw", "--person", "3", "--variation", "5", "--out", face)
            let found = try await semblance.run("search", face, "--json")
            #expect(found.status == 0, "\(found.talk)")
            _ = try await semblance.run(
                "ingest",
                "folder",
                folder + "/photos",
                "--dry-run",
                "--gallery",
                "real"
            )
            #expect(try self.lines(semblance).count == lines.count)
        }
    }
}

import DrawnPeople
import FaceTypes
import Foundation
import Imaging
import TestSupport
import Testing

/// Doubts that an operator decides from the command line.
@Suite(Material.requirement(weights: "open/yunet_n_dynamic.onnx"))
struct ReviewCommands {
    private static let edge = 360

    /// Writes a drawn portrait, or two side by side.
    private func write(_ people: [UInt64], edge: Int = Self.edge, to path: String) throws {
        let portraits = people.map { DrawnPerson(seed: $0).portrait(variation: 0, edge: edge) }
        let width = edge * portraits.count
        var pixels: [UInt8] = []
        for row in 0..<edge {
            for portrait in portraits {
                pixels += portrait.pixels[(3 * edge * row)..<(3 * edge * (row + 1))]
            }
        }
        let image = PixelImage(width: width, height: edge, pixels: pixels)
        let url = URL(filePath: path)
        try FileManager.default.createDirectory(
            at: url.deletingLastPathComponent(),
            withIntermediateDirectories: true
        )
        try Data(try encodePNG(image)).write(to: url)
    }

    private func counts(_ semblance: Semblance) async throws -> (people: Double?, faces: Double?) {
        let listed = try await semblance.run("galleries", "list", "--json").json()["galleries"][0]
        return (listed["people"].number, listed["faces"].number)
    }

    @Test func `a photo of two faces waits until somebody says whose it is`() async throws {
        try await Semblance.withOpenPack { semblance, folder in
            try write([1, 2], to: folder + "/photos/Ann Lee/both.png")
            let run = try await semblance.run("ingest", "folder", folder + "/photos")
            #expect(run.status == 0, "\(run.talk)")
            let listed = try await semblance.run("gallery", "review", "list", "--json").json()
            #expect(listed["doubts"].count == 1)
            let doubt = listed["doubts"][0]
            #expect(doubt["kind"].text == "several_faces")
            #expect(doubt["question"].text == "Which of the faces is Ann Lee's?")
            let id = "\(Int(try #require(doubt["id"].number)))"

            let unsaid = try await semblance.run("gallery", "review", "accept", id)
            #expect(unsaid.status == 64)
            #expect(unsaid.talk.contains("shows 2 faces"))
            let third = try await semblance.run("gallery", "review", "accept", id, "--face", "3")
            #expect(third.status == 65)
            let second = try await semblance.run("gallery", "review", "accept", id, "--face", "2")
            #expect(second.status == 0, "\(second.talk)")
            let again = try await semblance.run("gallery", "review", "accept", id, "--face", "1")
            #expect(again.status == 65)

            #expect(try await counts(semblance).faces == 1)
            let left = try await semblance.run("gallery", "review", "list", "--json").json()
            #expect(left["doubts"].count == 0)
            let accepted = try await semblance.run(
                "gallery",
                "review",
                "list",
                "--state",
                "accepted"
            )
            #expect(accepted.output.contains(id))
            #expect(try await semblance.run("doctor").status == 0)
        }
    }

    @Test func `two ids of one person become one, or are left alone for good`() async throws {
        try await Semblance.withOpenPack { semblance, folder in
            for (number, name) in ["Ann Lee", "A. Lee", "Bo Ek", "B. Ek"].enumerated() {
                let edge = Self.edge - number * 8
                try write(
                    [number < 2 ? 11 : 12],
                    edge: edge,
                    to: folder + "/photos/\(name)/1.png"
                )
            }
            let run = try await semblance.run("ingest", "folder", folder + "/photos")
            #expect(run.status == 0, "\(run.talk)")
            #expect(try await counts(semblance).people == 4)
            let scanned = try await semblance.run("gallery", "review", "scan")
            #expect(scanned.output.hasPrefix("2 new"), "\(scanned.output)\(scanned.talk)")
            let doubts = try await semblance.run("gallery", "review", "list", "--json").json()
            let ids = [0, 1].compactMap { doubts["doubts"][$0]["id"].number }.map { "\(Int($0))" }
            #expect(ids.count == 2)

            let merged = try await semblance.run("gallery", "review", "accept", ids[0])
            #expect(merged.status == 0, "\(merged.talk)")
            let apart = try await semblance.run("gallery", "review", "refuse", ids[1])
            #expect(apart.status == 0, "\(apart.talk)")
            #expect(try await counts(semblance).people == 3)
            let again = try await semblance.run("gallery", "review", "scan")
            #expect(again.output.hasPrefix("0 new"))
            let doctor = try await semblance.run("gallery", "doctor", "--kind", "twins", "--json")
            #expect(try doctor.json()["findings"].count == 0)
            let unknown = try await semblance.run("gallery", "review", "refuse", "999")
            #expect(unknown.status == 66)
        }
    }
}

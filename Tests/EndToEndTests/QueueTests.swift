import Foundation
import TestSupport
import Testing

/// Photos that wait in the queue, and the workers that enrol them.
@Suite(Material.requirement(weights: "open/yunet_n_dynamic.onnx"))
struct QueuedPhotos {
    /// A folder of drawn people, two portraits each.
    private func draw(_ people: Int, into folder: String, _ semblance: Semblance) async throws {
        for person in 0..<people {
            let own = folder + "/Person_\(person)"
            try FileManager.default.createDirectory(
                atPath: own,
                withIntermediateDirectories: true
            )
            for variation in 0..<2 {
                let outcome = try await semblance.run(
                    "draw",
                    "--person",
                    "\(person)",
                    "--variation",
                    "\(variation)",
                    "--edge",
                    "360",
                    "--out",
                    own + "/\(variation).png"
                )
                #expect(outcome.status == 0, "\(outcome.talk)")
            }
        }
    }

    @Test func `are enrolled by workers that get killed, each once`() async throws {
        try await Semblance.withOpenPack { semblance, folder in
            try await draw(20, into: folder + "/photos", semblance)
            let put = try await semblance.run(
                "ingest",
                "folder",
                folder + "/photos",
                "--queue",
                "--json"
            )
            #expect(try put.json()["put"].number == 40)
            let again = try await semblance.run(
                "ingest",
                "folder",
                folder + "/photos",
                "--queue",
                "--json"
            )
            #expect(try again.json()["put"].number == 0)
            #expect(try again.json()["known"].number == 40)
            for life in [300, 900, 1_300, 1_700, 2_100] {
                let worker = try semblance.process(["work", "--once", "--lease", "0.5"])
                worker.standardOutput = FileHandle.nullDevice
                worker.standardError = FileHandle.nullDevice
                try worker.run()
                try await Task.sleep(for: .milliseconds(life))
                kill(worker.processIdentifier, SIGKILL)
                await Semblance.end(of: worker)
            }
            try await workToTheEnd(semblance)
            let listed = try await semblance.run("jobs", "list", "--state", "done", "--json").json()
            #expect(listed["counts"]["done"].number == 40)
            #expect(listed["counts"]["dead"].number == 0)
            let galleries = try await semblance.run("galleries", "list", "--json").json()
            let enrolled = galleries["galleries"][0]["photos"].number ?? 0
            #expect(enrolled >= 36)
            #expect(galleries["galleries"][0]["faces"].number == enrolled)
            #expect(try await semblance.run("doctor").status == 0)
            #expect(try await semblance.run("index", "verify").status == 0)
        }
    }

    private func workToTheEnd(_ semblance: Semblance) async throws {
        for _ in 0..<20 {
            let outcome = try await semblance.run("work", "--once", "--lease", "5", "--json")
            #expect(outcome.status == 0, "\(outcome.talk)")
            let counts = try await semblance.run("jobs", "list", "--json").json()["counts"]
            if counts["ready"].number == 0, counts["leased"].number == 0 { return }
            try await Task.sleep(for: .milliseconds(200))
        }
        Issue.record("jobs are left")
    }

    @Test func `travel to another home whole, and damaged not at all`() async throws {
        try await Semblance.withOpenPack { semblance, folder in
            _ = try await semblance.run("ingest", "drawn", "--people", "6", "--photos", "2")
            let file = folder + "/gallery.tar"
            let exported = try await semblance.run("export", file, "--json")
            #expect(exported.status == 0, "\(exported.talk)")
            let imported = try await semblance.run(
                "import",
                file,
                "--gallery",
                "copy",
                "--json"
            )
            #expect(imported.status == 0, "\(imported.talk)")
            #expect(try imported.json()["faces"].number == exported.json()["faces"].number)
            let refused = try await semblance.run("import", file, "--gallery", "copy")
            #expect(refused.status == 65)
            var bytes = try Data(contentsOf: URL(filePath: file))
            bytes[bytes.count / 2] ^= 1
            try bytes.write(to: URL(filePath: file))
            let damaged = try await semblance.run("import", file, "--gallery", "third")
            #expect(damaged.status == 65, "\(damaged.talk)")
            let listed = try await semblance.run("galleries", "list", "--json").json()
            #expect(listed["galleries"].count == 2)
            #expect(try await semblance.run("gallery", "doctor", "--json").status == 0)
        }
    }

    @Test func `that nobody could be seen in are explained`() async throws {
        try await Semblance.withOpenPack { semblance, folder in
            let path = try Semblance.textAsPhoto(in: folder + "/photos")
            _ = try await semblance.run("ingest", "folder", folder + "/photos", "--queue")
            _ = try await semblance.run("work", "--once")
            let verdict = try await semblance.run("why-not", path, "--json").json()
            #expect(verdict["rejects"][0]["code"].text == "undecodable")
            #expect(verdict["now"]["code"].text == "undecodable")
            #expect(verdict["wouldBeEnrolled"].value as? Bool == false)
        }
    }

    @Test func `of a person go when their face is shown`() async throws {
        try await Semblance.withOpenPack { semblance, folder in
            _ = try await semblance.run("ingest", "drawn", "--people", "8", "--photos", "2")
            let face = folder + "/face.png"
            _ = try await semblance.run("draw", "--person", "3", "--variation", "0", "--out", face)
            let before = try await semblance.run("galleries", "list", "--json").json()
            let removed = try await semblance.run("people", "remove", "--face", face, "--yes")
            #expect(removed.status == 0, "\(removed.talk)")
            #expect(removed.output.contains("Receipt:"))
            let after = try await semblance.run("galleries", "list", "--json").json()
            let people = [before, after].map { $0["galleries"][0]["people"].number ?? 0 }
            #expect(people[1] < people[0])
            #expect(try await semblance.run("doctor").status == 0)
        }
    }
}

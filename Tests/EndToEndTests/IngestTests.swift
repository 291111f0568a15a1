import Foundation
import TestSupport
import Testing

/// Runs that stop, repeat, collide and are taken back.
@Suite(Material.requirement(weights: "open/yunet_n_dynamic.onnx"))
struct IngestRuns {
    @Test func `a run that is repeated writes nothing twice`() async throws {
        try await Semblance.withOpenPack { semblance, _ in
            let arguments = ["ingest", "drawn", "--people", "12", "--photos", "2", "--json"]
            let first = try await semblance.run(arguments).json()["summary"]
            let second = try await semblance.run(arguments).json()["summary"]
            let enrolled = try #require(first["enrolledPhotos"].number)
            #expect(enrolled >= 20)
            #expect(second["enrolledPhotos"].number == 0)
            #expect(second["alreadyEnrolled"].number == enrolled)
        }
    }

    @Test func `Ctrl-C keeps what was done, and the next run does the rest`() async throws {
        try await Semblance.withOpenPack { semblance, _ in
            let arguments = ["ingest", "drawn", "--people", "120", "--photos", "1", "--json"]
            let process = try semblance.process(arguments)
            process.standardOutput = FileHandle.nullDevice
            process.standardError = FileHandle.nullDevice
            try process.run()
            try await waitForSomething(semblance, process)
            process.interrupt()
            await Semblance.end(of: process)
            let kept = try await people(semblance)
            let rest = try await semblance.run(arguments).json()["summary"]
            let total = try await people(semblance)
            #expect(kept > 0)
            #expect(rest["alreadyEnrolled"].number ?? 0 >= Double(kept))
            #expect(total >= 115)
            #expect(try await semblance.run("doctor").status == 0)
        }
    }

    @Test func `two processes may enrol into one home at once`() async throws {
        try await Semblance.withOpenPack { semblance, _ in
            // Make the gallery first, so that both find it.
            _ = try await semblance.run("ingest", "drawn", "--people", "1", "--photos", "1")
            let runs = try ["1", "2"].map { seed in
                let process = try semblance.process([
                    "ingest", "drawn", "--seed", seed, "--people", "20", "--photos", "1",
                ])
                process.standardOutput = FileHandle.nullDevice
                process.standardError = FileHandle.nullDevice
                try process.run()
                return process
            }
            for run in runs {
                await Semblance.end(of: run)
                #expect(run.terminationStatus == 0)
            }
            #expect(try await people(semblance) >= 38)
            #expect(try await semblance.run("doctor").status == 0)
        }
    }

    @Test func `a dry run writes nothing`() async throws {
        try await Semblance.withOpenPack { semblance, _ in
            let dry = try await semblance.run(
                "ingest",
                "drawn",
                "--people",
                "5",
                "--photos",
                "1",
                "--dry-run",
                "--json"
            )
            #expect(try dry.json()["summary"]["enrolledPhotos"].number ?? 0 >= 4)
            #expect(try await people(semblance) == 0)
        }
    }

    @Test func `a removed person is gone and is not enrolled again`() async throws {
        try await Semblance.withOpenPack { semblance, _ in
            let arguments = ["ingest", "drawn", "--people", "6", "--photos", "2", "--json"]
            _ = try await semblance.run(arguments)
            let listed = try await semblance.run("people", "list", "--json").json()["people"]
            let id = String(Int(try #require(listed[0]["id"].number)))
            let removed = try await semblance.run("people", "remove", id, "--yes")
            #expect(removed.status == 0, "\(removed.talk)")
            #expect(try await people(semblance) == listed.count - 1)
            let again = try await semblance.run(arguments).json()["summary"]
            #expect(again["enrolledPhotos"].number == 0)
            #expect(again["rejected"]["suppressed"].number ?? 0 > 0)
            #expect(try await semblance.run("doctor").status == 0)
        }
    }

    @Test func `two people can be made one`() async throws {
        try await Semblance.withOpenPack { semblance, _ in
            _ = try await semblance.run("ingest", "drawn", "--people", "4", "--photos", "2")
            let listed = try await semblance.run("people", "list", "--json").json()["people"]
            let ids = listed.list.compactMap(\.["id"].number).map { String(Int($0)) }
            #expect(try await semblance.run("people", "merge", ids[0], ids[1]).status == 0)
            #expect(try await people(semblance) == ids.count - 1)
        }
    }

    @Test func `a manifest brings metadata, credits and filters`() async throws {
        try await Semblance.withOpenPack { semblance, folder in
            for (person, variation) in [(0, 0), (1, 0), (2, 0), (0, 7)] {
                let out = folder + "/p\(person)v\(variation).png"
                let arguments = ["draw", "--person", "\(person)", "--variation", "\(variation)"]
                #expect(try await semblance.run(arguments + ["--out", out]).status == 0)
            }
            let manifest = folder + "/people.csv"
            try """
            file,person,gender,birth_year,country,occupation,fame,author,licence,source
            p0v0.png,"Doe, Jane",female,1960,France,actor|singer,30,A. Painter,CC0,https://example.org/1
            p1v0.png,John,male,1990,Spain,chef,3,,,
            p2v0.png,Young,female,2020,Spain,,,,,
            missing.png,Nobody,,,,,,,,
            ../outside.png,Nobody,,,,,,,,
            p1v0.png,Bad,,nineteen,,,,,,
            """.write(toFile: manifest, atomically: true, encoding: .utf8)
            let ingest = try await semblance.run("ingest", "manifest", manifest, "--json")
            let summary = try ingest.json()["summary"]
            #expect(summary["enrolledPhotos"].number == 2, "\(ingest.talk)")
            #expect(summary["rejected"]["minor"].number == 1)
            #expect(summary["rejected"]["unreadable"].number == 1)
            #expect(summary["rejected"]["bad_record"].number == 2)
            let probe = folder + "/p0v7.png"
            let all = try await semblance.run("search", probe, "--json").json()["answers"][0]
            let jane = all["samePerson"].list + all["lookAlikes"].list
            #expect(jane.first?["person"]["name"].text == "Doe, Jane")
            #expect(jane.first?["face"]["creditLine"].text?.contains("A. Painter") == true)
            let spain = try await semblance.run(
                "search",
                probe,
                "--filter",
                "country=spain",
                "--json"
            )
            let others = try spain.json()["answers"][0]
            let names = (others["samePerson"].list + others["lookAlikes"].list)
                .compactMap { $0["person"]["name"].text }
            #expect(names == ["John"])
        }
    }

    private func people(_ semblance: Semblance) async throws -> Int {
        let listed = try await semblance.run("people", "list", "--json", "--limit", "1000")
        return listed.status == 0 ? try listed.json()["people"].count : 0
    }

    /// Until the run has enrolled somebody; ends with the process, so it can't wait for ever.
    private func waitForSomething(_ semblance: Semblance, _ process: Process) async throws {
        while process.isRunning {
            if try await people(semblance) > 0 { return }
        }
    }
}

import FixtureServer
import Foundation
import TestSupport
import Testing

/// Runs that are to take only so much, or nothing at all.
@Suite(Material.requirement(weights: "open/yunet_n_dynamic.onnx"))
struct IngestBounds {
    private func files(in home: String) throws -> Set<String> {
        Set(try FileManager.default.subpathsOfDirectory(atPath: home))
    }

    @Test func `a limit is kept to the photo, and the same command goes on from there`()
        async throws
    {
        try await Semblance.withOpenPack { semblance, _ in
            let all = ["ingest", "drawn", "--people", "12", "--photos", "1", "--json"]
            var enrolled: [Double] = []
            for _ in 0..<3 {
                let summary = try await semblance.run(all + ["--limit", "5"]).json()["summary"]
                enrolled.append(summary["enrolledPhotos"].number ?? -1)
            }
            #expect(enrolled[0] == 5)
            #expect(enrolled[1] == 5)
            #expect(enrolled[2] <= 2)
            let rest = try await semblance.run(all).json()["summary"]
            #expect(rest["enrolledPhotos"].number == 0)
            #expect(try await semblance.run(all + ["--limit", "0"]).status == 64)
        }
    }

    @Test func `what a source can't tell since when is an error`() async throws {
        try await Semblance.withOpenPack { semblance, _ in
            let drawn = try await semblance.run("ingest", "drawn", "--since", "2026-01-01")
            #expect(drawn.status == 64)
            #expect(drawn.talk.contains("--since"))
            let nonsense = try await semblance.run("ingest", "folder", ".", "--since", "yesterday")
            #expect(nonsense.status == 64)
        }
    }

    @Test func `a dry run makes neither gallery nor home, and tells what a removal forbids`()
        async throws
    {
        try await Semblance.withOpenPack { semblance, _ in
            let arguments = ["ingest", "drawn", "--people", "6", "--photos", "1", "--json"]
            let before = try files(in: semblance.home)
            let dry = try await semblance.run(arguments + ["--dry-run"])
            #expect(dry.status == 0, "\(dry.talk)")
            let would = try #require(try dry.json()["summary"]["enrolledPhotos"].number)
            #expect(would >= 5)
            #expect(try files(in: semblance.home) == before)

            let real = try await semblance.run(arguments).json()["summary"]
            #expect(real["enrolledPhotos"].number == would)
            let listed = try await semblance.run("people", "list", "--json").json()["people"]
            let id = String(Int(try #require(listed[0]["id"].number)))
            #expect(try await semblance.run("people", "remove", id, "--yes").status == 0)
            let again = try await semblance.run(arguments + ["--dry-run"]).json()["summary"]
            #expect(again["enrolledPhotos"].number == 0)
            #expect(again["rejected"]["suppressed"].number == 1)
            let galleries = try await semblance.run("galleries", "list", "--json").output
            _ = try await semblance.run(arguments + ["--dry-run", "--gallery", "other"])
            #expect(try await semblance.run("galleries", "list", "--json").output == galleries)
        }
    }

    @Test func `a dry crawl keeps no evidence`() async throws {
        let world = DrawnWorld(seed: 21, people: 66, pause: 0)
        try await FixtureServer.run({ world.reply(to: $0) }) { server in
            try await Semblance.withOpenPack { semblance, _ in
                try settle(semblance, DrawnWorld.endpoints(server.address))
                let before = try files(in: semblance.home)
                let person = try #require(world.people.last)
                let dry = try await semblance.run(
                    "ingest",
                    "wikimedia",
                    "Q\(person.item)",
                    "--dry-run",
                    "--json"
                )
                #expect(dry.status == 0, "\(dry.talk)")
                #expect(try dry.json()["summary"]["enrolledPhotos"].number == 1)
                #expect(try files(in: semblance.home) == before)
            }
        }
    }

    @Test
    func `a crawl that breaks off enrols what it found, and tells what it did and why it ended`()
        async throws
    {
        let world = DrawnWorld(seed: 21, people: 80, pause: 0)
        let handler: FixtureServer.Handler = { request in
            let ids = request.fields["ids"]?.split(separator: "|").map(String.init) ?? []
            let isSecondBatch = world.people[50...].contains { ids.contains("Q\($0.item)") }
            return isSecondBatch ? .json("{\"entities\": {") : world.reply(to: request)
        }
        try await FixtureServer.run(handler) { server in
            try await Semblance.withOpenPack { semblance, folder in
                try settle(semblance, DrawnWorld.endpoints(server.address))
                let items = world.people.map { "Q\($0.item)" }
                let rejects = folder + "/rejects.jsonl"
                let run = try await semblance.run(
                    ["ingest", "wikimedia", "--json", "--rejects", rejects] + items
                )
                #expect(run.status == 69, "\(run.talk)")
                let told = try run.json()
                let enrolled = try #require(told["summary"]["enrolledPhotos"].number)
                #expect(enrolled >= 20)
                #expect(told["failure"].text?.contains("Wikidata") == true)
                let listed = try String(contentsOfFile: rejects, encoding: .utf8)
                #expect(listed.contains("not_found"))
                let evidence = semblance.home + "/evidence/default.jsonl"
                let lines = try String(contentsOfFile: evidence, encoding: .utf8)
                #expect(lines.split(separator: "\n").count == 49)
                let people = try await semblance.run("people", "list", "--json", "--limit", "999")
                #expect(try people.json()["people"].count >= 20)
            }
        }
    }

    private func settle(_ semblance: Semblance, _ more: [String: String] = [:]) throws {
        var settings = more
        settings["contact"] = "ops@example.org"
        settings["fetch-loopback"] = "yes"
        settings["fetch-spacing"] = "0"
        let data = try JSONEncoder().encode(settings)
        try data.write(to: URL(filePath: semblance.home + "/settings.json"))
    }

    @Test
    func `a manifest's addresses are fetched as its files are read, with and without a queue`()
        async throws
    {
        try await Semblance.withOpenPack { semblance, folder in
            let portrait = folder + "/p.png"
            _ = try await semblance.run("draw", "--person", "4", "--out", portrait)
            let bytes = [UInt8](try Data(contentsOf: URL(filePath: portrait)))
            let handler: FixtureServer.Handler = { request in
                switch request.path {
                case "/robots.txt": FixtureReply(text: "User-agent: *\nDisallow: /no/\n")
                case "/a.png", "/no/a.png": FixtureReply(200, bytes)
                default: FixtureReply(404)
                }
            }
            try await FixtureServer.run(handler) { server in
                let manifest = folder + "/list.csv"
                try """
                url,person,author,licence,source
                \(server.address)/a.png,Ann,A. Painter,CC0,https://example.org/ann
                \(server.address)/no/a.png,Bo,,,
                \(server.address)/gone.png,Cy,,,
                http://example.org/d.png,Di,,,
                """.write(toFile: manifest, atomically: true, encoding: .utf8)
                let without = try await semblance.run("ingest", "manifest", manifest)
                #expect(without.status == 64)
                #expect(without.talk.contains("SEMBLANCE_CONTACT"))
                try settle(semblance)
                let ingest = ["ingest", "manifest", manifest, "--json"]
                let run = try await semblance.run(ingest)
                #expect(run.status == 0, "\(run.talk)")
                let summary = try run.json()["summary"]
                #expect(summary["enrolledPhotos"].number == 1)
                #expect(summary["rejected"]["fetch_robots"].number == 1)
                #expect(summary["rejected"]["fetch_http_404"].number == 1)
                #expect(summary["rejected"]["bad_record"].number == 1)
                #expect(try await semblance.run("credits").output.contains("A. Painter"))
                let fetched = server.requests.count { $0.path == "/a.png" }
                let again = try await semblance.run(ingest).json()["summary"]
                #expect(again["alreadyEnrolled"].number == 1)
                #expect(server.requests.count { $0.path == "/a.png" } == fetched)

                let queued = ["--gallery", "queued"]
                let put = try await semblance.run(ingest + queued + ["--queue"]).json()
                #expect(put["put"].number == 3)
                let work = try await semblance.run(["work", "--once", "--json"] + queued).json()
                #expect(work["enrolledPhotos"].number == 1)
            }
        }
    }

    @Test func `nobody known to be under 18 is taken, whether or not there are names`() async throws
    {
        try await Semblance.withOpenPack { semblance, _ in
            var archive = TarArchive()
            archive.add("0001.jpg", [1])
            archive.add("0001.json", Array(#"{"birth_year": 2020}"#.utf8))
            archive.add("0002.jpg", [2])
            archive.add("0002.json", Array(#"{"birth_year": 1990, "death_year": 2000}"#.utf8))
            archive.end()
            try await archive.asFile { path in
                let run = try await semblance.run("ingest", "tar", path, "--unlabelled", "--json")
                #expect(run.status == 0, "\(run.talk)")
                #expect(try run.json()["summary"]["rejected"]["minor"].number == 2)
            }
        }
    }

    @Test func `a face is found and its photos are removed also where nobody has a name`()
        async throws
    {
        try await Semblance.withOpenPack { semblance, folder in
            let photos = folder + "/photos"
            try FileManager.default.createDirectory(
                atPath: photos,
                withIntermediateDirectories: true
            )
            for (person, variation) in [(4, 0), (4, 1), (9, 0)] {
                let run = try await semblance.run(
                    "draw",
                    "--person",
                    "\(person)",
                    "--variation",
                    "\(variation)",
                    "--out",
                    photos + "/\(person)-\(variation).png"
                )
                #expect(run.status == 0, "\(run.talk)")
            }
            let ingest = ["ingest", "folder", photos, "--unlabelled", "--json"]
            let first = try await semblance.run(ingest).json()["summary"]
            #expect(first["enrolledPhotos"].number == 3)
            let face = folder + "/face.png"
            _ = try await semblance.run("draw", "--person", "4", "--variation", "2", "--out", face)
            let removed = try await semblance.run("people", "remove", "--face", face, "--yes")
            #expect(removed.status == 0, "\(removed.talk)")
            #expect(removed.output.contains("4-0.png"), "\(removed.output)")
            #expect(removed.output.contains("4-1.png"))
            #expect(!removed.output.contains("9-0.png"))
            let again = try await semblance.run(ingest).json()["summary"]
            #expect(again["alreadyEnrolled"].number == 1)
            #expect(again["rejected"]["suppressed"].number == 2)
        }
    }

    @Test func `why a photo is not there is told from the log as well`() async throws {
        try await Semblance.withOpenPack { semblance, folder in
            let path = try Semblance.textAsPhoto(in: folder + "/photos")
            _ = try await semblance.run("ingest", "folder", folder + "/photos")
            for name in try FileManager.default.contentsOfDirectory(
                atPath: semblance.home + "/reports"
            ) {
                try FileManager.default.removeItem(atPath: semblance.home + "/reports/" + name)
            }
            let told = try await semblance.run("why-not", path, "--json")
            let rejects = try told.json()["rejects"]
            #expect(rejects.count == 1, "\(told.output)\(told.talk)")
            #expect(rejects[0]["code"].text == "undecodable")
        }
    }

    @Test func `why a photo of an archive is there, or not to come back, is told`() async throws {
        try await Semblance.withOpenPack { semblance, folder in
            let portrait = folder + "/p.png"
            _ = try await semblance.run("draw", "--person", "4", "--out", portrait)
            var archive = TarArchive()
            archive.add("Ann/1.png", [UInt8](try Data(contentsOf: URL(filePath: portrait))))
            archive.end()
            try await archive.asFile { path in
                let run = try await semblance.run("ingest", "tar", path, "--json")
                #expect(try run.json()["summary"]["enrolledPhotos"].number == 1)
                let asked = ["why-not", path + "#Ann/1.png", "--json"]
                let there = try await semblance.run(asked).json()
                #expect(there["enrolled"].value as? Bool == true)
                let removed = try await semblance.run("people", "remove", "1", "--yes")
                #expect(removed.status == 0, "\(removed.talk)")
                let gone = try await semblance.run(asked).json()
                #expect(gone["enrolled"].value as? Bool == false)
                #expect(gone["suppressed"].value as? Bool == true)
            }
        }
    }

    @Test func `a worker says what waits when it ends`() async throws {
        try await Semblance.withOpenPack { semblance, folder in
            let manifest = folder + "/list.csv"
            try "url,person\nhttps://example.org/a.png,Ann\n".write(
                toFile: manifest,
                atomically: true,
                encoding: .utf8
            )
            try settle(semblance)
            let put = try await semblance.run("ingest", "manifest", manifest, "--queue")
            #expect(put.status == 0, "\(put.talk)")
            // Without a contact nobody may fetch it.
            try Data("{}".utf8).write(to: URL(filePath: semblance.home + "/settings.json"))
            let told = try await semblance.run("work", "--once")
            #expect(told.output.contains("1 jobs wait"), "\(told.output)\(told.talk)")
            #expect(told.output.contains("SEMBLANCE_CONTACT"))
            let json = try await semblance.run("work", "--once", "--json").json()
            #expect(json["waitingJobs"].number == 1)
            #expect(json["nextDue"].text != nil)
            #expect(json["enrolledPhotos"].number == 0)
        }
    }
}

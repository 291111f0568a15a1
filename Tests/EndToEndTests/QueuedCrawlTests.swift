import FixtureServer
import Foundation
import TestSupport
import Testing

/// A crawl whose photos go through the queue, against a drawn world on this machine.
@Suite(Material.requirement(weights: "open/yunet_n_dynamic.onnx"))
struct QueuedCrawls {
    @Test func `enrol the same photos with the same credits as crawls that do not wait`()
        async throws
    {
        let world = DrawnWorld(seed: 31, people: 66, pause: 0)
        try await FixtureServer.run({ world.reply(to: $0) }) { server in
            try await Semblance.withOpenPack { semblance, _ in
                try settle(semblance, server.address)
                let items = world.people.map { "Q\($0.item)" }
                let crawl = ["ingest", "wikimedia", "--json", "--keep", "crops"] + items
                let direct = try await semblance.run(crawl + ["--gallery", "direct"])
                #expect(direct.status == 0, "\(direct.talk)")

                let put = try await semblance.run(crawl + ["--queue"])
                #expect(put.status == 0, "\(put.talk)")
                let waiting = try #require(try put.json()["put"].number)
                #expect(waiting >= 30)
                try await work(semblance)
                let jobs = try await semblance.run("jobs", "list", "--json").json()["counts"]
                #expect((jobs["done"].number ?? 0) + (jobs["dead"].number ?? 0) == waiting)

                let (one, other) = try await (
                    credits(semblance, "direct"), credits(semblance, "default")
                )
                #expect(one.count >= 30)
                #expect(one == other)
                try await checkRepeated(semblance, crawl)
            }
        }
    }

    @Test func `a photo of several faces waits for the person's others`() async throws {
        let world = DrawnWorld(seed: 31, people: 66, pause: 0)
        let person = try #require(world.people.first { $0.oddity == .groupPicture })
        try await FixtureServer.run({ world.reply(to: $0) }) { server in
            try await Semblance.withOpenPack { semblance, folder in
                try settle(semblance, server.address)
                let put = try await semblance.run(
                    "ingest",
                    "wikimedia",
                    "Q\(person.item)",
                    "--queue"
                )
                #expect(put.status == 0, "\(put.talk)")
                _ = try await semblance.run("work", "--once")
                let waiting = try await semblance.run("jobs", "list", "--json").json()["counts"]
                #expect(waiting["ready"].number == 1)
                #expect(waiting["done"].number == 0)

                let portrait = folder + "/p.png"
                try Data(world.portrait(of: person, variation: 2)).write(
                    to: URL(filePath: portrait)
                )
                let list = folder + "/list.jsonl"
                let line = #"{"file":"p.png","person":"x","person_id":"Q\#(person.item)"}"#
                try Data(line.utf8).write(to: URL(filePath: list))
                let known = try await semblance.run("ingest", "manifest", list, "--json")
                #expect(try known.json()["summary"]["enrolledPhotos"].number == 1)
                try await work(semblance)
                // Compared with that one it is settled, whichever way.
                let settled = try await semblance.run("jobs", "list", "--json").json()["counts"]
                #expect(settled["done"].number == 1)
                #expect(settled["dead"].number == 0)
            }
        }
    }

    private func settle(_ semblance: Semblance, _ address: String) throws {
        var settings = DrawnWorld.endpoints(address)
        settings["contact"] = "ops@example.org"
        settings["fetch-loopback"] = "yes"
        settings["fetch-spacing"] = "0"
        let data = try JSONEncoder().encode(settings)
        try data.write(to: URL(filePath: semblance.home + "/settings.json"))
    }

    /// Photos whose host asked for patience come back after a while.
    private func work(_ semblance: Semblance) async throws {
        for _ in 0..<100 {
            let outcome = try await semblance.run("work", "--once", "--json")
            #expect(outcome.status == 0, "\(outcome.talk)")
            let counts = try await semblance.run("jobs", "list", "--json").json()["counts"]
            if counts["ready"].number == 0, counts["leased"].number == 0 { return }
            try await Task.sleep(for: .milliseconds(200))
        }
        Issue.record("jobs are left")
    }

    /// The lines of the attribution page that are about photos.
    private func credits(_ semblance: Semblance, _ gallery: String) async throws -> Set<String> {
        let path = semblance.home + "/credits-\(gallery).txt"
        let run = try await semblance.run("credits", "--text", path, "--gallery", gallery)
        #expect(run.status == 0, "\(run.talk)")
        let lines = try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n")
        return Set(lines.map(String.init).filter { $0.contains(" · ") })
    }

    /// The same crawl again: what is enrolled and what was refused is not fetched twice, and whoever
    /// a removal took is refused before a photo of theirs is put.
    private func checkRepeated(_ semblance: Semblance, _ crawl: [String]) async throws {
        let again = try await semblance.run(crawl + ["--queue"]).json()
        #expect(again["put"].number == 0)
        let listed = try await semblance.run("people", "list", "--json").json()["people"]
        let person = try #require(listed[0]["id"].number)
        let gone = try await semblance.run("people", "remove", "\(Int(person))", "--yes")
        #expect(gone.status == 0, "\(gone.talk)")
        let third = try await semblance.run(crawl + ["--queue"]).json()
        #expect(third["put"].number == 0)
        #expect(third["rejected"]["suppressed"].number == 1)
        try await work(semblance)
        let after = try await semblance.run("people", "list", "--json").json()["people"]
        #expect(after.count == listed.count - 1)
    }
}

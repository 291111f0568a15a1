import FixtureServer
import Foundation
import TestSupport
import Testing

/// Crawls from the command line, against a drawn world on this machine.
@Suite(Material.requirement(weights: "open/yunet_n_dynamic.onnx"))
struct CrawlCommands {
    private func with(
        _ world: DrawnWorld,
        contact: String = "ops@example.org",
        _ body: (Semblance) async throws -> Void
    ) async throws {
        try await FixtureServer.run({ world.reply(to: $0) }) { server in
            try await Semblance.withOpenPack { semblance, _ in
                var settings = DrawnWorld.endpoints(server.address)
                settings["contact"] = contact
                settings["fetch-loopback"] = "yes"
                settings["fetch-spacing"] = "0"
                let data = try JSONEncoder().encode(settings)
                try data.write(to: URL(filePath: semblance.home + "/settings.json"))
                try await body(semblance)
            }
        }
    }

    @Test func `a crawl by items counts every reason, keeps evidence, and writes its credits`()
        async throws
    {
        let world = DrawnWorld(seed: 21, people: 66, pause: 0)
        try await with(world) { semblance in
            let items = world.people.map { "Q\($0.item)" }
            let arguments = ["ingest", "wikimedia", "--json", "--keep", "crops"] + items
            let first = try await semblance.run(arguments)
            #expect(first.status == 0, "\(first.talk)")
            let summary = try first.json()["summary"]
            for (code, count) in world.expectedRefusals(of: world.people) {
                #expect(summary["rejected"][code].number ?? 0 >= Double(count), "\(code)")
            }
            let enrolled = try #require(summary["enrolledPhotos"].number)
            #expect(enrolled >= 30)

            let evidence = semblance.home + "/evidence/default.jsonl"
            let mode = try FileManager.default.attributesOfItem(atPath: evidence)[.posixPermissions]
            #expect((mode as? NSNumber)?.intValue == 0o600)
            let lines = try String(contentsOfFile: evidence, encoding: .utf8).split(separator: "\n")
            #expect(lines.count == world.people.count - 1)

            try await checkCredits(semblance, world, count: Int(enrolled))

            let second = try await semblance.run(arguments).json()["summary"]
            #expect(second["enrolledPhotos"].number == 0)
            #expect(second["alreadyEnrolled"].number == enrolled)
        }
    }

    private func checkCredits(_ semblance: Semblance, _ world: DrawnWorld, count: Int) async throws
    {
        let text = semblance.home + "/credits.txt"
        let html = semblance.home + "/credits.html"
        let run = try await semblance.run("credits", "--text", text, "--html", html)
        #expect(run.status == 0, "\(run.talk)")
        let lines = try String(contentsOfFile: text, encoding: .utf8)
            .split(separator: "\n").map(String.init)
        #expect(lines.count == count + 2)
        let plain = try #require(
            world.people.first { person in
                person.oddity == .plain
                    && lines.contains { $0.hasPrefix(person.name + ": ") }
            }
        )
        let credit = world.credit(of: plain.files[0], by: plain)
        let expected = [
            credit.author, credit.licence, credit.licenceAddress, credit.source,
            "cropped to the face", credit.sha1.map { "SHA-1 \($0)" },
        ].compactMap { $0 }.joined(separator: " · ")
        #expect(lines.contains("\(plain.name): \(expected)"))
        let restricted = world.people.filter { $0.oddity == .restricted }
        for person in restricted {
            let line = lines.first { $0.hasPrefix(person.name + ": ") }
            if let line { #expect(line.hasSuffix("restrictions: personality")) }
        }
        let page = try String(contentsOfFile: html, encoding: .utf8)
        #expect(page.contains("href=\"https://creativecommons.org/licenses/by-sa/4.0\""))
        #expect(!page.contains("<script"))
    }

    @Test func `a category fills up a person's photos, or is left out`() async throws {
        // Drawn faces are closer to each other than photographs are; those of this world that matter
        // here are far enough apart for the pack.
        let world = DrawnWorld(seed: 11, people: 90, pause: 0, categories: true)
        let few = try #require(world.people.first { $0.category == .few })
        try await with(world) { semblance in
            let crawl = ["ingest", "wikimedia", "Q\(few.item)", "--photos", "5", "--json"]
            let without = try await semblance.run(crawl + ["--no-categories"]).json()["summary"]
            #expect(without["enrolledPhotos"].number == 1)
            let run = try await semblance.run(crawl)
            #expect(run.status == 0, "\(run.talk)")
            let summary = try run.json()["summary"]
            #expect(summary["alreadyEnrolled"].number == 1)
            #expect(summary["enrolledPhotos"].number ?? 0 >= 1)
            #expect(summary["rejected"]["other_face"].number ?? 0 >= 2)
            let credits = try await semblance.run("credits").output
            #expect(credits.contains("abroad.jpg · cropped to the face · SHA-1 "))
            #expect(!credits.contains("Brother"))
        }
    }

    @Test func `a list of names is matched, and what is ambiguous is told`() async throws {
        let world = DrawnWorld(seed: 22, people: 70, pause: 0)
        try await with(world) { semblance in
            let list = semblance.home + "/names.txt"
            let names = world.people[62...].map(\.name) + ["Twin Nobody", "Nobody Atall"]
            try Data(names.joined(separator: "\n").utf8).write(to: URL(filePath: list))
            let rejects = semblance.home + "/rejects.jsonl"
            let run = try await semblance.run(
                "ingest",
                "names",
                list,
                "--json",
                "--rejects",
                rejects
            )
            #expect(run.status == 0, "\(run.talk)")
            let summary = try run.json()["summary"]
            #expect(summary["rejected"]["ambiguous_name"].number == 1)
            #expect(summary["rejected"]["not_found"].number == 1)
            #expect(summary["enrolledPhotos"].number ?? 0 >= 6)
            let listed = try String(contentsOfFile: rejects, encoding: .utf8)
            #expect(listed.contains("Q90001, Q90002"))
        }
    }

    @Test func `a query by occupation enrols whom it finds`() async throws {
        let world = DrawnWorld(seed: 23, people: 90, pause: 0)
        try await with(world) { semblance in
            let run = try await semblance.run(
                "ingest",
                "wikimedia",
                "--occupation",
                "actor",
                "--fame",
                "70",
                "--people",
                "12",
                "--json"
            )
            #expect(run.status == 0, "\(run.talk)")
            #expect(try run.json()["summary"]["seen"].number ?? 0 >= 12)
        }
    }

    @Test func `nothing is asked of anybody without a contact`() async throws {
        let world = DrawnWorld(seed: 24, people: 3)
        try await with(world, contact: "") { semblance in
            let run = try await semblance.run("ingest", "wikimedia", "Q1000")
            #expect(run.status == 64)
            #expect(run.talk.contains("SEMBLANCE_CONTACT"))
        }
    }

    private func evidence(_ semblance: Semblance) throws -> [String] {
        let path = semblance.home + "/evidence/default.jsonl"
        return try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n")
            .map(String.init)
    }

    @Test func `a bounded crawl goes on where it stopped, also past people who are refused`()
        async throws
    {
        let world = DrawnWorld(seed: 21, people: 66, pause: 0)
        try await with(world) { semblance in
            let items = world.people.map { "Q\($0.item)" }
            for run in 1...4 {
                let outcome = try await semblance.run(
                    ["ingest", "wikimedia", "--people", "5", "--no-categories"] + items
                )
                #expect(outcome.status == 0, "\(outcome.talk)")
                let lines = try evidence(semblance).filter { $0.contains("\"item\":") }
                // Five more each time, and nothing said twice.
                #expect(lines.count == 5 * run)
            }
        }
    }

    @Test func `who is removed, or forbidden, is not in the record of crawls either`() async throws
    {
        let world = DrawnWorld(seed: 21, people: 70, pause: 0)
        try await with(world) { semblance in
            let people = Array(world.people.suffix(4))
            let crawl = ["ingest", "wikimedia", "--json"] + people.map { "Q\($0.item)" }
            func holds(_ person: DrawnWorld.Person) throws -> Bool {
                try evidence(semblance).contains { $0.contains("\"Q\(person.item)\"") }
            }
            let first = people[0], other = people[3]
            let one = ["ingest", "wikimedia", "Q\(first.item)", "Q\(people[1].item)"]
            _ = try await semblance.run(one)
            #expect(try holds(first))
            let listed = try await semblance.run("people", "list", "--json").json()["people"]
            let record = try #require(listed.list.first { $0["key"].text == "Q\(first.item)" })
            let id = String(Int(try #require(record["id"].number)))
            let present = try await semblance.run("people", "forbid", "Q\(first.item)")
            #expect(present.status == 64)
            #expect(present.talk.contains("people remove \(id)"))
            #expect(try await semblance.run("people", "remove", id, "--yes").status == 0)
            #expect(try !holds(first))
            #expect(try holds(people[1]))
            #expect(try await semblance.run("people", "forbid", "Q\(other.item)").status == 0)
            let run = try await semblance.run(crawl).json()["summary"]
            #expect(run["rejected"]["suppressed"].number == 2)
            #expect(try !holds(first))
            #expect(try !holds(other))
            _ = try await semblance.run("people", "allow", "Q\(other.item)")
            _ = try await semblance.run(crawl)
            #expect(try holds(other))
        }
    }
}

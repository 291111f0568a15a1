import Foundation
import TestSupport
import Testing

/// What holds of all commands; needs neither weights nor photos.
@Suite struct `The command line` {
    private let folder: TemporaryFolder
    private let semblance: Semblance

    init() throws {
        folder = try TemporaryFolder()
        semblance = Semblance(home: folder.path("home"))
    }

    /// Commands whose output is no value: a service that runs until it is stopped, and help.
    private static let withoutJSON: Set<String> = ["semblance serve", "semblance help"]

    /// The leaves of the tree of commands, with the long options each takes.
    private func leaves(
        _ command: JSON,
        _ path: [String] = []
    ) -> [(name: String, options: [String])] {
        let path = path + [command["commandName"].text ?? "?"]
        let below = command["subcommands"].list.filter { $0["commandName"].text != "help" }
        guard below.isEmpty else { return below.flatMap { leaves($0, path) } }
        let options = command["arguments"].list.flatMap { argument in
            argument["names"].list.compactMap { $0["name"].text }
        }
        return [(path.joined(separator: " "), options)]
    }

    @Test func `every command takes a home, a pack and, if it answers anything, JSON`()
        async throws
    {
        let help = try await semblance.run("--experimental-dump-help").json()
        let commands = leaves(help["command"])
        #expect(commands.count > 40)
        for (name, options) in commands {
            #expect(options.contains("home"), "\(name)")
            #expect(options.contains("pack"), "\(name)")
            #expect(options.contains("json") != Self.withoutJSON.contains(name), "\(name)")
        }
    }

    @Test func `a value that makes no sense shows the usage of its own command`() async throws {
        let outcome = try await semblance.run("ingest", "folder", "photos", "--by", "luck")
        #expect(outcome.status == 64)
        #expect(outcome.talk.contains("--by wants automatic, folder or file."))
        #expect(outcome.talk.contains("Usage: semblance ingest folder "), "\(outcome.talk)")
    }

    @Test(arguments: ["", "  "])
    func `nobody is given an empty name`(name: String) async throws {
        let outcome = try await semblance.run("people", "rename", "1", name)
        #expect(outcome.status == 64)
        #expect(outcome.talk.contains("A name wants"), "\(outcome.talk)")
    }

    @Test func `a file where a folder is wanted is called a file`() async throws {
        let path = folder.path("photo.jpg")
        try Data([1]).write(to: URL(filePath: path))
        let outcome = try await semblance.run("ingest", "folder", path)
        #expect(outcome.status == 66)
        #expect(outcome.talk.contains("\(path) is a file"), "\(outcome.talk)")
    }

    @Test func `an answer that can't be written is no success`() async throws {
        let process = try semblance.process(["settings"])
        process.standardOutput = FileHandle(forWritingAtPath: "/dev/full")
        process.standardError = FileHandle.nullDevice
        try process.run()
        await Semblance.end(of: process)
        #expect(process.terminationReason == .exit)
        #expect(process.terminationStatus == 74)
    }

    @Test func `a portrait that was drawn is told as JSON`() async throws {
        let path = folder.path("drawn.png")
        let outcome = try await semblance.run([
            "draw", "--seed", "7", "--person", "3", "--edge", "64", "--out", path, "--json",
        ])
        let drawn = try outcome.json()
        #expect(drawn.keys == ["schema", "seed", "person", "variation", "edge", "path"])
        #expect(drawn["path"].text == path)
        #expect(FileManager.default.fileExists(atPath: path))
    }

    @Test func `a key is made, listed and revoked as JSON`() async throws {
        let made = try await semblance.run(["keys", "create", "x", "--role", "search", "--json"])
            .json()
        #expect(made.keys == ["schema", "key", "secret"])
        let id = try #require(made["key"]["id"].text)
        let revoked = try await semblance.run("keys", "revoke", id, "--json").json()
        #expect(revoked["key"]["label"].text == "x")
    }

    @Test func `models info tells template, colours and sources`() async throws {
        let told = try await semblance.run("models", "info", "open").output
        for words in ["bgr planes", "template   centres at (", "from     "] {
            #expect(told.contains(words), "\(words) in \(told)")
        }
    }

    @Test func `doctor leaves an empty home as it is`() async throws {
        try FileManager.default.createDirectory(
            atPath: semblance.home,
            withIntermediateDirectories: true
        )
        let outcome = try await semblance.run("doctor")
        #expect(outcome.output.contains("can be written"))
        #expect(try FileManager.default.contentsOfDirectory(atPath: semblance.home) == [])
    }

    @Test(Material.requiresEngine())
    func `doctor tells of an engine setting that names no engine`() async throws {
        var environment = try #require(semblance.process([]).environment)
        environment["SEMBLANCE_OPENVINO"] = folder.path("nowhere")
        let outcome = try await semblance.run(["doctor", "--json"], environment: environment)
        let findings = try outcome.json()["findings"].list
        let engine = try #require(findings.first { $0["subject"].text == "inference engine" })
        #expect(engine["state"].text == "notice")
        #expect(engine["found"].text?.contains(folder.path("nowhere")) == true)
    }
}

import Foundation
import Synchronization
import TestSupport

/// A gallery of real people, served by the built program, with a driver for the browser; made once
/// for all suites and ended with the process.
final class ServedHouse: Sendable {
    /// People of Labeled Faces in the Wild with at least two photos; the second is a probe.
    static let peopleCount = 240

    /// The service's address.
    let address: String
    /// The address of a service whose gallery is empty.
    let emptyAddress: String
    /// The browser driver's address.
    let driver: String
    /// A key of role admin.
    let adminKey: String
    /// A key of role admin for the service whose gallery is empty.
    let emptyKey: String
    /// Photos of enrolled people that were not enrolled, by the person's name.
    let probes: [String: String]
    let folder: String

    private static let shared = Mutex<Task<ServedHouse, any Error>?>(nil)

    static func open() async throws -> ServedHouse {
        let task = shared.withLock { shared in
            let task = shared ?? Task { try await ServedHouse() }
            shared = task
            return task
        }
        return try await task.value
    }

    private init() async throws {
        folder = FileManager.default.temporaryDirectory.path + "/semblance-browser-\(UUID())"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        ChildProgram.removeAtExit(folder)
        probes = try await Self.unpackPeople(into: folder)
        let home = folder + "/home"
        try await Self.semblance(home, ["models", "pull", "open", "--from", Material.mirror ?? ""])
        try await Self.semblance(home, ["ingest", "manifest", folder + "/people.jsonl", "--quiet"])
        adminKey = try await Self.adminKey(of: home)
        try await Self.failOnce(home, folder: folder + "/gone")
        let empty = folder + "/empty"
        try await Self.semblance(
            empty,
            ["models", "pull", "open", "--from", Material.mirror ?? ""]
        )
        emptyKey = try await Self.adminKey(of: empty)
        address = try await Self.serve(home, log: folder + "/service.log")
        emptyAddress = try await Self.serve(empty, log: folder + "/empty.log")
        let port = ChildProgram.freePort()
        driver = "http://127.0.0.1:\(port)"
        let program = try ChildProgram(
            Browser.driverPath,
            ["--port=\(port)", "--allowed-ips=127.0.0.1"],
            log: folder + "/driver.log"
        )
        try await program.ready(at: driver + "/status")
    }

    private static func adminKey(of home: String) async throws -> String {
        try await semblance(home, ["keys", "create", "browser tests", "--role", "admin"])
            .trimmingCharacters(in: .whitespacesAndNewlines)
    }

    private static func serve(_ home: String, log: String) async throws -> String {
        let port = ChildProgram.freePort()
        let service = try ChildProgram(
            try binary(),
            ["serve", "--port", "\(port)", "--home", home],
            log: log
        )
        let address = "http://127.0.0.1:\(port)"
        try await service.ready(at: address + "/readyz")
        return address
    }

    /// Bytes of a file that no run reads as a photo; none of them is on the disk.
    private static let unreadableBytes: UInt64 = 300 << 20

    /// Puts a photo into the queue that fails for good.
    private static func failOnce(_ home: String, folder: String) async throws {
        try FileManager.default.createDirectory(
            atPath: folder + "/Gone Person",
            withIntermediateDirectories: true
        )
        let photo = URL(filePath: folder + "/Gone Person/1.jpg")
        try Data().write(to: photo)
        let file = try FileHandle(forWritingTo: photo)
        try file.truncate(atOffset: unreadableBytes)
        try file.close()
        try await semblance(home, ["ingest", "folder", folder, "--queue", "--quiet"])
        try await semblance(home, ["work", "--once", "--quiet"])
    }

    /// Lists the first photo of each person, with made-up metadata, in a manifest; keeps the second
    /// as a probe.
    private static func unpackPeople(into folder: String) async throws -> [String: String] {
        let archive = Material.file("faces/lfw/lfw-deepfunneled.tar")
        let listed = try await ChildProgram.run("tar", ["-tf", archive]).split(separator: "\n")
        let second = listed.filter { $0.hasSuffix("_0002.jpg") }.prefix(peopleCount).map(
            String.init
        )
        let first = second.map { $0.replacing("_0002.jpg", with: "_0001.jpg") }
        let list = folder + "/list"
        try (first + second).joined(separator: "\n").write(
            toFile: list,
            atomically: true,
            encoding: .utf8
        )
        _ = try await ChildProgram.run("tar", ["-xf", archive, "-C", folder, "-T", list])
        var probes: [String: String] = [:]
        var manifest = ""
        for (number, (enrolled, probe)) in zip(first, second).enumerated() {
            let person = URL(filePath: enrolled).deletingLastPathComponent().lastPathComponent
            let name = person.replacing("_", with: " ")
            let born = 1940 + number % 5 * 10
            manifest += """
                {"file": "\(enrolled)", "person": "\(name)", "birth_year": \(born), \
                "country": "\(born < 1950 ? "NL" : "FR")"}

                """
            probes[name] = folder + "/" + probe
        }
        try manifest.write(toFile: folder + "/people.jsonl", atomically: true, encoding: .utf8)
        return probes
    }

    static func binary() throws -> String {
        let candidates = [
            ProcessInfo.processInfo.environment["SEMBLANCE_BINARY"],
            Material.checkout + "/.build/release/semblance",
        ].compactMap { $0 }
        guard let found = candidates.first(where: FileManager.default.isExecutableFile) else {
            throw ChildProgram.Failed(program: "semblance", said: "not at \(candidates)")
        }
        return found
    }

    @discardableResult
    static func semblance(_ home: String, _ arguments: [String]) async throws -> String {
        try await ChildProgram.run(try binary(), arguments + ["--home", home])
    }
}

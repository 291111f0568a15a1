import Foundation
import TestSupport

/// The built command, run as people run it.
struct Semblance {
    /// What a run printed and how it ended.
    struct Outcome {
        let status: Int32
        let output: String
        let talk: String

        func json() throws -> JSON {
            JSON(value: try JSONSerialization.jsonObject(with: Data(output.utf8)))
        }
    }

    let home: String

    /// The executable beside the test bundle.
    static var executable: String {
        get throws {
            let candidates = [
                ProcessInfo.processInfo.environment["SEMBLANCE_BINARY"],
                Material.checkout + "/.build/release/semblance",
                Material.checkout + "/.build/debug/semblance",
            ].compactMap { $0 }
            guard let found = candidates.first(where: FileManager.default.isExecutableFile) else {
                throw MissingExecutable(lookedAt: candidates)
            }
            return found
        }
    }

    /// Writes a text that calls itself a photo of somebody named Nobody; gives its path.
    static func textAsPhoto(in photos: String) throws -> String {
        try FileManager.default.createDirectory(
            atPath: photos + "/Nobody",
            withIntermediateDirectories: true
        )
        let path = photos + "/Nobody/text.jpg"
        try Data("this is no picture".utf8).write(to: URL(filePath: path))
        return path
    }

    struct MissingExecutable: Error {
        let lookedAt: [String]
    }

    func process(_ arguments: [String], input: String? = nil) throws -> Process {
        let process = Process()
        process.executableURL = URL(filePath: try Self.executable)
        process.arguments = arguments
        var environment = ProcessInfo.processInfo.environment
        environment["SEMBLANCE_HOME"] = home
        environment["SEMBLANCE_PACK"] = nil
        environment["SEMBLANCE_GALLERY"] = nil
        process.environment = environment
        return process
    }

    func run(_ arguments: String...) async throws -> Outcome { try await run(arguments) }

    /// - Parameter environment: in place of the usual one.
    func run(
        _ arguments: [String],
        environment: [String: String]? = nil
    ) async throws -> Outcome {
        let process = try process(arguments)
        if let environment { process.environment = environment }
        // Files, not pipes: a full pipe would block the command while nobody reads.
        let output = home + "-out-\(UUID().uuidString)"
        let talk = home + "-err-\(UUID().uuidString)"
        for path in [output, talk] { try Data().write(to: URL(filePath: path)) }
        defer { for path in [output, talk] { try? FileManager.default.removeItem(atPath: path) } }
        process.standardOutput = FileHandle(forWritingAtPath: output)
        process.standardError = FileHandle(forWritingAtPath: talk)
        process.standardInput = FileHandle.nullDevice
        try process.run()
        await Self.end(of: process)
        return Outcome(
            status: process.terminationStatus,
            output: try String(contentsOfFile: output, encoding: .utf8),
            talk: try String(contentsOfFile: talk, encoding: .utf8)
        )
    }

    /// Waits without holding a thread: other tests run on the same few.
    static func end(of process: Process) async {
        while process.isRunning { try? await Task.sleep(for: .milliseconds(20)) }
    }

    /// A home of its own with pack `open` from the mirror, removed afterwards.
    static func withOpenPack(
        _ body: (Semblance, _ folder: String) async throws -> Void
    ) async throws {
        let folder = FileManager.default.temporaryDirectory.path + "/semblance-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let semblance = Semblance(home: folder + "/home")
        let pulled = try await semblance.run(
            "models",
            "pull",
            "open",
            "--from",
            Material.mirror ?? ""
        )
        guard pulled.status == 0 else { throw Failed(outcome: pulled) }
        try await body(semblance, folder)
    }

    struct Failed: Error, CustomStringConvertible {
        let outcome: Outcome
        var description: String { "status \(outcome.status): \(outcome.talk)" }
    }
}

/// Parsed JSON that tests can walk without ceremony.
struct JSON {
    let value: Any?

    subscript(key: String) -> JSON { JSON(value: (value as? [String: Any])?[key]) }
    subscript(index: Int) -> JSON {
        let list = value as? [Any] ?? []
        return JSON(value: list.indices.contains(index) ? list[index] : nil)
    }
    var text: String? { value as? String }
    var number: Double? { (value as? NSNumber)?.doubleValue }
    var count: Int { (value as? [Any])?.count ?? 0 }
    var list: [JSON] { (value as? [Any] ?? []).map { JSON(value: $0) } }
    var keys: Set<String> { Set((value as? [String: Any] ?? [:]).keys) }
}

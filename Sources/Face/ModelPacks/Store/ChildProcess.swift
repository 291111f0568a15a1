import Foundation

/// Runs another program with a time limit; its words go to files, so it can never block on us.
enum ChildProcess {
    /// How a run ended.
    enum Outcome: Equatable {
        case finished(status: Int32)
        case timedOut
        case cancelled
        case notFound
        case notStarted(reason: String)
    }

    static let pollMilliseconds = 50
    /// Time between asking a program to end and ending it.
    static let graceSeconds = 3.0

    /// Runs `program` (a name looked up in `PATH`, or a path) until it ends, the limit is reached
    /// or the task is cancelled.
    ///
    /// - Parameters:
    ///   - folder: Its working folder; `out.txt` and `err.txt` are written there.
    ///   - tick: Called about every 50 ms while it runs.
    static func run(
        _ program: String,
        _ arguments: [String],
        in folder: String,
        environment: [String: String] = [:],
        seconds: Int,
        tick: () -> Void = {}
    ) async -> Outcome {
        guard let path = executable(program) else { return .notFound }
        let process = Process()
        process.executableURL = URL(fileURLWithPath: path)
        process.arguments = arguments
        process.currentDirectoryURL = URL(fileURLWithPath: folder)
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = file(folder + "/out.txt")
        process.standardError = file(folder + "/err.txt")
        do {
            try process.run()
        } catch {
            return .notStarted(reason: error.localizedDescription)
        }
        let deadline = Date(timeIntervalSinceNow: Double(seconds))
        while process.isRunning {
            tick()
            try? await Task.sleep(for: .milliseconds(pollMilliseconds))
            // It may have ended while this task waited for its turn; then it was in time.
            guard process.isRunning else { break }
            if Task.isCancelled || Date() > deadline {
                end(process)
                return Task.isCancelled ? .cancelled : .timedOut
            }
        }
        return .finished(status: process.terminationStatus)
    }

    /// The last lines a program wrote, for error messages.
    static func lastWords(in folder: String, lines: Int = 3) -> String {
        let limit = 1 << 16
        let bytes = (try? PackFolder.read(folder + "/err.txt", limit: limit)) ?? []
        return String(decoding: bytes, as: UTF8.self)
            .split(whereSeparator: \.isNewline)
            .suffix(lines).joined(separator: " / ")
    }

    private static func end(_ process: Process) {
        process.terminate()
        let last = Date(timeIntervalSinceNow: graceSeconds)
        while process.isRunning, Date() < last { usleep(20_000) }
        if process.isRunning { kill(process.processIdentifier, SIGKILL) }
        process.waitUntilExit()
    }

    private static func file(_ path: String) -> FileHandle {
        _ = FileManager.default.createFile(atPath: path, contents: nil)
        return FileHandle(forWritingAtPath: path) ?? .nullDevice
    }

    private static func executable(_ program: String) -> String? {
        if program.contains("/") {
            return access(program, X_OK) == 0 ? program : nil
        }
        let search = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"
        return search.split(separator: ":").map { $0 + "/" + program }
            .first { access($0, X_OK) == 0 && !PackFolder.isFolder($0) }
    }
}

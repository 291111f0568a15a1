import AsyncHTTPClient
import Foundation
import NIOCore
import NIOHTTP1
import Synchronization

/// A program started for the tests and ended with them; what it says goes to a file.
final class ChildProgram: @unchecked Sendable {
    // `Process` is used by one suite at a time; the suites are serialised.
    private let process: Process
    let log: String

    init(
        _ executable: String,
        _ arguments: [String],
        environment: [String: String] = [:],
        log: String
    ) throws {
        self.log = log
        process = Process()
        process.executableURL = URL(filePath: executable)
        process.arguments = arguments
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        _ = FileManager.default.createFile(atPath: log, contents: nil)
        let file = FileHandle(forWritingAtPath: log)
        process.standardOutput = file
        process.standardError = file
        process.standardInput = FileHandle.nullDevice
        try process.run()
        Self.endAtExit(process.processIdentifier)
    }

    /// Runs a program to its end.
    ///
    /// - Returns: what it printed.
    static func run(_ program: String, _ arguments: [String]) async throws -> String {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = [program] + arguments
        // A file, not a pipe: a full pipe would block the program while nobody reads.
        let path = NSTemporaryDirectory() + "semblance-said-\(UUID())"
        _ = FileManager.default.createFile(atPath: path, contents: nil)
        defer { try? FileManager.default.removeItem(atPath: path) }
        process.standardOutput = FileHandle(forWritingAtPath: path)
        process.standardInput = FileHandle.nullDevice
        try process.run()
        // Waits without holding a thread: other tests run on the same few.
        while process.isRunning { try await Task.sleep(for: .milliseconds(20)) }
        let text = try String(contentsOfFile: path, encoding: .utf8)
        guard process.terminationStatus == 0 else { throw Failed(program: program, said: text) }
        return text
    }

    struct Failed: Error, CustomStringConvertible {
        let program: String
        let said: String
        var description: String { "\(program) failed: \(said.suffix(2_000))" }
    }

    // MARK: The end of the process

    private static let left = Mutex<(children: [pid_t], folders: [String])>(([], []))

    private static let exitHandler: Void = {
        atexit {
            let left = ChildProgram.left.withLock { $0 }
            for child in left.children { kill(child, SIGTERM) }
            for folder in left.folders { try? FileManager.default.removeItem(atPath: folder) }
        }
    }()

    private static func endAtExit(_ child: pid_t) {
        _ = exitHandler
        left.withLock { $0.children.append(child) }
    }

    static func removeAtExit(_ folder: String) {
        _ = exitHandler
        left.withLock { $0.folders.append(folder) }
    }

    var isRunning: Bool { process.isRunning }
    var said: String { (try? String(contentsOfFile: log, encoding: .utf8)) ?? "" }

    func end() async {
        guard process.isRunning else { return }
        process.terminate()
        for _ in 0..<100 where process.isRunning {
            try? await Task.sleep(for: .milliseconds(50))
        }
        if process.isRunning { kill(process.processIdentifier, SIGKILL) }
    }

    /// Waits until an address answers 200.
    func ready(at address: String, seconds: Double = 60) async throws {
        let request = HTTPClientRequest(url: address)
        let end = ContinuousClock.now + .seconds(seconds)
        while ContinuousClock.now < end {
            let answer = try? await HTTPClient.shared.execute(request, timeout: .seconds(5))
            if answer?.status == .ok { return }
            guard process.isRunning else { throw NotReady(said: said) }
            try await Task.sleep(for: .milliseconds(100))
        }
        throw NotReady(said: said)
    }

    struct NotReady: Error, CustomStringConvertible {
        let said: String
        var description: String { "the program did not get ready: \(said.suffix(2_000))" }
    }

    /// A port nobody listens on at the moment.
    static func freePort() -> Int {
        let socket = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(socket) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        return withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { raw in
                guard bind(socket, raw, length) == 0, getsockname(socket, raw, &length) == 0 else {
                    return 0
                }
                return Int(UInt16(bigEndian: pointer.pointee.sin_port))
            }
        }
    }
}

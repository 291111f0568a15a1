import Foundation
import FoundationNetworking
import TestSupport

/// A running `semblance serve`, ended with SIGTERM.
final class ServedHome {
    struct NotListening: Error, CustomStringConvertible {
        let talk: String
        var description: String { "the service does not listen: \(talk)" }
    }

    /// An answer over HTTP.
    struct Answer {
        let status: Int
        let headers: [String: String]
        let body: Data
        var json: JSON { JSON(value: try? JSONSerialization.jsonObject(with: body)) }
    }

    let address: String
    private let process: Process
    private let logFile: String

    init(_ semblance: Semblance, _ options: String...) async throws {
        process = try semblance.process(["serve", "--port", "0"] + options)
        logFile = semblance.home + "-log-\(UUID().uuidString)"
        try Data().write(to: URL(filePath: logFile))
        process.standardError = FileHandle(forWritingAtPath: logFile)
        process.standardOutput = FileHandle.nullDevice
        process.standardInput = FileHandle.nullDevice
        try process.run()
        let start = "Listening on "
        var found: Substring?
        try await eventually("a listening service") { [process, logFile] in
            let talk = (try? String(contentsOfFile: logFile, encoding: .utf8)) ?? ""
            found = talk.split(separator: "\n").first { $0.hasPrefix(start) }
            guard process.isRunning || found != nil else { throw NotListening(talk: talk) }
            return found != nil
        }
        address = String((found ?? "").dropFirst(start.count))
        try await eventually("a ready service") { try await send("GET", "/readyz").status == 200 }
    }

    /// What the service has logged so far.
    var log: String { (try? String(contentsOfFile: logFile, encoding: .utf8)) ?? "" }

    func send(
        _ method: String,
        _ path: String,
        body: Data? = nil,
        headers: [String: String] = [:]
    ) async throws -> Answer {
        guard let url = URL(string: address + path) else { throw URLError(.badURL) }
        var request = URLRequest(url: url)
        request.httpMethod = method
        request.httpBody = body
        if body != nil { request.setValue("image/jpeg", forHTTPHeaderField: "Content-Type") }
        for (name, value) in headers { request.setValue(value, forHTTPHeaderField: name) }
        let (data, response) = try await URLSession.shared.data(for: request)
        let answer = response as? HTTPURLResponse
        var fields: [String: String] = [:]
        for (name, value) in answer?.allHeaderFields ?? [:] {
            fields["\(name)".lowercased()] = "\(value)"
        }
        return Answer(status: answer?.statusCode ?? 0, headers: fields, body: data)
    }

    /// Stops the service gently.
    /// - Returns: its exit code.
    func stop() async -> Int32 {
        process.terminate()
        await Semblance.end(of: process)
        return process.terminationStatus
    }
}

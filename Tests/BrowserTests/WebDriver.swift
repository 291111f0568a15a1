import AsyncHTTPClient
import Foundation
import NIOCore
import NIOHTTP1

/// A browser driven over the WebDriver protocol, https://www.w3.org/TR/webdriver2.
///
/// Answers are awaited; a session ends with the object's `end()`.
struct WebDriver: Sendable {
    /// Why the browser refused.
    struct Refusal: Error, CustomStringConvertible {
        let command: String
        let code: String
        let detail: String
        var description: String { "\(command): \(code): \(detail)" }
    }

    /// The key WebDriver names an element by.
    private static let elementKey = "element-6066-11e4-a52e-4f735466cecf"

    /// Longest answer taken; a screenshot is a few megabytes.
    private static let answerBytesMax = 64 << 20

    let base: String
    let session: String

    static func begin(base: String, arguments: [String], binary: String) async throws -> WebDriver {
        let capabilities: [String: Any] = [
            "browserName": "chrome",
            "goog:chromeOptions": ["binary": binary, "args": arguments],
            "goog:loggingPrefs": ["browser": "ALL", "performance": "ALL"],
            "acceptInsecureCerts": true,
        ]
        let answer = try await send(
            "POST",
            base + "/session",
            ["capabilities": ["alwaysMatch": capabilities]]
        )
        guard let session = (answer as? [String: Any])?["sessionId"] as? String else {
            throw Refusal(command: "session", code: "no session", detail: "\(answer ?? "nothing")")
        }
        return WebDriver(base: base, session: session)
    }

    func end() async { _ = try? await command("DELETE", "", nil) }

    // MARK: Pages and elements

    func open(_ address: String) async throws {
        _ = try await command("POST", "/url", ["url": address])
    }

    func element(_ selector: String) async throws -> String {
        let found = try await command(
            "POST",
            "/element",
            ["using": "css selector", "value": selector]
        )
        guard let id = (found as? [String: Any])?[Self.elementKey] as? String else {
            throw Refusal(command: "element", code: "no such element", detail: selector)
        }
        return id
    }

    func click(_ selector: String) async throws {
        let id = try await element(selector)
        _ = try await command("POST", "/element/\(id)/click", [:])
    }

    /// Types into an element; a file input takes a path.
    func type(_ text: String, into selector: String) async throws {
        let id = try await element(selector)
        _ = try await command("POST", "/element/\(id)/value", ["text": text])
    }

    // MARK: Scripts

    /// Runs a script's body; what it returns must be JSON.
    func run(_ script: String, _ arguments: [Any] = []) async throws -> JSONValue {
        JSONValue(
            try await command("POST", "/execute/sync", ["script": script, "args": arguments])
        )
    }

    /// Waits until a script's body returns something true.
    ///
    /// - Throws: `TimedOut` after the limit.
    @discardableResult
    func until(
        _ script: String,
        _ arguments: [Any] = [],
        seconds: Double = 20
    ) async throws -> JSONValue {
        let end = ContinuousClock.now + .seconds(seconds)
        var last = JSONValue(nil)
        repeat {
            last = try await run(script, arguments)
            if last.isTrue { return last }
            try await Task.sleep(for: .milliseconds(50))
        } while ContinuousClock.now < end
        throw TimedOut(script: script, last: "\(last.value ?? "nothing")")
    }

    struct TimedOut: Error, CustomStringConvertible {
        let script: String
        let last: String
        var description: String { "never true: \(script); last: \(last)" }
    }

    // MARK: The browser itself

    /// A command of the DevTools protocol, https://chromedevtools.github.io/devtools-protocol.
    @discardableResult
    func devTools(_ name: String, _ parameters: [String: Any] = [:]) async throws -> JSONValue {
        JSONValue(
            try await command("POST", "/goog/cdp/execute", ["cmd": name, "params": parameters])
        )
    }

    func screenshot() async throws -> Data {
        let text = try await command("GET", "/screenshot", nil) as? String ?? ""
        return Data(base64Encoded: text) ?? Data()
    }

    /// Lines of the console since the last call, with their level.
    func console() async throws -> [(level: String, text: String)] {
        let lines = try await command("POST", "/se/log", ["type": "browser"]) as? [Any] ?? []
        return lines.compactMap { line in
            guard let line = line as? [String: Any] else { return nil }
            return (line["level"] as? String ?? "", line["message"] as? String ?? "")
        }
    }

    // MARK: The protocol

    private func command(_ method: String, _ path: String, _ body: [String: Any]?) async throws
        -> Any?
    {
        try await Self.send(method, "\(base)/session/\(session)\(path)", body)
    }

    private static func send(
        _ method: String,
        _ address: String,
        _ body: [String: Any]?
    ) async throws -> Any? {
        // Foundation's client refuses the driver's answers: they have no space after a header's colon.
        var request = HTTPClientRequest(url: address)
        request.method = .RAW(value: method)
        request.headers.add(name: "Content-Type", value: "application/json; charset=utf-8")
        if let body {
            let text = try JSONSerialization.data(withJSONObject: body)
            request.body = .bytes(ByteBuffer(bytes: text))
        }
        let response = try await HTTPClient.shared.execute(request, timeout: .seconds(120))
        let bytes = try await response.body.collect(upTo: answerBytesMax)
        let data = Data(bytes.readableBytesView)
        let answer = try JSONSerialization.jsonObject(with: data) as? [String: Any]
        let value = answer?["value"]
        if let problem = value as? [String: Any], let code = problem["error"] as? String {
            throw Refusal(
                command: "\(method) \(address.split(separator: "/").last ?? "")",
                code: code,
                detail: problem["message"] as? String ?? ""
            )
        }
        return value
    }
}

/// Parsed JSON that tests can walk without ceremony.
struct JSONValue: @unchecked Sendable {
    // Property-list values of Foundation, which nobody changes after parsing.
    let value: Any?

    init(_ value: Any?) { self.value = value is NSNull ? nil : value }

    subscript(key: String) -> JSONValue { JSONValue((value as? [String: Any])?[key]) }
    var list: [JSONValue] { (value as? [Any] ?? []).map(JSONValue.init) }
    var text: String? { value as? String }
    var number: Double? { (value as? NSNumber)?.doubleValue }
    /// As the page's own language sees it: neither nothing, nor false, nor 0, nor "".
    var isTrue: Bool {
        switch value {
        case nil: false
        case let number as NSNumber: number.doubleValue != 0
        case let text as String: !text.isEmpty
        default: true
        }
    }
}

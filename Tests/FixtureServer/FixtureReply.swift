/// What the server does when it is asked something: bytes, pauses, an early end.
package struct FixtureReply: Sendable {
    /// One thing the server does.
    package enum Step: Sendable {
        /// Sends bytes as they are, head included.
        case bytes([UInt8])
        /// Waits so many milliseconds.
        case wait(Int64)
        /// Waits until the test says so.
        case until(@Sendable () -> Bool)
        /// Hangs up.
        case close
        /// Says nothing more and keeps the connection.
        case silence
    }

    /// What it does, in order.
    package let steps: [Step]

    /// Plays steps.
    package init(steps: [Step]) { self.steps = steps }

    /// A well-formed answer.
    package init(
        _ status: Int = 200,
        headers: [String: String] = [:],
        _ body: [UInt8] = []
    ) {
        steps = [.bytes(Self.head(status, headers, length: body.count) + body)]
    }

    /// A well-formed answer of text.
    package init(
        _ status: Int = 200,
        headers: [String: String] = [:],
        text: String,
        type: String = "text/plain"
    ) {
        self.init(
            status,
            headers: headers.merging(["Content-Type": type]) { own, _ in own },
            Array(text.utf8)
        )
    }

    /// A well-formed answer of JSON.
    package static func json(_ text: String, headers: [String: String] = [:]) -> FixtureReply {
        FixtureReply(headers: headers, text: text, type: "application/json; charset=utf-8")
    }

    /// The head of an answer.
    package static func head(
        _ status: Int,
        _ headers: [String: String] = [:],
        length: Int?
    ) -> [UInt8] {
        var text = "HTTP/1.1 \(status) Fixture\r\n"
        if let length, headers["Content-Length"] == nil {
            text += "Content-Length: \(length)\r\n"
        }
        for (name, value) in headers.sorted(by: { $0.key < $1.key }) {
            text += "\(name): \(value)\r\n"
        }
        return Array((text + "\r\n").utf8)
    }
}

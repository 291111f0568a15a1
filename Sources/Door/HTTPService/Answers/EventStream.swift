import HTTPTypes
import Hummingbird
import NIOCore

/// Writes server-sent events.
struct EventStream {
    var writer: any ResponseBodyWriter

    /// An event with JSON; a line break can't occur in it.
    @concurrent mutating func send(_ event: String, _ value: some Encodable) async throws {
        try await write("event: \(event)\ndata: ", try JSONBody.bytes(value), "\n\n")
    }

    @concurrent mutating func send(_ event: String, json: [UInt8]) async throws {
        try await write("event: \(event)\ndata: ", json, "\n\n")
    }

    /// A sign of life; a client that is gone is noticed by it.
    @concurrent mutating func comment() async throws { try await write(": \n\n", [], "") }

    /// When to come back, in milliseconds.
    @concurrent mutating func retry(after milliseconds: Int) async throws {
        try await write("retry: \(milliseconds)\n\n", [], "")
    }

    @concurrent private mutating func write(
        _ head: String,
        _ body: [UInt8],
        _ tail: String
    ) async throws {
        var buffer = ByteBuffer(string: head)
        buffer.writeBytes(body)
        buffer.writeString(tail)
        try await writer.write(buffer)
    }

    /// Whether a client asks for events.
    static func isWanted(by request: Request) -> Bool {
        request.headers[.accept]?.contains("text/event-stream") ?? false
    }

    static func response(
        _ body: @escaping @Sendable @concurrent (inout EventStream) async throws -> Void
    ) -> Response {
        Response(
            status: .ok,
            headers: [
                .contentType: "text/event-stream",
                .cacheControl: "no-store",
            ],
            body: ResponseBody { writer in
                var stream = EventStream(writer: writer)
                try await body(&stream)
                try await stream.writer.finish(nil)
            }
        )
    }
}

import Foundation
import HTTPTypes
import Hummingbird

/// JSON bodies, written and read the same way everywhere.
enum JSONBody {
    static func bytes(_ value: some Encodable) throws -> [UInt8] { [UInt8](try data(value)) }

    static func data(_ value: some Encodable) throws -> Data {
        let encoder = JSONEncoder()
        encoder.dateEncodingStrategy = .iso8601
        encoder.outputFormatting = [.withoutEscapingSlashes, .sortedKeys]
        return try encoder.encode(value)
    }

    /// An answer; `no-store` unless the headers say otherwise.
    static func response(
        _ value: some Encodable,
        status: HTTPResponse.Status = .ok,
        headers: HTTPFields = [:]
    ) throws -> Response {
        var headers = headers
        headers[.contentType] = "application/json"
        if headers[.cacheControl] == nil { headers[.cacheControl] = "no-store" }
        return Response(
            status: status,
            headers: headers,
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: try data(value)))
        )
    }

    /// Reads a value; what does not fit is the client's fault.
    static func decode<Value: Decodable>(
        _ type: Value.Type,
        from bytes: [UInt8]
    ) throws(Problem) -> Value {
        do {
            return try JSONDecoder().decode(type, from: Data(bytes))
        } catch let error as DecodingError {
            throw Problem(.malformedBody, "The JSON does not fit: " + Self.reason(error))
        } catch {
            throw Problem(.malformedBody, "The body is no JSON.")
        }
    }

    private static func reason(_ error: DecodingError) -> String {
        switch error {
        case .keyNotFound(let key, _): "the key \"\(key.stringValue)\" is missing."
        case .typeMismatch(_, let context), .valueNotFound(_, let context):
            "\"\(path(context))\" has another type."
        case .dataCorrupted(let context):
            context.codingPath.isEmpty
                ? "it is damaged." : "\"\(path(context))\" has no such value."
        @unknown default: "it is not what is expected."
        }
    }

    private static func path(_ context: DecodingError.Context) -> String {
        context.codingPath.map(\.stringValue).joined(separator: ".")
    }
}

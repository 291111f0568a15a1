import FaceTypes
import Foundation
import HTTPTypes
import Hummingbird

/// An error as a client sees it: `application/problem+json` (RFC 9457) with a stable code.
struct Problem: Error, Sendable {
    /// A further member of the problem.
    enum Member: Sendable, Encodable {
        case number(Int)
        case text(String)
        case faces([DescribedFace])

        func encode(to encoder: any Encoder) throws {
            var container = encoder.singleValueContainer()
            switch self {
            case .number(let value): try container.encode(value)
            case .text(let value): try container.encode(value)
            case .faces(let value): try container.encode(value)
            }
        }
    }

    /// What went wrong.
    var code: ProblemCode
    /// What was expected, what was found, what to do.
    var detail: String
    /// Other than the code's own.
    var status: HTTPResponse.Status
    /// Further members by name.
    var members: [String: Member] = [:]
    /// Further header fields.
    var headers: HTTPFields = [:]
    /// Whether the connection is of no use afterwards: its body was not read to the end.
    var closes = false
    /// What it came from, when that was unforeseen; only its type is logged.
    var cause: (any Error)?

    init(
        _ code: ProblemCode,
        _ detail: String,
        members: [String: Member] = [:],
        status: HTTPResponse.Status? = nil
    ) {
        self.code = code
        self.detail = detail
        self.status = status ?? code.status
        self.members = members
    }

    /// Whether the service itself is at fault, which its log has to tell.
    var isOurs: Bool { code == .internalError || code == .storageFailed }

    static func badParameter(_ name: String, _ detail: String) -> Problem {
        Problem(.badParameter, detail, members: ["parameter": .text(name)])
    }

    static func busy(_ detail: String, retryAfter seconds: Int) -> Problem {
        var problem = Problem(.busy, detail, members: ["retryAfter": .number(seconds)])
        problem.headers[.retryAfter] = String(seconds)
        return problem
    }

    static func tooLarge(limit: Int) -> Problem {
        var problem = Problem(
            .bodyTooLarge,
            "The body may have \(limit) bytes: send a smaller photo, or fewer at once.",
            members: ["limit": .number(limit)]
        )
        problem.closes = true
        return problem
    }

    static func tooSlow(seconds: Int) -> Problem {
        var problem = Problem(
            .bodyTooSlow,
            "The body did not arrive within \(seconds) seconds: send a smaller photo or use a "
                + "faster line."
        )
        problem.closes = true
        return problem
    }

    /// The problem as a body.
    func body(requestID: String) -> [UInt8] {
        var form: [String: Member] = members
        form["type"] = .text("about:blank")
        form["title"] = .text(code.title)
        form["status"] = .number(status.code)
        form["code"] = .text(code.rawValue)
        form["detail"] = .text(detail)
        form["requestId"] = .text(requestID)
        return (try? JSONBody.bytes(form)) ?? Array("{\"code\":\"internal\"}".utf8)
    }

    func response(requestID: String) -> Response {
        var headers = headers
        headers[.contentType] = "application/problem+json"
        headers[.cacheControl] = "no-store"
        return Response(
            status: status,
            headers: headers,
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: body(requestID: requestID)))
        )
    }
}

import HTTPTypes
import NIOCore
import NIOHTTPTypes

/// Gives the answer to a head that is no HTTP, or larger than the limits, the form of all others.
///
/// Such a head never becomes a request: the server below writes a bare 400 and closes. This turns
/// it into a problem with a request id and the security headers, and notes it in the log.
final class MalformedHeadHandler: ChannelOutboundHandler, RemovableChannelHandler {
    typealias OutboundIn = HTTPResponsePart
    typealias OutboundOut = HTTPResponsePart

    private let settings: ServiceSettings
    private let note: @Sendable (AuditLine) -> Void

    init(settings: ServiceSettings, note: @escaping @Sendable (AuditLine) -> Void) {
        self.settings = settings
        self.note = note
    }

    func write(
        context: ChannelHandlerContext,
        data: NIOAny,
        promise: EventLoopPromise<Void>?
    ) {
        guard case .head(let head) = unwrapOutboundIn(data), Self.isBare(head) else {
            context.write(data, promise: promise)
            return
        }
        let id = ServiceContext.freshID()
        let body = problem.body(requestID: id)
        var fields = FixedHeaders.all(secure: settings.identity != nil)
        fields[.contentType] = "application/problem+json"
        fields[.cacheControl] = "no-store"
        fields[.requestID] = id
        fields[.connection] = "close"
        fields[.contentLength] = String(body.count)
        let answer = HTTPResponse(status: problem.status, headerFields: fields)
        context.write(wrapOutboundOut(.head(answer)), promise: nil)
        let buffer = ByteBuffer(bytes: body)
        context.write(wrapOutboundOut(.body(buffer)), promise: promise)
        note(
            AuditLine(
                id: id,
                method: "OTHER",
                route: "malformed",
                status: problem.status.code,
                milliseconds: 0
            )
        )
    }

    /// Every answer of our own has a request id.
    private static func isBare(_ head: HTTPResponse) -> Bool {
        head.status == .badRequest && head.headerFields[.requestID] == nil
    }

    private var problem: Problem {
        Problem(
            .malformedBody,
            "This is no HTTP request, or its head has more than \(settings.headersMax) fields or "
                + "\(settings.headerBytesMax) bytes."
        )
    }
}

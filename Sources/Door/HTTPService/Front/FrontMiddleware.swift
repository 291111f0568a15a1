import HTTPTypes
import Hummingbird
import NIOCore
import Synchronization

/// The outermost layer: every answer, also to what no route took, leaves through it with a request
/// id, security headers and CORS, errors as problems, and a line in the log.
struct FrontMiddleware: RouterMiddleware {
    typealias Context = ServiceContext

    let settings: ServiceSettings
    let routes: RouteTable
    let meters: ServiceMeters
    let log: @Sendable (String) -> Void

    @concurrent func handle(
        _ request: Request,
        context: ServiceContext,
        next: @concurrent (Request, ServiceContext) async throws -> Response
    ) async throws -> Response {
        let start = ContinuousClock.now
        meters.began()
        var response = await answer(to: request, context: context, next: next)
        let headers = FixedHeaders.all(secure: settings.identity != nil)
        for field in headers where response.headers[field.name] == nil {
            response.headers.append(field)
        }
        response.headers[.requestID] = context.requestID
        allowOrigin(of: request, in: &response)
        if context.ledger.closes || request.announcesBody && !context.ledger.isBodyRead {
            close(after: &response, context: context)
        }
        let status = response.status.code
        let note = { @Sendable [meters, log] in
            let line = AuditLine(
                id: context.requestID,
                method: request.method.rawValue,
                route: context.ledger.template ?? "none",
                status: context.ledger.streamProblem ?? status,
                milliseconds: (ContinuousClock.now - start) / .milliseconds(1),
                key: context.ledger.keyID
            )
            meters.ended(line)
            log(line.text)
        }
        if context.ledger.isStream { whenWritten(&response, note) } else { note() }
        return response
    }

    /// Runs something after the last byte, or when the client went away before the first.
    private func whenWritten(_ response: inout Response, _ end: @escaping @Sendable () -> Void) {
        let body = response.body
        let last = LastAct(end)
        response.body = ResponseBody(contentLength: body.contentLength) { writer in
            defer { last.act() }
            try await body.write(writer)
        }
    }

    private func answer(
        to request: Request,
        context: ServiceContext,
        next: @concurrent (Request, ServiceContext) async throws -> Response
    ) async -> Response {
        if let preflight = preflight(request, context: context) { return preflight }
        do {
            try settings.requireOwnName(request.head.authority)
            return try await next(request, context)
        } catch {
            return response(to: error, request: request, context: context)
        }
    }

    private func response(
        to error: any Error,
        request: Request,
        context: ServiceContext
    ) -> Response {
        var problem = Problem(cause: error)
        if problem.code == .noSuchRoute {
            let allowed = routes.methods(at: request.uri.path)
            if !allowed.isEmpty {
                let list = allowed.map(\.rawValue).joined(separator: ", ")
                problem = Problem(.methodNotAllowed, "Here there is \(list).")
                problem.headers[.allow] = list
            }
        }
        if problem.isOurs {
            log(FaultLine.text(id: context.requestID, error: problem.cause ?? error))
        }
        context.ledger.closes = problem.closes
        return problem.response(requestID: context.requestID)
    }

    /// Lets the answer arrive at a client that is still sending, then cuts the line: without a pause
    /// the client would see a reset instead of the answer, and without the cut what nobody reads
    /// could be sent for ever.
    private func close(after response: inout Response, context: ServiceContext) {
        if !context.isStream { response.headers[.connection] = "close" }
        let body = response.body
        let linger = settings.lingerLimit
        response.body = ResponseBody(contentLength: body.contentLength) { writer in
            try await body.write(writer)
            context.channel.eventLoop.scheduleTask(in: TimeAmount(linger)) {
                context.channel.close(promise: nil)
            }
        }
    }

    // MARK: Other sites

    private func preflight(_ request: Request, context: ServiceContext) -> Response? {
        guard request.method == .options, let origin = request.headers[.origin],
            settings.corsOrigins.contains(origin),
            request.headers[.accessControlRequestMethod] != nil
        else { return nil }
        context.ledger.template = "preflight"
        return Response(
            status: .noContent,
            headers: [
                .accessControlAllowMethods: "GET, HEAD, POST, PATCH, DELETE",
                .accessControlAllowHeaders:
                    "Authorization, Content-Type, Idempotency-Key, If-None-Match",
                .accessControlMaxAge: "600",
            ]
        )
    }

    private func allowOrigin(of request: Request, in response: inout Response) {
        guard !settings.corsOrigins.isEmpty else { return }
        response.headers[.vary] =
            response.headers[.vary].map { $0 + ", Origin" } ?? "Origin"
        guard let origin = request.headers[.origin], settings.corsOrigins.contains(origin) else {
            return
        }
        response.headers[.accessControlAllowOrigin] = origin
        response.headers[.accessControlExposeHeaders] = "X-Request-Id, Retry-After, ETag"
        // What was shut to other sites for everybody is open to this one.
        response.headers[.crossOriginResourcePolicy] = "cross-origin"
    }
}

extension Request {
    /// Whether the client says that a body follows.
    fileprivate var announcesBody: Bool {
        headers[.transferEncoding] != nil || headers[.contentLength].map { $0 != "0" } ?? false
    }
}

/// Does something once: when told to, else when nobody is left to tell.
private final class LastAct: Sendable {
    private let work: Mutex<(@Sendable () -> Void)?>

    init(_ work: @escaping @Sendable () -> Void) { self.work = Mutex(work) }

    deinit { act() }

    func act() {
        let due = work.withLock { work in
            defer { work = nil }
            return work
        }
        due?()
    }
}

import HTTPTypes
import Hummingbird
import NIOCore

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
        let milliseconds = (ContinuousClock.now - start) / .milliseconds(1)
        let line = AuditLine(
            id: context.requestID,
            method: request.method.rawValue,
            route: context.ledger.template ?? "none",
            status: response.status.code,
            milliseconds: milliseconds,
            key: context.ledger.keyID
        )
        meters.ended(line)
        log(line.text)
        return response
    }

    private func answer(
        to request: Request,
        context: ServiceContext,
        next: @concurrent (Request, ServiceContext) async throws -> Response
    ) async -> Response {
        if let preflight = preflight(request, context: context) { return preflight }
        do {
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
        if problem.code == .internalError {
            log(FaultLine.text(id: context.requestID, error: error))
        }
        var response = problem.response(requestID: context.requestID)
        if problem.closes { close(after: &response, context: context) }
        return response
    }

    /// Lets the answer arrive at a client that is still sending, then cuts the line: without a pause
    /// the client would see a reset instead of the answer.
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

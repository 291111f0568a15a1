import HTTPTypes
import Hashing
import Hummingbird
import NIOCore

/// Joins the routes with what holds for all of them: access, idempotency, the template in the log.
package enum ServiceRoutes {
    private static let described =
        HealthRoutes.all + PageRoutes.description + GalleryRoutes.plain + WorkRoutes.all
        + KeyRoutes.all

    private static let onGallery =
        StatusRoutes.all + SearchRoutes.all + ExplainRoute.all + FaceRoutes.all
        + FaceSearchRoute.all
        + PeopleRoutes.all
        + PhotoRoutes.all + JobRoutes.all + GalleryRoutes.onGallery

    /// Method and template of every route the OpenAPI file has to describe, and no other.
    package static var toBeDescribed: [(method: String, path: String)] {
        RouteTable(plain: described, onGallery: onGallery).routes
            .map { ($0.method.rawValue.lowercased(), $0.path) }
    }

    /// Every route of the service.
    static let table = RouteTable(
        plain: described + PageRoutes.page,
        onGallery: onGallery
    )

    /// The router over all routes.
    static func router(for desk: ServiceDesk) -> Router<ServiceContext> {
        let router = Router(
            context: ServiceContext.self,
            options: [.autoGenerateHeadEndpoints]
        )
        router.add(
            middleware: FrontMiddleware(
                settings: desk.settings,
                routes: table,
                meters: desk.meters,
                log: desk.parts.log
            )
        )
        for route in table.routes {
            router.on(RouterPath(route.path), method: route.method) { request, context in
                context.ledger.template = route.path
                return try await answer(to: request, by: route, context: context, desk: desk)
            }
        }
        return router
    }

    private static func answer(
        to request: Request,
        by route: Route,
        context: ServiceContext,
        desk: ServiceDesk
    ) async throws -> Response {
        if desk.state.isStopping, route.access != .open {
            throw Problem(.shuttingDown, "The service is stopping: try again soon.")
        }
        let caller = try await desk.gate.admit(request, to: route.access)
        context.ledger.keyID = caller.key?.id
        let exchange = Exchange(
            request: request,
            context: context,
            desk: desk,
            caller: caller,
            share: BodyShare(of: desk.bodies)
        )
        if route.access == .search, route.method == .post { try desk.rate.count(exchange) }
        guard route.writes, let key = request.headers[.idempotencyKey] else {
            return try await route.handler(exchange)
        }
        return try await onceOnly(exchange, key: key, route: route)
    }

    /// Does a write that carries an `Idempotency-Key`, unless that was done before.
    private static func onceOnly(
        _ exchange: Exchange,
        key: String,
        route: Route
    ) async throws -> Response {
        guard (1...200).contains(key.utf8.count),
            key.utf8.allSatisfy({ (0x21...0x7E).contains($0) })
        else {
            throw Problem.badParameter(
                "Idempotency-Key",
                "An idempotency key has 1 to 200 visible ASCII characters."
            )
        }
        let desk = exchange.desk
        let reader = exchange.reader(bytesMax: desk.settings.bodyBytesMax)
        let body = try await reader.bytes(of: exchange.request)
        let fingerprint = RequestFingerprint.make(of: exchange.request, body: body)
        let place = IdempotencyStore.place(key, owner: exchange.caller.key?.id ?? "")
        if let before = try desk.replays.claim(place, fingerprint: fingerprint) {
            var headers = before.headers
            headers[.idempotencyReplayed] = "true"
            return Response(
                status: before.status,
                headers: headers,
                body: ResponseBody(byteBuffer: ByteBuffer(bytes: before.body))
            )
        }
        var settled: IdempotencyStore.Answer?
        defer { desk.replays.settle(place, fingerprint: fingerprint, answer: settled) }
        var exchange = exchange
        exchange.request.body = RequestBody(buffer: ByteBuffer(bytes: body))
        let response = try await route.handler(exchange)
        let written = try await WholeBody.bytes(of: response.body)
        settled = IdempotencyStore.Answer(
            status: response.status,
            headers: response.headers,
            body: written,
            subject: exchange.context.ledger.subject
        )
        return Response(
            status: response.status,
            headers: response.headers,
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: written))
        )
    }
}

/// Collects a short body that was meant for the net.
enum WholeBody {
    private final class Collector: ResponseBodyWriter {
        var bytes: [UInt8] = []

        func write(_ buffer: ByteBuffer) async throws {
            bytes.append(contentsOf: buffer.readableBytesView)
        }

        func finish(_ trailingHeaders: HTTPFields?) async throws {}
    }

    static func bytes(of body: ResponseBody) async throws -> [UInt8] {
        let collector = Collector()
        try await body.write(collector)
        return collector.bytes
    }
}

import Hummingbird
import NIOCore

/// What machines ask about the service.
enum HealthRoutes {
    static let all: [Route] = [
        Route(method: .get, path: "/healthz", access: .open, handler: health),
        Route(method: .get, path: "/readyz", access: .open, handler: ready),
        Route(method: .get, path: "/metrics", access: .open, handler: metrics),
    ]

    @Sendable static func health(_ exchange: Exchange) async throws -> Response {
        try JSONBody.response(["status": "ok"])
    }

    @Sendable static func metrics(_ exchange: Exchange) async throws -> Response {
        Response(
            status: .ok,
            headers: [.contentType: ServiceMeters.contentType, .cacheControl: "no-store"],
            body: ResponseBody(
                byteBuffer: ByteBuffer(string: exchange.desk.meters.exposition)
            )
        )
    }

    @Sendable static func ready(_ exchange: Exchange) async throws -> Response {
        if exchange.desk.state.isReady { return try JSONBody.response(["status": "ready"]) }
        var problem =
            exchange.desk.state.isStopping
            ? Problem(.shuttingDown, "The service is stopping.")
            : Problem(.starting, "The service is warming up.")
        problem.headers[.retryAfter] = "1"
        throw problem
    }
}

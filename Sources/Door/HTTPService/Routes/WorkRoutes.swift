import Hummingbird

/// Work that is going on.
enum WorkRoutes {
    static let all: [Route] = [
        Route(method: .get, path: "/v1/work", access: .enrol, handler: list),
        Route(method: .get, path: "/v1/work/events", access: .enrol, handler: events),
    ]

    /// Milliseconds after which a listener may come back.
    private static let retry = 3_000

    @Sendable static func list(_ exchange: Exchange) async throws -> Response {
        try JSONBody.response(["work": exchange.desk.works.works])
    }

    @Sendable static func events(_ exchange: Exchange) async throws -> Response {
        let works = exchange.desk.works
        let events = try works.listen()
        return EventStream.response { stream in
            try await stream.comment()
            for work in works.works where work.state == .running {
                try await stream.send("progress", work)
            }
            for await event in events {
                switch event {
                case .progress(let work): try await stream.send("progress", work)
                case .heartbeat: try await stream.comment()
                }
            }
            try await stream.retry(after: retry)
        }
    }
}

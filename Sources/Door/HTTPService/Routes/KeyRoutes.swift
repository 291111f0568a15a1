import Hummingbird

/// Access keys.
enum KeyRoutes {
    static let all: [Route] = [
        Route(method: .get, path: "/v1/keys", access: .admin, handler: list),
        Route(method: .post, path: "/v1/keys", access: .admin, handler: create),
        Route(
            method: .delete,
            path: "/v1/keys/{id}",
            access: .admin,
            writes: true,
            handler: revoke
        ),
    ]

    /// Bytes of a key's label.
    private static let labelBytesMax = 400

    private struct NewKey: Decodable {
        var label: String
        var role: KeyRole
    }

    private struct MadeKey: Encodable {
        var id: String
        var label: String
        var role: KeyRole
        var created: String?
        var key: String
    }

    @Sendable static func list(_ exchange: Exchange) async throws -> Response {
        try JSONBody.response(["keys": try await exchange.desk.parts.keys.list()])
    }

    /// Takes no `Idempotency-Key`: its answer holds a secret, which must not be remembered.
    @Sendable static func create(_ exchange: Exchange) async throws -> Response {
        let wanted = try await exchange.json(NewKey.self)
        try Texts.check(wanted.label, "label", bytesMax: labelBytesMax)
        let made = try await exchange.desk.parts.keys.create(wanted.label, wanted.role)
        return try JSONBody.response(
            MadeKey(
                id: made.key.id,
                label: made.key.label,
                role: made.key.role,
                created: made.key.created,
                key: made.secret
            ),
            status: .created
        )
    }

    @Sendable static func revoke(_ exchange: Exchange) async throws -> Response {
        let id = exchange.context.parameters.get("id") ?? ""
        guard try await exchange.desk.parts.keys.revoke(id) else {
            throw Problem(.noSuchKey, "There is no key of this id.")
        }
        return Response(status: .noContent)
    }
}

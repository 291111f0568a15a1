import HTTPTypes
import Hummingbird

/// Lets a request in when its key allows what it asks for.
struct Gate: Sendable {
    let keys: KeyDesk
    let publicSearch: Bool

    /// - Throws: `unauthorized` without a key that is known, `forbidden` when it allows too little.
    func admit(_ request: Request, to access: RouteAccess) async throws -> Caller {
        let caller = try await caller(of: request)
        try check(caller, may: access)
        return caller
    }

    /// - Throws: `unauthorized` without a key, `forbidden` when it allows too little.
    func check(_ caller: Caller, may access: RouteAccess) throws(Problem) {
        let needed: KeyRole? =
            switch access {
            case .open: nil
            case .search: publicSearch ? nil : .search
            case .reader: .search
            case .enrol: .enrol
            case .admin: .admin
            }
        guard let needed else { return }
        guard let role = caller.role else {
            throw Self.unauthorized("Send a key with the role \(needed.rawValue) or more.")
        }
        guard role >= needed else {
            throw Problem(
                .forbidden,
                "This wants the role \(needed.rawValue); the key has \(role.rawValue)."
            )
        }
    }

    private func caller(of request: Request) async throws -> Caller {
        guard let text = request.headers[.authorization] else { return Caller() }
        let parts = text.split(separator: " ", maxSplits: 1)
        guard parts.count == 2, parts[0].lowercased() == "bearer",
            let key = try await keys.find(String(parts[1]))
        else { throw Self.unauthorized("The key is not known: it may have been revoked.") }
        return Caller(key: key)
    }

    private static func unauthorized(_ detail: String) -> Problem {
        var problem = Problem(
            .unauthorized,
            detail + " Keys are made with `semblance keys create`."
        )
        problem.headers[.wwwAuthenticate] = "Bearer realm=\"semblance\""
        return problem
    }
}

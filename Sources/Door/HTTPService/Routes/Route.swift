import HTTPTypes
import Hummingbird

/// Who may use a route.
enum RouteAccess: Sendable, Hashable {
    /// Everybody.
    case open
    /// Everybody when search is public, else whoever has any key.
    case search
    /// Keys that may search, whatever the setting.
    case reader
    /// Keys that may enrol.
    case enrol
    /// Keys that may do everything.
    case admin
}

/// One route: what it answers to, who may use it, and what it does.
struct Route: Sendable {
    /// What does the work.
    typealias Handler = @Sendable (Exchange) async throws -> Response

    var method: HTTPRequest.Method
    /// The template as in the OpenAPI file, below `/v1` for gallery routes: `/people/{id}`.
    var path: String
    var access: RouteAccess
    /// Whether it changes something, so that an `Idempotency-Key` means something.
    var writes = false
    var handler: Handler
}

/// Every route there is, with full templates.
struct RouteTable: Sendable {
    /// All routes; those on a gallery appear twice.
    let routes: [Route]

    /// - Parameters:
    ///   - plain: routes with full templates.
    ///   - onGallery: routes with templates below `/v1`, which also exist below
    ///     `/v1/galleries/{gallery}`.
    init(plain: [Route], onGallery: [Route]) {
        var routes = plain
        for prefix in ["/v1", "/v1/galleries/{gallery}"] {
            routes += onGallery.map { route in
                var route = route
                route.path = prefix + route.path
                return route
            }
        }
        self.routes = routes
    }

    /// The methods offered at a path, for `Allow`.
    func methods(at path: String) -> [HTTPRequest.Method] {
        let asked = path.split(separator: "/")
        let found = routes.filter { route in
            let template = route.path.split(separator: "/")
            return template.count == asked.count
                && zip(template, asked).allSatisfy { $0.hasPrefix("{") || $0 == $1 }
        }
        // The router goes by the words before the parameters: people/by-face is no person's id.
        let words = { (route: Route) in
            route.path.split(separator: "/").count { !$0.hasPrefix("{") }
        }
        let most = found.map(words).max()
        var methods = Set(found.filter { words($0) == most }.map(\.method))
        if methods.contains(.get) { methods.insert(.head) }
        return methods.sorted { $0.rawValue < $1.rawValue }
    }
}

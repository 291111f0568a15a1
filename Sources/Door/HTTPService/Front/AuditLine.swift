import Foundation

/// One request in the log: method, route template, status, time, ids.
///
/// No path, no name, no face.
struct AuditLine: Sendable {
    var id: String
    var method: String
    var route: String
    var status: Int
    var milliseconds: Double
    var key: String?

    var text: String {
        let time = Date().formatted(.iso8601)
        let took = (milliseconds * 10).rounded() / 10
        let owner = key.map { ",\"key\":\"\($0)\"" } ?? ""
        return "{\"time\":\"\(time)\",\"request\":\"\(id)\",\"method\":\"\(shownMethod)\","
            + "\"route\":\"\(route)\",\"status\":\(status),\"ms\":\(took)\(owner)}"
    }

    /// A method is the client's text; only known ones are written.
    var shownMethod: String { Self.methods.contains(method) ? method : "OTHER" }

    private static let methods: Set<String> = [
        "GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS",
    ]
}

/// What failed inside, by the type of the error alone: its words may hold what must not be logged.
enum FaultLine {
    static func text(id: String, error: any Error) -> String {
        "{\"request\":\"\(id)\",\"fault\":\"\(String(reflecting: type(of: error)))\"}"
    }
}

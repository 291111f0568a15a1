import Admission

/// Lets as many requests compute at once as there are cores, and few wait.
struct SearchLine: Sendable {
    private let line: AdmissionLine

    init(settings: ServiceSettings) {
        line = AdmissionLine(
            name: "search",
            width: settings.searchWidth,
            queueLimit: settings.searchQueueMax,
            waitLimit: settings.searchWaitLimit
        )
    }

    /// How many compute, and how many wait.
    var load: (inside: Int, waiting: Int) { (line.load.inside, line.load.waiting) }

    func admitted<Value: Sendable>(_ body: () async throws -> Value) async throws -> Value {
        do {
            return try await line.admitted(body)
        } catch let error as AdmissionError {
            throw Problem.busy(
                "As many searches as can run are running: try again in \(error.retryAfter) s.",
                retryAfter: error.retryAfter
            )
        }
    }
}

internal import Dispatch
internal import Synchronization

/// A bounded number of requests of one model; a thread that finds none idle waits for one.
final class RequestPool: Sendable {
    private let model: NativeModel
    private let graph: String
    private let free: DispatchSemaphore
    private let idle = Mutex<[NativeRequest]>([])

    /// - Parameter width: most requests that exist.
    init(_ model: NativeModel, graph: String, width: Int) {
        self.model = model
        self.graph = graph
        free = DispatchSemaphore(value: width)
    }

    /// Lends a request to `body`; it goes back to the pool even after a failure.
    func withRequest<Result>(
        _ body: (NativeRequest) throws(InferenceError) -> Result
    ) throws(InferenceError) -> Result {
        free.wait()
        defer { free.signal() }
        let request: NativeRequest
        if let waiting = idle.withLock({ $0.popLast() }) {
            request = waiting
        } else {
            request = try model.makeRequest(graph: graph)
        }
        defer { idle.withLock { $0.append(request) } }
        return try body(request)
    }
}

import Admission
import Metering

/// What is counted and timed, for Prometheus.
final class ServiceMeters: Sendable {
    private let registry = MeterRegistry()
    private let requests: Counter
    private let seconds: Histogram
    private let inFlight: Gauge
    private let photoSeconds: Histogram
    private let searchSeconds: Histogram
    private let troubledIndexes: Gauge

    init(line: SearchLine) {
        requests = registry.counter(
            "semblance_http_requests_total",
            help: "Requests answered.",
            labels: ["method", "route", "status"]
        )
        seconds = registry.histogram(
            "semblance_http_request_seconds",
            help: "Time from a request's head to its answer's.",
            labels: ["route"]
        )
        inFlight = registry.gauge(
            "semblance_http_requests_in_flight",
            help: "Requests being answered."
        )
        photoSeconds = registry.histogram(
            "semblance_search_photo_seconds",
            help: "Time from photos to embeddings."
        )
        searchSeconds = registry.histogram(
            "semblance_search_gallery_seconds",
            help: "Time from embeddings to the answer."
        )
        troubledIndexes = registry.gauge(
            "semblance_indexes_in_trouble",
            help: "Open galleries whose index files can't be written or read now."
        )
        registry.gauge("semblance_search_line_inside", help: "Searches being computed.") {
            Double(line.load.inside)
        }
        registry.gauge("semblance_search_line_waiting", help: "Searches that wait.") {
            Double(line.load.waiting)
        }
    }

    func began() { inFlight.add(1) }

    func ended(_ line: AuditLine) {
        inFlight.add(-1)
        requests.add(labels: [line.shownMethod, line.route, String(line.status)])
        seconds.observe(.milliseconds(line.milliseconds), labels: [line.route])
    }

    /// Counts an answer to what never became a request.
    func refused(_ line: AuditLine) {
        requests.add(labels: [line.shownMethod, line.route, String(line.status)])
    }

    func timed(photo: Double, search: Double) {
        photoSeconds.observe(.milliseconds(photo))
        searchSeconds.observe(.milliseconds(search))
    }

    func found(troubledIndexes count: Int) { troubledIndexes.set(Double(count)) }

    var exposition: String { registry.exposition() }

    static var contentType: String { MeterRegistry.contentType }
}

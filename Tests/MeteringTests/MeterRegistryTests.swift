import Dispatch
import Metering
import Testing

/// The meters, read back by a strict reader of the format.
@Suite struct MeterRegistryTests {
    @Test func `the text is exactly Prometheus' format`() {
        let registry = MeterRegistry()
        let requests = registry.counter(
            "requests_total",
            help: "Requests answered.",
            labels: ["route", "status"]
        )
        requests.add(labels: ["/v1/search", "200"])
        requests.add(2, labels: ["/v1/detect", "422"])
        registry.gauge("faces", help: "Faces.").set(40_000)
        let times = registry.histogram("seconds", help: "Times.", bounds: [0.01, 0.5])
        for time in [0.005, 0.01, 0.25, 3] { times.observe(time) }
        #expect(
            registry.exposition() == """
                # HELP faces Faces.
                # TYPE faces gauge
                faces 40000
                # HELP requests_total Requests answered.
                # TYPE requests_total counter
                requests_total{route="/v1/detect",status="422"} 2
                requests_total{route="/v1/search",status="200"} 1
                # HELP seconds Times.
                # TYPE seconds histogram
                seconds_bucket{le="0.01"} 2
                seconds_bucket{le="0.5"} 3
                seconds_bucket{le="+Inf"} 4
                seconds_sum 3.265
                seconds_count 4

                """
        )
    }

    @Test(arguments: [
        "plain", "", "quote \" backslash \\ end \\", "two\nlines", "\\n is not a line end",
        "grüße 日本", "a}b,c=\"d\"", "\r\n",
    ])
    func `any label value and help reads back`(text: String) throws {
        let registry = MeterRegistry()
        registry.counter("a_total", help: text, labels: ["x", "y"]).add(labels: [text, "1"])
        let read = try StrictExposition(registry.exposition())
        #expect(read.families.map(\.help) == [text])
        #expect(read.samples(of: "a_total").map(\.labels) == [["x": text, "y": "1"]])
    }

    @Test(arguments: [
        0, -0.5, 1e-9, 123.456, 1e15, 1e16, 9_007_199_254_740_992, 1.7e308, -3,
    ])
    func `numbers read back exactly`(value: Double) throws {
        let registry = MeterRegistry()
        registry.gauge("a", help: "A.").set(value)
        let read = try StrictExposition(registry.exposition())
        #expect(read.samples(of: "a").map(\.value) == [value])
    }

    @Test func `what is no finite number has its name`() throws {
        let registry = MeterRegistry()
        for (name, value) in [("a", Double.infinity), ("b", -.infinity), ("c", .nan)] {
            registry.gauge(name, help: "A.").set(value)
        }
        let lines = registry.exposition().split(separator: "\n").filter { !$0.hasPrefix("#") }
        #expect(lines == ["a +Inf", "b -Inf", "c NaN"])
        _ = try StrictExposition(registry.exposition())
    }

    @Test func `histograms add up for every combination of labels`() throws {
        let registry = MeterRegistry()
        let times = registry.histogram("t", help: "T.", labels: ["route"])
        for index in 0..<1000 {
            times.observe(Double(index) / 100, labels: ["/\(index % 3)"])
        }
        times.observe(.milliseconds(12), labels: ["/0"])
        times.observe(.nan, labels: ["/0"])
        let read = try StrictExposition(registry.exposition())
        #expect(read.samples(of: "t_count").map(\.value) == [335, 333, 333])
        let bucket = read.samples(of: "t_bucket").first {
            $0.labels == ["route": "/0", "le": "0.012"]
        }
        #expect(bucket?.value == 2)
    }

    @Test func `series beyond the limit are counted together`() throws {
        let registry = MeterRegistry(seriesMax: 3)
        let counter = registry.counter("a_total", help: "A.", labels: ["x", "y"])
        for index in 0..<50 { counter.add(labels: ["\(index)", "y"]) }
        counter.add(labels: ["1", "y"])
        let samples = try StrictExposition(registry.exposition()).samples(of: "a_total")
        let counted = Dictionary(
            uniqueKeysWithValues: samples.map { ($0.labels["x"] ?? "", $0.value) }
        )
        #expect(counted == ["0": 1, "1": 2, "2": 1, "other": 47])
    }

    @Test func `a long label value is cut`() throws {
        let registry = MeterRegistry()
        registry.counter("a_total", help: "A.", labels: ["x"])
            .add(labels: [String(repeating: "x", count: 5000)])
        let samples = try StrictExposition(registry.exposition()).samples(of: "a_total")
        #expect(samples.map { $0.labels["x"]?.utf8.count } == [128])
    }

    @Test func `a meter named twice is one meter`() throws {
        let registry = MeterRegistry()
        registry.counter("a_total", help: "A.").add()
        registry.counter("a_total", help: "A.").add(2)
        let samples = try StrictExposition(registry.exposition()).samples(of: "a_total")
        #expect(samples.map(\.value) == [3])
    }

    @Test func `a gauge that is read is read when the text is made`() throws {
        let registry = MeterRegistry()
        let source = registry.gauge("source", help: "S.")
        registry.gauge("read", help: "R.") { 41 + 1 }
        source.add(3)
        source.add(-1)
        let read = try StrictExposition(registry.exposition())
        #expect(read.samples(of: "read").map(\.value) == [42])
        #expect(read.samples(of: "source").map(\.value) == [2])
    }

    @Test func `nothing is lost between threads`() throws {
        let registry = MeterRegistry()
        let counter = registry.counter("a_total", help: "A.", labels: ["x"])
        let times = registry.histogram("t", help: "T.")
        DispatchQueue.concurrentPerform(iterations: 8) { thread in
            for index in 0..<2000 {
                counter.add(labels: ["\(index % 5)"])
                times.observe(Double(thread))
                if index % 500 == 0 { _ = registry.exposition() }
            }
        }
        let read = try StrictExposition(registry.exposition())
        #expect(read.samples(of: "a_total").map(\.value) == [3200, 3200, 3200, 3200, 3200])
        #expect(read.samples(of: "t_count").map(\.value) == [16_000])
    }

    @Test func `the strict reader is strict`() {
        let wrong = [
            "a 1\n", "# HELP a A.\n# TYPE a counter\na 1", "# HELP a A.\n# TYPE b counter\n",
            "# HELP a A.\n# TYPE a counter\na{x=\"1\" 1\n",
            "# HELP a A.\n# TYPE a counter\na{x=\"\\t\"} 1\n",
            "# HELP a A.\n# TYPE a counter\na 1\na 2\n",
            "# HELP a A.\n# TYPE a gauge\nb 1\n", "# HELP a A.\n# TYPE a gauge\na inf\n",
            "# HELP a A.\n# TYPE a histogram\na_bucket{le=\"1\"} 1\na_sum 1\na_count 1\n",
            "# HELP a A.\n# TYPE a histogram\na_bucket{le=\"1\"} 2\na_bucket{le=\"+Inf\"} 1\n"
                + "a_sum 1\na_count 1\n",
        ]
        for text in wrong {
            #expect(throws: StrictExposition.Fault.self, "\(text)") { try StrictExposition(text) }
        }
    }
}

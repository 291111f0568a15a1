/// Tries a graph: what walks of different width find, and what they and scans cost.
struct GraphTrials {
    private static let widths = [16, 24, 32, 48, 64, 96, 128, 192, 256, 384]
    private static let queriesEach = 24
    private static let limit = 10
    /// The fastest of so many runs counts: others may have been disturbed.
    private static let repeats = 3

    let view: SegmentView
    let snapshot: IndexSnapshot

    /// The trials, narrow walks first.
    func run() -> [GraphTrial] {
        let kinds = queries()
        var trials: [GraphTrial] = []
        for width in Self.widths {
            let found = kinds.map { kind in share(kind, width: width) }.min() ?? 0
            let queries = kinds.flatMap { $0.map(\.query) }
            let walkSeconds = seconds(queries) { walk($0, width: width) }
            let scanSeconds = seconds(queries) { scan($0, recall: min(found, 0.999)) }
            trials.append(
                GraphTrial(
                    width: width,
                    recall: found,
                    seconds: walkSeconds,
                    scanSeconds: scanSeconds
                )
            )
        }
        return trials
    }

    private struct Sample {
        var query: [Float]
        var answers: Set<UInt64>
    }

    private func queries() -> [[Sample]] {
        var seed: UInt64 = 0x4752_4150
        let source = SampleQueries(view: view)
        return [false, true].map { mixed in
            (0..<Self.queriesEach).map { _ in
                let query = source.next(mixed: mixed, rows: view.count, seed: &seed).vector
                return Sample(query: query, answers: Set(scan(query, recall: 1).map(\.id)))
            }
        }
    }

    private func share(_ samples: [Sample], width: Int) -> Double {
        var hits = 0
        var wanted = 0
        for sample in samples {
            hits += sample.answers.intersection(walk(sample.query, width: width).map(\.id)).count
            wanted += sample.answers.count
        }
        return wanted > 0 ? Double(hits) / Double(wanted) : 0
    }

    private func scan(_ query: [Float], recall: Double) -> [VectorMatch] {
        search(query, view, recall: max(recall, 0.5), engine: .scan)
    }

    private func walk(_ query: [Float], width: Int) -> [VectorMatch] {
        var trial = view
        let only = GraphTrial(width: width, recall: 1, seconds: 0, scanSeconds: 1)
        trial.graph = view.graph?.with([only])
        return search(query, trial, recall: 0.5, engine: .graph)
    }

    private func search(
        _ query: [Float],
        _ view: SegmentView,
        recall: Double,
        engine: SearchEngine
    ) -> [VectorMatch] {
        var alone = snapshot
        alone.views = [view]
        let request = SearchRequest(
            limit: Self.limit,
            grouped: false,
            recall: recall,
            engine: engine
        )
        return alone.scan(query, request)
    }

    private func seconds(_ queries: [[Float]], _ search: ([Float]) -> [VectorMatch]) -> Double {
        var best = Double.infinity
        for _ in 0..<Self.repeats {
            let time = ContinuousClock().measure {
                for query in queries { _ = search(query) }
            }
            let parts = time.components
            best = min(best, Double(parts.seconds) + Double(parts.attoseconds) * 1e-18)
        }
        return best / Double(max(1, queries.count))
    }
}

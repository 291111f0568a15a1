/// Turns counts that come in now and then into progress with rates of the last seconds.
///
/// An average over the whole run would say for hours that a worker which waited at first is slow.
public struct StageMeter: Sendable {
    private struct Sample {
        var seconds: Double
        var finished: Int
        var done: [Int]
    }

    /// Seconds the rates look back.
    public static let windowSeconds = 15.0

    /// Least seconds between two remembered counts, so that few are.
    private static let spacingSeconds = 0.25

    private let noun: String
    private let names: [String]
    private var samples: [Sample]

    /// Begins at second 0 with nothing done.
    ///
    /// - Parameters:
    ///   - noun: what is worked on.
    ///   - stages: their names, first to last.
    public init(noun: String, stages: [String]) {
        self.noun = noun
        names = stages
        samples = [Sample(seconds: 0, finished: 0, done: stages.map { _ in 0 })]
    }

    /// Takes counts and says how far the work is.
    ///
    /// - Parameters:
    ///   - done: how many came through each stage, by name.
    ///   - seconds: since the beginning, never less than before.
    public mutating func progress(
        finished: Int,
        done: [String: Int],
        total: Int?,
        at seconds: Double,
        note: String = ""
    ) -> StageProgress {
        let now = Sample(
            seconds: seconds,
            finished: finished,
            done: names.map { done[$0] ?? 0 }
        )
        while samples.count > 1, seconds - samples[1].seconds >= Self.windowSeconds {
            samples.removeFirst()
        }
        let first = samples[0]
        let span = max(seconds - first.seconds, 0.001)
        if seconds - samples[samples.count - 1].seconds >= Self.spacingSeconds {
            samples.append(now)
        }
        return StageProgress(
            noun: noun,
            stages: names.indices.map { place in
                StageProgress.Stage(
                    name: names[place],
                    done: now.done[place],
                    rate: Double(now.done[place] - first.done[place]) / span
                )
            },
            finished: finished,
            total: total,
            rate: Double(finished - first.finished) / span,
            note: note
        )
    }
}

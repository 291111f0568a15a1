import Jobs

/// What a listener to a queue hears.
enum JobPulse: Sendable {
    case counts(JobCounts)
    case heartbeat

    /// Joins a queue's counts with the service's signs of life; ends when either ends, so that a
    /// service that stops lets its listeners go.
    static func stream(
        of counts: AsyncStream<JobCounts>,
        beats: AsyncStream<WorkBoard.Event>
    ) -> AsyncStream<JobPulse> {
        AsyncStream(bufferingPolicy: .bufferingNewest(backlogMax)) { continuation in
            let counting = Task {
                for await counts in counts { continuation.yield(.counts(counts)) }
                continuation.finish()
            }
            let beating = Task {
                for await event in beats {
                    if case .heartbeat = event { continuation.yield(.heartbeat) }
                }
                continuation.finish()
            }
            continuation.onTermination = { _ in
                counting.cancel()
                beating.cancel()
            }
        }
    }

    /// Pulses that may wait for a listener; older ones are dropped.
    private static let backlogMax = 8
}

/// What a test waited for did not come.
package struct NeverCame: Error, CustomStringConvertible {
    package let what: String
    package let limit: Duration
    package var description: String { "\(what): not within \(limit)" }
}

/// How long ``eventually(_:_:)`` waits: far more than a busy machine needs, so that a test
/// that can't pass ends by name, and one that can never fails by the clock.
package let patience = Duration.seconds(300)

/// Waits until something holds, looking every millisecond, without holding a thread.
///
/// - Throws: ``NeverCame`` after the limit, `CancellationError` as soon as the test is cancelled,
///   and what `holds` throws.
package func eventually(
    _ what: String,
    isolation: isolated (any Actor)? = #isolation,
    _ holds: () async throws -> Bool
) async throws {
    let end = ContinuousClock.now + patience
    while try await !holds() {
        guard ContinuousClock.now < end else { throw NeverCame(what: what, limit: patience) }
        try await Task.sleep(for: .milliseconds(1))
    }
}

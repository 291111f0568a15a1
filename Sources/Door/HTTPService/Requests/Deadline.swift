/// Runs a piece of work, and gives it up when it takes too long.
///
/// - Throws: what `body` throws, or `late` after the limit; the work is cancelled then.
func within<Value: Sendable>(
    _ limit: Duration,
    orThrow late: Problem,
    _ body: @escaping @Sendable () async throws -> Value
) async throws -> Value {
    try await withThrowingTaskGroup(of: Value.self) { group in
        group.addTask { try await body() }
        group.addTask {
            try await Task.sleep(for: limit)
            throw late
        }
        defer { group.cancelAll() }
        guard let first = try await group.next() else { throw CancellationError() }
        return first
    }
}

/// Maps values with at most `width` of them in work at a time; results keep the order.
///
/// - Throws: the first error, or `CancellationError` between two values; the others are cancelled.
func boundedMap<Value: Sendable, Result: Sendable>(
    _ values: [Value],
    width: Int,
    _ transform: @escaping @Sendable (Value) async throws -> Result
) async throws -> [Result] {
    try await withThrowingTaskGroup(of: (Int, Result).self) { group in
        var results = [Result?](repeating: nil, count: values.count)
        var next = 0
        while next < min(width, values.count) {
            let place = next
            group.addTask { (place, try await transform(values[place])) }
            next += 1
        }
        while let (place, result) = try await group.next() {
            results[place] = result
            try Task.checkCancellation()
            if next < values.count {
                let place = next
                group.addTask { (place, try await transform(values[place])) }
                next += 1
            }
        }
        return results.compactMap { $0 }
    }
}

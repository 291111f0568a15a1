/// A rule a store does not keep.
public struct ConformanceFailure: Error, CustomStringConvertible {
    /// What was expected, and where in the suite.
    public let description: String

    init(_ expectation: String, _ file: String, _ line: Int) {
        description = "\(file):\(line): \(expectation)"
    }
}

func expect(
    _ holds: Bool,
    _ expectation: String,
    file: String = #fileID,
    line: Int = #line
) throws {
    guard holds else { throw ConformanceFailure(expectation, file, line) }
}

func expectEqual<Value: Equatable>(
    _ found: Value,
    _ expected: Value,
    file: String = #fileID,
    line: Int = #line
) throws {
    guard found == expected else {
        throw ConformanceFailure("expected \(expected), found \(found)", file, line)
    }
}

func unwrapped<Value>(
    _ value: Value?,
    file: String = #fileID,
    line: Int = #line
) throws -> Value {
    guard let value else { throw ConformanceFailure("found nothing", file, line) }
    return value
}

func expectError<Failure: Error & Equatable>(
    _ expected: Failure,
    file: String = #fileID,
    line: Int = #line,
    _ body: () async throws -> Void
) async throws {
    do {
        try await body()
    } catch let error as Failure where error == expected {
        return
    } catch {
        throw ConformanceFailure("expected \(expected), caught \(error)", file, line)
    }
    throw ConformanceFailure("expected \(expected), nothing was thrown", file, line)
}

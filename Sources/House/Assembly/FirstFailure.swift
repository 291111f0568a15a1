import Synchronization

/// The first error of several workers.
final class FirstFailure: Sendable {
    private let error = Mutex<(any Error)?>(nil)

    func note(_ failure: any Error) {
        error.withLock { if $0 == nil { $0 = failure } }
    }

    func rethrow() throws {
        if let failure = error.withLock({ $0 }) { throw failure }
    }
}

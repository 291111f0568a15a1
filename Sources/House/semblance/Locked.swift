import Synchronization

/// A value behind a lock, for the few places where callbacks of a run gather something.
final class Locked<Value: Sendable>: Sendable {
    private let value: Mutex<Value>

    init(_ value: Value) { self.value = Mutex(value) }

    func read<Result: Sendable>(_ body: (Value) -> Result) -> Result {
        value.withLock { body($0) }
    }

    func change(_ body: (inout Value) -> Void) {
        value.withLock { body(&$0) }
    }
}

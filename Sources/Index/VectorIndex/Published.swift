import Synchronization

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// A value that readers copy without ever waiting, and one writer at a time replaces.
///
/// The value lies twice. Readers use the side the epoch names and say so in that side's count; a
/// writer fills the other side, turns the epoch, and waits until the last reader left the old side
/// before it drops the old value. A reader that meets a turning epoch tries again, so it is delayed
/// by a writer's progress only, never by one that sleeps. (Ramalhete and Correia, Left-Right, 2015.)
package final class Published<Value: Sendable>: @unchecked Sendable {
    /// Rounds a writer looks for readers before it lets another thread run; readers take a few
    /// nanoseconds.
    private static var spinsMax: Int { 64 }

    private let epoch = Atomic<Int>(0)
    private let evenReaders = Atomic<Int>(0)
    private let oddReaders = Atomic<Int>(0)
    private let writing = Mutex(())
    private var even: Value
    private var odd: Value

    package init(_ value: Value) {
        even = value
        odd = value
    }

    /// The value published last.
    package var value: Value {
        while true {
            let seen = epoch.load(ordering: .sequentiallyConsistent)
            if seen & 1 == 0 {
                evenReaders.add(1, ordering: .sequentiallyConsistent)
                defer { evenReaders.subtract(1, ordering: .releasing) }
                if epoch.load(ordering: .sequentiallyConsistent) == seen { return even }
            } else {
                oddReaders.add(1, ordering: .sequentiallyConsistent)
                defer { oddReaders.subtract(1, ordering: .releasing) }
                if epoch.load(ordering: .sequentiallyConsistent) == seen { return odd }
            }
        }
    }

    /// Publishes a value that follows from the present one; writers take turns.
    package func update(_ body: (Value) -> Value) {
        writing.withLock { _ in replace(body) }
    }

    /// The same, unless somebody else publishes just now: for readers, who never wait.
    package func updateIfFree(_ body: (Value) -> Value) {
        _ = writing.withLockIfAvailable { _ in replace(body) }
    }

    private func replace(_ body: (Value) -> Value) {
        if epoch.load(ordering: .relaxed) & 1 == 0 {
            let next = body(even)
            odd = next
            epoch.add(1, ordering: .sequentiallyConsistent)
            waitForReaders(evenReaders)
            even = next
        } else {
            let next = body(odd)
            even = next
            epoch.add(1, ordering: .sequentiallyConsistent)
            waitForReaders(oddReaders)
            odd = next
        }
    }

    private func waitForReaders(_ readers: borrowing Atomic<Int>) {
        var spins = 0
        while readers.load(ordering: .sequentiallyConsistent) != 0 {
            spins += 1
            if spins > Self.spinsMax { sched_yield() }
        }
    }
}

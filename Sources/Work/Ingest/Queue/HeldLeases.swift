import Jobs
import Synchronization

/// The leases a worker has and has not given back.
final class HeldLeases: Sendable {
    private let leases = Mutex<Set<JobLease>>([])

    var all: [JobLease] { leases.withLock { Array($0) } }

    var isEmpty: Bool { leases.withLock(\.isEmpty) }

    func add(_ new: [JobLease]) { leases.withLock { $0.formUnion(new) } }

    func remove(_ gone: [JobLease]) { leases.withLock { $0.subtract(gone) } }

    func holds(_ lease: JobLease) -> Bool { leases.withLock { $0.contains(lease) } }
}

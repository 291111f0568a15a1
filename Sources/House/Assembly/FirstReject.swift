import Ingest
import Synchronization

/// The first photo a run refused.
final class FirstReject: Sendable {
    private let first = Mutex<Reject?>(nil)

    var reject: Reject? { first.withLock { $0 } }

    func note(_ reject: Reject) { first.withLock { $0 = $0 ?? reject } }
}

import Foundation

/// Lets one process at a time open a catalogue; the system drops it when the process dies.
struct OpeningLock {
    /// Another process kept the lock to the limit.
    struct Held: Error {}

    private static let pollIntervalMicroseconds: UInt32 = 5_000

    private let descriptor: CInt

    /// Takes the lock, waiting at most `limitSeconds`.
    init(path: String, limitSeconds: Double) throws {
        descriptor = open(path, O_CREAT | O_RDWR | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw SystemFailure(call: "open", code: errno) }
        let deadline = ContinuousClock.now + .seconds(limitSeconds)
        while flock(descriptor, LOCK_EX | LOCK_NB) != 0 {
            let code = errno
            guard code == EWOULDBLOCK || code == EINTR else {
                close(descriptor)
                throw SystemFailure(call: "flock", code: code)
            }
            guard ContinuousClock.now < deadline else {
                close(descriptor)
                throw Held()
            }
            usleep(Self.pollIntervalMicroseconds)
        }
    }

    func release() {
        close(descriptor)
    }
}

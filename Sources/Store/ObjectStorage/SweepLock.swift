import Glibc

/// Keeps those who store and record objects apart from those who sweep, over all processes of a home.
///
/// Storing shares the lock `storing.lock`, a sweep has it alone. So that many who store cannot keep
/// a sweep out for ever, everybody first goes through the turnstile `sweep.lock`, where a waiting
/// sweep stands until it has its turn. The system drops both locks when a process dies; one that is
/// stopped keeps them, so nothing can happen behind its back.
struct SweepLock {
    enum Purpose {
        case storing
        case sweeping

        var operation: CInt { self == .storing ? LOCK_SH : LOCK_EX }
    }

    private static let pollInterval: Duration = .milliseconds(5)

    private let descriptor: CInt

    /// Takes the lock; waits without holding a thread.
    ///
    /// - Throws: `ObjectStorageError.busy` at the limit, `CancellationError`.
    init(_ purpose: Purpose, in folder: String, waitSecondsMax: Double) async throws {
        let deadline = ContinuousClock.now + .seconds(waitSecondsMax)
        let turnstile = try FileSystem.openLock(folder + "/sweep.lock")
        defer { close(turnstile) }
        let busy = ObjectStorageError.busy(path: folder, waitedSeconds: waitSecondsMax)
        try await Self.take(purpose.operation, of: turnstile, folder, until: deadline, or: busy)
        let lock = try FileSystem.openLock(folder + "/storing.lock")
        do {
            try await Self.take(purpose.operation, of: lock, folder, until: deadline, or: busy)
        } catch {
            close(lock)
            throw error
        }
        descriptor = lock
    }

    func release() { close(descriptor) }

    private static func take(
        _ operation: CInt,
        of descriptor: CInt,
        _ path: String,
        until deadline: ContinuousClock.Instant,
        or busy: ObjectStorageError
    ) async throws {
        while try !FileSystem.lock(descriptor, operation, path) {
            guard ContinuousClock.now < deadline else { throw busy }
            try await Task.sleep(for: pollInterval)
        }
    }
}

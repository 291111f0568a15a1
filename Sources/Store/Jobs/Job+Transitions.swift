import FaceTypes

/// The state machine of a job: every step is pure, with time and chance passed in, so that all
/// stores agree and tests can run years in a moment.
extension Job {
    /// Whether a worker may take it: it is ready and due, or its worker went silent.
    public func isDue(at now: JobInstant) -> Bool {
        switch state {
        case .ready: notBefore <= now
        case .leased: leasedUntil.map { $0 <= now } ?? true
        case .done, .dead: false
        }
    }

    /// Gives it to a worker.
    ///
    /// A job whose workers went silent too often is dead instead: it may be what kills them.
    /// - Returns: whether the worker has it.
    /// - Precondition: it is due.
    public mutating func lease(
        to worker: String,
        at now: JobInstant,
        policy: JobPolicy
    ) -> Bool {
        precondition(isDue(at: now))
        if state == .leased, attempts >= policy.attemptsMax {
            lastDetail = "its worker went silent \(attempts) times"
            end(.dead, code: JobFailure.leaseExpired, at: now)
            return false
        }
        state = .leased
        attempts += 1
        leases += 1
        leasedUntil = now.adding(seconds: policy.leaseSeconds)
        self.worker = worker
        changed = now
        return true
    }

    /// Lengthens a lease.
    ///
    /// - Returns: whether it was still held.
    public mutating func renew(_ lease: JobLease, at now: JobInstant, policy: JobPolicy) -> Bool {
        guard self.lease == lease else { return false }
        leasedUntil = now.adding(seconds: policy.leaseSeconds)
        return true
    }

    /// Ends a lease.
    ///
    /// - Returns: whether it was still held; otherwise nothing changed, for somebody else has it.
    public mutating func finish(
        _ completion: JobCompletion,
        at now: JobInstant,
        policy: JobPolicy
    ) -> Bool {
        guard let lease, lease == completion.lease else { return false }
        switch completion.outcome {
        case .done(let note):
            payload = []
            lastDetail = nil
            end(.done, code: note, at: now)
        case .released:
            attempts -= 1
            wait(until: notBefore, at: now)
        case .deferred(let note):
            attempts -= 1
            lastCode = note
            wait(until: now, at: now)
        case .failed(let failure):
            fail(failure, jitter: completion.jitter, at: now, policy: policy)
        }
        return true
    }

    /// Makes a dead job ready as if it were new.
    ///
    /// - Returns: whether it was dead.
    public mutating func redrive(at now: JobInstant) -> Bool {
        guard state == .dead else { return false }
        attempts = 0
        pauses = 0
        wait(until: now, at: now)
        return true
    }

    private mutating func fail(
        _ failure: JobFailure,
        jitter: Double,
        at now: JobInstant,
        policy: JobPolicy
    ) {
        lastCode = failure.code
        lastDetail = Self.cut(failure.detail)
        switch failure.advice {
        case .after(let seconds) where pauses < policy.pausesMax:
            attempts -= 1
            pauses += 1
            let pause = policy.askedPause(seconds, jitter: jitter)
            wait(until: now.adding(seconds: pause), at: now)
        case .later where attempts < policy.attemptsMax:
            let pause = policy.pause(afterAttempts: attempts, jitter: jitter)
            wait(until: now.adding(seconds: pause), at: now)
        default:
            end(.dead, code: failure.code, at: now)
        }
    }

    private mutating func wait(until moment: JobInstant, at now: JobInstant) {
        state = .ready
        notBefore = moment
        leasedUntil = nil
        worker = nil
        changed = now
    }

    private mutating func end(_ final: JobState, code: String, at now: JobInstant) {
        state = final
        lastCode = code
        leasedUntil = nil
        worker = nil
        changed = now
    }

    /// The beginning of a text, cut between characters.
    private static func cut(_ text: String) -> String {
        var kept = ""
        var bytes = 0
        for character in text {
            bytes += character.utf8.count
            if bytes > JobPolicy.detailBytesMax { break }
            kept.append(character)
        }
        return kept
    }
}

/// The rules of a line: who is inside, who waits, for how long; first come, first served.
///
/// A value without locks, tasks or clocks: the time is passed in, as the time since some start.
package struct AdmissionQueue: Sendable {
    /// Names one visitor; never used twice.
    package typealias Ticket = UInt64

    /// What becomes of somebody who arrives.
    package enum Arrival: Sendable, Equatable {
        case inside
        case waits
        case refused(retryAfter: Int)
    }

    private struct Waiter {
        let ticket: Ticket
        let arrival: Duration
    }

    /// The longest advice to wait, in seconds; a longer one would only be a guess.
    package static let retryAfterMax = 60

    private let width: Int
    private let queueLimit: Int
    private let waitLimit: Duration

    /// The waiting in the order of arrival; so few that taking from the middle is cheap.
    private var waiters: [Waiter] = []
    private var nextTicket: Ticket = 0

    /// A moving average of the time visitors stay inside.
    private var meanStay: Duration = .zero

    package private(set) var inside = 0

    package var waiting: Int { waiters.count }

    package init(width: Int, queueLimit: Int, waitLimit: Duration) {
        precondition(width > 0 && queueLimit >= 0 && waitLimit >= .zero)
        self.width = width
        self.queueLimit = queueLimit
        self.waitLimit = waitLimit
    }

    package mutating func makeTicket() -> Ticket {
        defer { nextTicket += 1 }
        return nextTicket
    }

    /// Whether somebody who arrives now would have to wait.
    package var mustWait: Bool { inside >= width }

    package mutating func arrive(_ ticket: Ticket, at now: Duration) -> Arrival {
        guard mustWait else {
            inside += 1
            return .inside
        }
        guard waiters.count < queueLimit else { return .refused(retryAfter: retryAfter) }
        waiters.append(Waiter(ticket: ticket, arrival: now))
        return .waits
    }

    /// Somebody inside leaves.
    ///
    /// - Returns: who goes in instead; whose wait is over its limit already is passed over and
    ///   stays for ``expire(at:)``.
    package mutating func leave(after stay: Duration, at now: Duration) -> Ticket? {
        precondition(inside > 0, "nobody is inside")
        let weight = 8
        meanStay = meanStay == .zero ? stay : meanStay + (stay - meanStay) / weight
        guard let next = waiters.firstIndex(where: { !isOver($0, at: now) }) else {
            inside -= 1
            return nil
        }
        return waiters.remove(at: next).ticket
    }

    /// Takes somebody out of the line who gave up.
    ///
    /// - Returns: whether the visitor was waiting.
    package mutating func giveUp(_ ticket: Ticket) -> Bool {
        guard let index = waiters.firstIndex(where: { $0.ticket == ticket }) else { return false }
        waiters.remove(at: index)
        return true
    }

    /// Takes out everybody whose wait is over its limit, in the order of arrival.
    package mutating func expire(at now: Duration) -> [Ticket] {
        let over = waiters.prefix { isOver($0, at: now) }.map(\.ticket)
        waiters.removeFirst(over.count)
        return over
    }

    /// Seconds until the visitors now waiting should be through, by the average stay.
    package var retryAfter: Int {
        let rounds = waiters.count / width + 1
        let seconds = Int((meanStay * rounds).components.seconds) + 1
        return min(seconds, Self.retryAfterMax)
    }

    /// Those who arrived earlier are over their limit earlier, so they are a prefix of the line.
    private func isOver(_ waiter: Waiter, at now: Duration) -> Bool {
        now - waiter.arrival >= waitLimit
    }
}

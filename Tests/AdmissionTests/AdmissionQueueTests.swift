import Admission
import Testing

/// The rules of the line, with a clock that only the tests turn.
@Suite struct AdmissionQueueTests {
    @Test func `as many as the width go in and the next waits`() {
        var queue = AdmissionQueue(width: 2, queueLimit: 1, waitLimit: .seconds(5))
        let tickets = (0..<4).map { _ in queue.makeTicket() }
        #expect(queue.arrive(tickets[0], at: .zero) == .inside)
        #expect(queue.arrive(tickets[1], at: .zero) == .inside)
        #expect(queue.arrive(tickets[2], at: .zero) == .waits)
        #expect(queue.arrive(tickets[3], at: .zero) == .refused(retryAfter: 1))
        #expect(queue.inside == 2)
        #expect(queue.waiting == 1)
    }

    @Test func `who leaves lets in the one who waited longest`() {
        var queue = AdmissionQueue(width: 1, queueLimit: 3, waitLimit: .seconds(5))
        let tickets = (0..<4).map { _ in queue.makeTicket() }
        for ticket in tickets { _ = queue.arrive(ticket, at: .zero) }
        let gaveUp = queue.giveUp(tickets[1])
        #expect(gaveUp)
        let order = (0..<3).map { _ in queue.leave(after: .zero, at: .seconds(1)) }
        #expect(order == [tickets[2], tickets[3], nil])
        #expect(queue.inside == 0)
    }

    @Test func `a wait ends at its limit and not before`() {
        var queue = AdmissionQueue(width: 1, queueLimit: 3, waitLimit: .seconds(5))
        let tickets = (0..<3).map { _ in queue.makeTicket() }
        _ = queue.arrive(tickets[0], at: .zero)
        _ = queue.arrive(tickets[1], at: .zero)
        _ = queue.arrive(tickets[2], at: .seconds(1))
        let early = queue.expire(at: .milliseconds(4999))
        let onTime = queue.expire(at: .seconds(5))
        let late = queue.expire(at: .seconds(6))
        #expect(early == [])
        #expect(onTime == [tickets[1]])
        #expect(late == [tickets[2]])
    }

    @Test func `a place is not given to somebody whose wait is over`() {
        var queue = AdmissionQueue(width: 1, queueLimit: 3, waitLimit: .seconds(5))
        let tickets = (0..<3).map { _ in queue.makeTicket() }
        _ = queue.arrive(tickets[0], at: .zero)
        _ = queue.arrive(tickets[1], at: .zero)
        _ = queue.arrive(tickets[2], at: .seconds(3))
        let next = queue.leave(after: .seconds(6), at: .seconds(6))
        #expect(next == tickets[2])
        let over = queue.expire(at: .seconds(6))
        #expect(over == [tickets[1]])
    }

    @Test func `the advice grows with the line and the stay and has a limit`() {
        var queue = AdmissionQueue(width: 2, queueLimit: 100, waitLimit: .seconds(1000))
        #expect(queue.retryAfter == 1)
        for _ in 0..<2 { _ = queue.arrive(queue.makeTicket(), at: .zero) }
        _ = queue.leave(after: .seconds(3), at: .zero)
        _ = queue.arrive(queue.makeTicket(), at: .zero)
        #expect(queue.retryAfter == 4)
        for _ in 0..<4 { _ = queue.arrive(queue.makeTicket(), at: .zero) }
        #expect(queue.retryAfter == 10)
        for _ in 0..<90 { _ = queue.arrive(queue.makeTicket(), at: .zero) }
        #expect(queue.retryAfter == AdmissionQueue.retryAfterMax)
    }

    /// A list of visitors moved by hand: the slow twin of the queue.
    private struct Model {
        var inside: Set<AdmissionQueue.Ticket> = []
        var waiting: [(ticket: AdmissionQueue.Ticket, arrival: Duration)] = []
    }

    @Test(arguments: 0..<20)
    func `random operations keep to the rules`(seed: UInt64) {
        var generator = SeededGenerator(state: seed)
        let width = Int.random(in: 1...4, using: &generator)
        let limit = Int.random(in: 0...6, using: &generator)
        let patience = Duration.seconds(10)
        var queue = AdmissionQueue(width: width, queueLimit: limit, waitLimit: patience)
        var model = Model()
        var now = Duration.zero
        for _ in 0..<2000 {
            now += .seconds(Int.random(in: 0...3, using: &generator))
            switch Int.random(in: 0..<6, using: &generator) {
            case 0...2:
                arrive(&queue, &model, at: now, width: width, limit: limit)
            case 3:
                guard let leaver = model.inside.min() else { break }
                model.inside.remove(leaver)
                let expected = model.waiting.firstIndex { now - $0.arrival < patience }
                    .map { model.waiting.remove(at: $0).ticket }
                if let expected { model.inside.insert(expected) }
                let next = queue.leave(after: .seconds(1), at: now)
                #expect(next == expected)
            case 4:
                guard let quitter = model.waiting.randomElement(using: &generator) else { break }
                model.waiting.removeAll { $0.ticket == quitter.ticket }
                let first = queue.giveUp(quitter.ticket)
                let second = queue.giveUp(quitter.ticket)
                #expect(first && !second)
            default:
                let over = model.waiting.filter { now - $0.arrival >= patience }.map(\.ticket)
                model.waiting.removeAll { over.contains($0.ticket) }
                let expired = queue.expire(at: now)
                #expect(expired == over)
            }
            #expect(queue.inside == model.inside.count)
            #expect(queue.waiting == model.waiting.count)
            #expect(queue.inside <= width && queue.waiting <= limit)
        }
    }

    private func arrive(
        _ queue: inout AdmissionQueue,
        _ model: inout Model,
        at now: Duration,
        width: Int,
        limit: Int
    ) {
        let ticket = queue.makeTicket()
        switch queue.arrive(ticket, at: now) {
        case .inside:
            #expect(model.inside.count < width)
            model.inside.insert(ticket)
        case .waits:
            #expect(model.inside.count == width && model.waiting.count < limit)
            model.waiting.append((ticket, now))
        case .refused(let seconds):
            #expect(model.inside.count == width && model.waiting.count == limit)
            #expect((1...AdmissionQueue.retryAfterMax).contains(seconds))
        }
    }
}

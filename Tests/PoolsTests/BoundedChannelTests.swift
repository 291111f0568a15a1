import Pools
import Synchronization
import Testing

@Suite struct `A bounded channel` {
    @Test func `gives what was sent, in order, and then the end`() async {
        let channel = BoundedChannel<Int>(capacity: 2)
        async let filling: Void = {
            for number in 0..<100 { await channel.send(number) }
            channel.close()
        }()
        var received: [Int] = []
        while let number = await channel.receive() { received.append(number) }
        await filling
        #expect(received == Array(0..<100))
        #expect(await channel.receive() == nil)
    }

    /// What was sent and received so far, and the most that was ever between.
    private final class Tally: Sendable {
        private let state = Mutex((sent: 0, received: 0, most: 0))

        var most: Int { state.withLock(\.most) }

        func send() {
            state.withLock { state in
                state.sent += 1
                state.most = max(state.most, state.sent - state.received)
            }
        }

        func receive() { state.withLock { $0.received += 1 } }
    }

    @Test func `never holds more than its capacity`() async {
        let channel = BoundedChannel<Int>(capacity: 3)
        let tally = Tally()
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<4 {
                group.addTask {
                    for number in 0..<200 {
                        await channel.send(number)
                        tally.send()
                    }
                }
            }
            group.addTask {
                for _ in 0..<800 {
                    _ = await channel.receive()
                    tally.receive()
                }
            }
        }
        // Counted after the fact: the receiver may have one that is not counted yet.
        #expect(tally.most <= 3 + 1)
        #expect(channel.receiveIfReady() == nil)
    }

    @Test func `every element goes to one receiver`() async {
        let channel = BoundedChannel<Int>(capacity: 4)
        let all = await withTaskGroup(of: [Int].self) { group in
            for _ in 0..<3 {
                group.addTask {
                    var own: [Int] = []
                    while let number = await channel.receive() { own.append(number) }
                    return own
                }
            }
            for number in 0..<500 { await channel.send(number) }
            channel.close()
            return await group.reduce(into: []) { $0 += $1 }
        }
        #expect(all.sorted() == Array(0..<500))
    }

    @Test func `a closed one takes nothing and gives what it has`() async {
        let channel = BoundedChannel<Int>(capacity: 2)
        await channel.send(1)
        channel.close()
        #expect(await channel.send(2) == false)
        #expect(channel.receiveIfReady() == 1)
        #expect(await channel.receive() == nil)
    }
}

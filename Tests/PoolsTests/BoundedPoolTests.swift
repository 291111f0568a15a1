import Dispatch
import Pools
import Synchronization
import TestSupport
import Testing

struct BoundedPoolTests {
    private struct Broken: Error, Equatable {}

    /// Holds a pool's threads until it is opened.
    private final class Gate: Sendable {
        private let semaphore = DispatchSemaphore(value: 0)
        func pass() { semaphore.wait() }
        func open(times: Int) { for _ in 0..<times { semaphore.signal() } }
    }

    /// A list that threads share.
    private final class Record<Element: Sendable>: Sendable {
        private let elements = Mutex<[Element]>([])
        var all: [Element] { elements.withLock { $0 } }
        func add(_ element: Element) { elements.withLock { $0.append(element) } }
    }

    /// Returns as soon as the pool's load is as wanted.
    private func until(_ pool: BoundedPool, _ isReached: (PoolLoad) -> Bool) async throws {
        try await eventually("the load of the pool") { isReached(pool.load) }
    }

    @Test func `work gives its value or its error`() async throws {
        let pool = BoundedPool(name: "test", width: 2, queueLimit: 4)
        #expect(try await pool.run { 6 * 7 } == 42)
        await #expect(throws: Broken()) { try await pool.run { throw Broken() } }
        #expect(try await pool.runIfRoom { "again" } == "again")
        await pool.shutDown()
    }

    @Test func `every piece runs exactly once, and never more at a time than the width`() async {
        let pool = BoundedPool(name: "test", width: 3, queueLimit: 1_000)
        let busy = Record<Int>()
        let sum = await withTaskGroup(of: Int.self) { group in
            for index in 1...500 {
                group.addTask {
                    let value = try? await pool.run {
                        busy.add(pool.load.running)
                        return index
                    }
                    return value ?? 0
                }
            }
            return await group.reduce(0, +)
        }
        #expect(sum == 500 * 501 / 2)
        #expect(busy.all.count == 500)
        #expect(busy.all.allSatisfy { (1...3).contains($0) })
        #expect(pool.load.waiting == 0)
        await pool.shutDown()
    }

    @Test func `all threads work at the same time`() async throws {
        let width = 4
        let pool = BoundedPool(name: "test", width: width, queueLimit: 0)
        let gate = Gate()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<width { group.addTask { try await pool.run { gate.pass() } } }
            try await until(pool) { $0.running == width }
            gate.open(times: width)
            try await group.waitForAll()
        }
        await pool.shutDown()
    }

    @Test func `work waits in the order of the calls`() async throws {
        let pool = BoundedPool(name: "test", width: 1, queueLimit: 100)
        let gate = Gate()
        let order = Record<Int>()
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await pool.run { gate.pass() } }
            try await until(pool) { $0.running == 1 }
            for index in 0..<20 {
                group.addTask { try await pool.run { order.add(index) } }
                try await until(pool) { $0.waiting == index + 1 }
            }
            gate.open(times: 1)
            try await group.waitForAll()
        }
        #expect(order.all == Array(0..<20))
        await pool.shutDown()
    }

    @Test func `a full queue suspends a caller, or refuses one that asks for room`() async throws {
        let pool = BoundedPool(name: "door", width: 1, queueLimit: 2)
        let gate = Gate()
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await pool.runIfRoom { gate.pass() } }
            try await until(pool) { $0.running == 1 }
            for waiting in 1...2 {
                group.addTask { try await pool.runIfRoom {} }
                try await until(pool) { $0.waiting == waiting }
            }
            await #expect(throws: PoolError.full(pool: "door", queueLimit: 2)) {
                try await pool.runIfRoom {}
            }
            group.addTask { try await pool.run {} }
            try await until(pool) { $0.waiting == 3 }
            gate.open(times: 1)
            try await group.waitForAll()
        }
        try await pool.runIfRoom {}
        await pool.shutDown()
    }

    @Test func `cancelling takes waiting work back at once and leaves the rest`() async throws {
        let pool = BoundedPool(name: "test", width: 1, queueLimit: 10)
        let gate = Gate()
        let ran = Record<String>()
        let holder = Task { try await pool.run { gate.pass() } }
        try await until(pool) { $0.running == 1 }
        let first = Task { try await pool.run { ran.add("first") } }
        try await until(pool) { $0.waiting == 1 }
        let second = Task { try await pool.run { ran.add("second") } }
        try await until(pool) { $0.waiting == 2 }
        first.cancel()
        await #expect(throws: CancellationError.self) { try await first.value }
        #expect(pool.load.running == 1)
        #expect(pool.load.waiting == 1)
        gate.open(times: 1)
        try await holder.value
        try await second.value
        #expect(ran.all == ["second"])
        await pool.shutDown()
    }

    @Test func `a task that is cancelled already gets no thread`() async {
        let pool = BoundedPool(name: "test", width: 1, queueLimit: 1)
        let ran = Record<Bool>()
        let task = Task {
            withUnsafeCurrentTask { $0?.cancel() }
            try await pool.run { ran.add(true) }
        }
        await #expect(throws: CancellationError.self) { try await task.value }
        await pool.shutDown()
        #expect(ran.all.isEmpty)
    }

    @Test func `work that has started ends in spite of cancellation`() async throws {
        let pool = BoundedPool(name: "test", width: 1, queueLimit: 1)
        let gate = Gate()
        let task = Task {
            try await pool.run {
                gate.pass()
                return "done"
            }
        }
        try await until(pool) { $0.running == 1 }
        task.cancel()
        gate.open(times: 1)
        #expect(try await task.value == "done")
        await pool.shutDown()
    }

    @Test func `shutting down waits for running work and refuses the rest`() async throws {
        let pool = BoundedPool(name: "test", width: 1, queueLimit: 4)
        let gate = Gate()
        let finished = Record<Bool>()
        let running = Task {
            try await pool.run {
                gate.pass()
                finished.add(true)
            }
        }
        try await until(pool) { $0.running == 1 }
        let waiting = Task { try await pool.run {} }
        try await until(pool) { $0.waiting == 1 }
        let end = Task {
            await pool.shutDown()
            return finished.all == [true]
        }
        await #expect(throws: PoolError.shutDown(pool: "test")) { try await waiting.value }
        gate.open(times: 1)
        #expect(await end.value)
        try await running.value
        await #expect(throws: PoolError.shutDown(pool: "test")) { try await pool.run {} }
        await pool.shutDown()
    }

    @Test func `cancellation and completion racing never lose or double a result`() async {
        let pool = BoundedPool(name: "test", width: 2, queueLimit: 10)
        let ran = Record<Int>()
        var done = 0
        var cancelled = 0
        for round in 0..<2_000 {
            let task = Task {
                try await pool.run { ran.add(round) }
            }
            if round % 2 == 0 { await Task.yield() }
            task.cancel()
            switch await task.result {
            case .success: done += 1
            case .failure: cancelled += 1
            }
        }
        #expect(done + cancelled == 2_000)
        #expect(ran.all.count == done)
        await pool.shutDown()
    }

    @Test func `threads have a stack for deep calls`() async throws {
        let pool = BoundedPool(name: "test", width: 1, queueLimit: 1)
        // 3 MiB of frames at least: more than the 2 MiB some systems give a thread.
        let depth = try await pool.run { descend(3 << 10) }
        #expect(depth == 3 << 10)
        await pool.shutDown()
    }
}

/// Uses about 1 KiB of stack a call.
@inline(never)
private func descend(_ depth: Int) -> Int {
    withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 960) { frame in
        frame.initialize(repeating: UInt8(truncatingIfNeeded: depth))
        return depth == 0
            ? 0 : 1 + descend(depth - 1) + Int(frame[959] &- UInt8(truncatingIfNeeded: depth))
    }
}

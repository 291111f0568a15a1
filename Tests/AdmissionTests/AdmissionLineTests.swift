import Admission
import Synchronization
import TestSupport
import Testing

/// The line with real tasks; nothing here depends on how long anything takes.
struct AdmissionLineTests {
    /// Holds visitors inside until it is opened.
    private actor Gate {
        private var isOpen = false
        private var held: [CheckedContinuation<Void, Never>] = []

        func pass() async {
            if isOpen { return }
            await withCheckedContinuation { held.append($0) }
        }

        func open() {
            isOpen = true
            for visitor in held { visitor.resume() }
            held = []
        }
    }

    /// What visitors note down from their tasks.
    private final class Ledger<Value: Sendable>: Sendable {
        private let state: Mutex<Value>

        init(_ value: Value) { state = Mutex(value) }

        var value: Value { state.withLock { $0 } }

        func note(_ change: (inout Value) -> Void) { state.withLock { change(&$0) } }
    }

    private func wait(until condition: () -> Bool) async throws {
        try await eventually("the load of the line", condition)
    }

    @Test func `what the body gives or throws comes out`() async throws {
        struct Fault: Error, Equatable {}
        let line = AdmissionLine(name: "test", width: 1, queueLimit: 0, waitLimit: .seconds(1))
        let value = try await line.admitted { 7 }
        #expect(value == 7)
        await #expect(throws: Fault()) { try await line.admitted { throw Fault() } }
        #expect(line.load == AdmissionLoad(inside: 0, waiting: 0))
    }

    @Test func `a full line turns away at once`() async throws {
        let line = AdmissionLine(name: "test", width: 1, queueLimit: 1, waitLimit: .seconds(600))
        let gate = Gate()
        async let first = line.admitted { await gate.pass() }
        try await wait { line.load.inside == 1 }
        async let second = line.admitted { await gate.pass() }
        try await wait { line.load.waiting == 1 }
        await #expect(throws: AdmissionError.full(retryAfter: 1)) {
            try await line.admitted {}
        }
        await gate.open()
        _ = try await (first, second)
        #expect(line.load == AdmissionLoad(inside: 0, waiting: 0))
    }

    @Test func `a wait over the limit ends with advice`() async throws {
        let line = AdmissionLine(name: "test", width: 1, queueLimit: 2, waitLimit: .zero)
        let gate = Gate()
        async let first = line.admitted { await gate.pass() }
        try await wait { line.load.inside == 1 }
        await #expect(throws: AdmissionError.waitedTooLong(retryAfter: 1)) {
            try await line.admitted {}
        }
        await gate.open()
        _ = try await first
        #expect(line.load == AdmissionLoad(inside: 0, waiting: 0))
    }

    @Test func `a cancelled visitor leaves the line and the next goes in`() async throws {
        let line = AdmissionLine(name: "test", width: 1, queueLimit: 2, waitLimit: .seconds(600))
        let gate = Gate()
        async let first = line.admitted { await gate.pass() }
        try await wait { line.load.inside == 1 }
        let quitter = Task { try await line.admitted { 1 } }
        try await wait { line.load.waiting == 1 }
        async let third = line.admitted { 3 }
        try await wait { line.load.waiting == 2 }
        quitter.cancel()
        await #expect(throws: CancellationError.self) { try await quitter.value }
        #expect(line.load == AdmissionLoad(inside: 1, waiting: 1))
        await gate.open()
        _ = try await first
        let value = try await third
        #expect(value == 3)
    }

    @Test func `somebody already cancelled does not go in`() async {
        let line = AdmissionLine(name: "test", width: 1, queueLimit: 0, waitLimit: .seconds(1))
        let visitor = Task {
            withUnsafeCurrentTask { $0?.cancel() }
            return try await line.admitted { 1 }
        }
        await #expect(throws: CancellationError.self) { try await visitor.value }
        #expect(line.load.inside == 0)
    }

    @Test func `visitors go in in the order they came`() async throws {
        let line = AdmissionLine(name: "test", width: 1, queueLimit: 50, waitLimit: .seconds(600))
        let gate = Gate()
        let order = Ledger<[Int]>([])
        try await withThrowingTaskGroup { group in
            group.addTask { try await line.admitted { await gate.pass() } }
            try await wait { line.load.inside == 1 }
            for number in 0..<50 {
                group.addTask { try await line.admitted { order.note { $0.append(number) } } }
                try await wait { line.load.waiting == number + 1 }
            }
            await gate.open()
            try await group.waitForAll()
        }
        #expect(order.value == Array(0..<50))
    }

    @Test func `a crowd that comes, waits, and gives up never exceeds the width`() async {
        let line = AdmissionLine(name: "test", width: 3, queueLimit: 20, waitLimit: .seconds(600))
        let inside = Ledger((now: 0, most: 0))
        await withTaskGroup { group in
            for number in 0..<400 {
                group.addTask {
                    let visitor = Task {
                        try await line.admitted {
                            inside.note {
                                $0.now += 1
                                $0.most = max($0.most, $0.now)
                            }
                            for _ in 0..<5 { await Task.yield() }
                            inside.note { $0.now -= 1 }
                        }
                    }
                    if number % 3 == 0 { visitor.cancel() }
                    _ = await visitor.result
                }
            }
        }
        #expect(inside.value.now == 0)
        #expect((1...3).contains(inside.value.most))
        #expect(line.load == AdmissionLoad(inside: 0, waiting: 0))
    }
}

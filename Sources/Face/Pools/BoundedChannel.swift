import Synchronization

/// A queue between two stages of work: senders wait while it is full, receivers while it is empty.
///
/// Any number of tasks may send and receive; what was sent first is received first. Waiting is not
/// ended by cancelling a task: close the channel, and everybody who waits goes on.
public final class BoundedChannel<Element: Sendable>: Sendable {
    /// Elements it holds before senders wait.
    public let capacity: Int

    private struct State {
        var elements: [Element] = []
        var senders: [(element: Element, continuation: CheckedContinuation<Bool, Never>)] = []
        var receivers: [CheckedContinuation<Element?, Never>] = []
        var isClosed = false
    }

    private let state = Mutex(State())

    /// Makes an empty channel.
    ///
    /// - Precondition: `capacity` is positive.
    public init(capacity: Int) {
        precondition(capacity > 0)
        self.capacity = capacity
    }

    /// Sends an element, once there is room.
    ///
    /// - Returns: whether it was taken; a closed channel takes nothing more.
    @discardableResult
    public func send(_ element: Element) async -> Bool {
        await withCheckedContinuation { continuation in
            let next = state.withLock { state -> (@Sendable () -> Void)? in
                if state.isClosed { return { continuation.resume(returning: false) } }
                if !state.receivers.isEmpty {
                    let receiver = state.receivers.removeFirst()
                    return {
                        receiver.resume(returning: element)
                        continuation.resume(returning: true)
                    }
                }
                guard state.elements.count < capacity else {
                    state.senders.append((element, continuation))
                    return nil
                }
                state.elements.append(element)
                return { continuation.resume(returning: true) }
            }
            next?()
        }
    }

    /// Receives the next element, once there is one.
    ///
    /// - Returns: `nil` when the channel is closed and nothing is left in it.
    public func receive() async -> Element? {
        await withCheckedContinuation { continuation in
            let next = state.withLock { state -> (@Sendable () -> Void)? in
                if let (element, sender) = Self.take(&state) {
                    return {
                        continuation.resume(returning: element)
                        sender?.resume(returning: true)
                    }
                }
                if state.isClosed { return { continuation.resume(returning: nil) } }
                state.receivers.append(continuation)
                return nil
            }
            next?()
        }
    }

    /// The next element if there is one now.
    public func receiveIfReady() -> Element? {
        let taken = state.withLock { Self.take(&$0) }
        taken?.1?.resume(returning: true)
        return taken?.0
    }

    /// Takes nothing more; what is in it, and what senders wait with, can still be received.
    public func close() {
        let waiting = state.withLock { state in
            state.isClosed = true
            defer { state.receivers = [] }
            return state.receivers
        }
        for receiver in waiting { receiver.resume(returning: nil) }
    }

    private static func take(
        _ state: inout State
    ) -> (Element, CheckedContinuation<Bool, Never>?)? {
        guard !state.elements.isEmpty else { return nil }
        let element = state.elements.removeFirst()
        guard !state.senders.isEmpty else { return (element, nil) }
        let sender = state.senders.removeFirst()
        state.elements.append(sender.element)
        return (element, sender.continuation)
    }
}

/// Lets one caller of an actor through at a time, across its suspension points, in order of arrival.
///
/// A waiting caller that is cancelled still waits for its turn; it checks for cancellation then.
struct WaitingLine {
    private var occupied = false
    private var waiting: [CheckedContinuation<Void, Never>] = []

    /// Callers that wait.
    var count: Int { waiting.count }

    /// Takes the place if it is free.
    mutating func enterIfFree() -> Bool {
        if occupied { return false }
        occupied = true
        return true
    }

    /// Joins the line.
    mutating func join(_ continuation: CheckedContinuation<Void, Never>) {
        waiting.append(continuation)
    }

    /// Hands the place to the next in line, or frees it.
    mutating func leave() {
        if waiting.isEmpty {
            occupied = false
        } else {
            waiting.removeFirst().resume()
        }
    }
}

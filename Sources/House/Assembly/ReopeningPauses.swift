/// When to try again to open files that could not be written or read.
///
/// The pauses double from the first to the longest, so that a disk that stays full is not asked all
/// the time, and one that has room again is soon found.
package struct ReopeningPauses: Sendable {
    private let first: Duration
    private let longest: Duration
    private var pause: Duration
    private var next: ContinuousClock.Instant?

    package init(first: Duration = .seconds(1), longest: Duration = .seconds(60)) {
        self.first = first
        self.longest = longest
        pause = first
    }

    package func areOver(at now: ContinuousClock.Instant) -> Bool {
        next.map { $0 <= now } ?? true
    }

    package mutating func failed(at now: ContinuousClock.Instant) {
        next = now + pause
        pause = min(pause * 2, longest)
    }

    package mutating func succeeded() {
        next = nil
        pause = first
    }
}

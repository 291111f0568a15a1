package import Fetching
package import Foundation
import Synchronization

/// A clock that only moves when somebody sleeps, so that an hour's pause takes no time.
package final class VirtualClock: Sendable {
    private let time = Mutex<Duration>(.zero)
    private let start: Date

    /// Starts at a date.
    package init(start: Date = Date(timeIntervalSince1970: 1_770_000_000)) { self.start = start }

    /// Time slept so far.
    package var now: Duration { time.withLock { $0 } }

    /// The clock for a fetcher.
    package var clock: FetchClock {
        FetchClock(
            now: { self.now },
            date: { self.start.addingTimeInterval(self.now / .seconds(1)) },
            sleep: { pause in
                try Task.checkCancellation()
                self.time.withLock { $0 += pause }
            }
        )
    }
}

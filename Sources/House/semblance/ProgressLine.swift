import Foundation
import Reports
import Synchronization

/// Progress on standard error: a line that is rewritten ten times a second on a terminal, else a
/// line every tenth of the work.
final class ProgressLine: Sendable {
    private struct State {
        var lastDrawn: ContinuousClock.Instant?
        var lastTenth = 0
        var drawn = false
        var lastText = ""
    }

    private let state = Mutex(State())
    private let interactive: Bool
    private let start = ContinuousClock.now

    init(quiet: Bool) {
        interactive = !quiet && Self.isTerminal
        self.quiet = quiet
    }

    private let quiet: Bool

    /// Whether standard error is a terminal that can go back to the beginning of a line.
    static var isTerminal: Bool {
        isatty(STDERR_FILENO) == 1 && ProcessInfo.processInfo.environment["TERM"] != "dumb"
    }

    /// Shows `done` of `total` (unknown when `nil`) with the rate and the time left.
    func update(_ verb: String, done: Int, total: Int?, note: String = "") {
        guard !quiet else { return }
        let now = ContinuousClock.now
        let line = self.line(verb, done: done, total: total, note: note, now: now)
        state.withLock { state in
            if interactive {
                if let last = state.lastDrawn, now - last < .milliseconds(100) { return }
                state.lastDrawn = now
                state.drawn = true
                Console.talk("\r\u{1B}[2K" + line, newline: false)
            } else if let total, total > 0 {
                let tenth = done * 10 / total
                guard tenth > state.lastTenth else { return }
                state.lastTenth = tenth
                Console.talk(line)
            }
        }
    }

    /// Shows a step that can't be counted, and how far it is; off a terminal each new step is a
    /// line, and the amount is left out.
    func show(_ step: String, amount: String? = nil) {
        guard !quiet else { return }
        let text =
            interactive ? ([step] + (amount.map { [$0] } ?? [])).joined(separator: ": ") : step
        state.withLock { state in
            guard state.lastText != text else { return }
            state.lastText = text
            state.drawn = true
            Console.talk(interactive ? "\r\u{1B}[2K" + text : text, newline: !interactive)
        }
    }

    /// Clears the line, so that the next output starts clean.
    func finish() {
        state.withLock { state in
            if interactive, state.drawn { Console.talk("\r\u{1B}[2K", newline: false) }
        }
    }

    private func line(
        _ verb: String,
        done: Int,
        total: Int?,
        note: String,
        now: ContinuousClock.Instant
    ) -> String {
        let seconds = max((now - start) / .seconds(1), 0.001)
        let rate = Double(done) / seconds
        var parts = ["\(verb) \(done)" + (total.map { " of \($0)" } ?? "")]
        parts.append(String(format: rate < 10 ? "%.1f a second" : "%.0f a second", rate))
        if let total, rate > 0, total > done {
            parts.append("\(Self.duration(Double(total - done) / rate)) left")
        }
        if !note.isEmpty { parts.append(note) }
        return parts.joined(separator: " · ")
    }

    /// `42 s`, `3 min 20 s`, `2 h 5 min`.
    static func duration(_ seconds: Double) -> String {
        StageProgress.text(ofSeconds: seconds)
    }
}

import Foundation
import Reports
import Synchronization

/// Progress of work in stages on standard error: a bar a stage on a terminal, redrawn ten times a
/// second, else a line now and then.
final class ProgressBars: Sendable {
    private struct State {
        var meter: StageMeter
        var written: StageProgress?
        var lastDrawn: ContinuousClock.Instant?
        var lines = 0
    }

    private static let redrawing: Duration = .milliseconds(100)
    private static let widthWithoutTerminal = 80

    private let quiet: Bool
    private let interactive: Bool
    private let start = ContinuousClock.now
    private let state: Mutex<State>

    init(quiet: Bool, noun: String, stages: [String]) {
        self.quiet = quiet
        interactive = !quiet && ProgressLine.isTerminal
        state = Mutex(State(meter: StageMeter(noun: noun, stages: stages)))
    }

    /// Shows how many are finished of `total` (unknown when `nil`), and how many came through each
    /// stage.
    func update(finished: Int, done: [String: Int], total: Int?, note: String = "") {
        guard !quiet else { return }
        let now = ContinuousClock.now
        state.withLock { state in
            let progress = state.meter.progress(
                finished: finished,
                done: done,
                total: total,
                at: (now - start) / .seconds(1),
                note: note
            )
            if interactive {
                draw(progress, now, &state)
            } else if progress.isWorthALine(after: state.written) {
                state.written = progress
                Console.talk(progress.line)
            }
        }
    }

    /// Clears the bars, so that the next output starts clean.
    func finish() {
        state.withLock { state in
            if state.lines > 0 { Console.talk(Self.back(state.lines) + "\u{1B}[J", newline: false) }
            state.lines = 0
        }
    }

    private func draw(
        _ progress: StageProgress,
        _ now: ContinuousClock.Instant,
        _ state: inout State
    ) {
        if let last = state.lastDrawn, now - last < Self.redrawing { return }
        state.lastDrawn = now
        let lines = progress.bars(width: Self.terminalWidth)
        let text = lines.map { "\u{1B}[2K\($0)\n" }.joined()
        Console.talk((state.lines > 0 ? Self.back(state.lines) : "") + text, newline: false)
        state.lines = lines.count
    }

    private static func back(_ lines: Int) -> String { "\r\u{1B}[\(lines)A" }

    /// One column less than there are: a full line would break on some terminals.
    private static var terminalWidth: Int {
        var size = winsize()
        guard ioctl(STDERR_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 1 else {
            return widthWithoutTerminal
        }
        return Int(size.ws_col) - 1
    }
}

import Foundation

/// How far work in stages has come, drawn as text: bars for a terminal, one line for anything else.
///
/// Pure: time comes in with the counts.
public struct StageProgress: Sendable, Hashable {
    /// One stage.
    public struct Stage: Sendable, Hashable {
        /// What it is called.
        public var name: String
        /// Pieces of work that have come through it.
        public var done: Int
        /// Pieces that come through it in a second, of late.
        public var rate: Double

        /// Describes a stage.
        public init(name: String, done: Int, rate: Double) {
            self.name = name
            self.done = done
            self.rate = rate
        }
    }

    /// Columns of a bar at most, and below which none is drawn.
    static let barWidths = 8...40

    /// Columns that a bar leaves to the words beside it.
    private static let wordsWidth = 36

    /// What is worked on: `Photos`.
    public var noun: String
    /// The stages, first to last.
    public var stages: [Stage]
    /// Pieces that are finished.
    public var finished: Int
    /// Pieces in all, when known.
    public var total: Int?
    /// Pieces finished in a second, of late.
    public var rate: Double
    /// What else to say, such as `3 refused`; empty for nothing.
    public var note: String

    /// Describes progress.
    public init(
        noun: String,
        stages: [Stage],
        finished: Int,
        total: Int?,
        rate: Double,
        note: String = ""
    ) {
        self.noun = noun
        self.stages = stages
        self.finished = finished
        self.total = total
        self.rate = rate
        self.note = note
    }

    /// Seconds to the end at the rate of late; `nil` when it can't be told.
    public var secondsLeft: Double? {
        guard let total, total > finished, rate > 0 else { return nil }
        return Double(total - finished) / rate
    }

    /// `Photos 120 of 400 · 31 a second · 9 s left · 3 refused`.
    public var line: String {
        var parts = ["\(noun) \(finished)" + (total.map { " of \($0)" } ?? "")]
        parts.append(Self.text(ofRate: rate))
        if let secondsLeft { parts.append("\(Self.text(ofSeconds: secondsLeft)) left") }
        if !note.isEmpty { parts.append(note) }
        return parts.joined(separator: " · ")
    }

    /// A line for each stage, with a bar where the whole is known, and the line of the whole.
    ///
    /// No line is wider than `width` columns.
    public func bars(width: Int) -> [String] {
        let names = stages.map(\.name.count).max() ?? 0
        let room = min(width - Self.wordsWidth - names, Self.barWidths.upperBound)
        let lines = stages.map { stage in
            let name = stage.name.padding(toLength: names, withPad: " ", startingAt: 0)
            var parts = [name]
            if let total, total > 0, room >= Self.barWidths.lowerBound {
                parts.append(Self.bar(Double(stage.done) / Double(total), width: room))
            }
            parts.append("\(stage.done)".leftPadded(to: 9))
            parts.append(Self.text(ofRate: stage.rate))
            return parts.joined(separator: " ")
        }
        return (lines + [line]).map { String($0.prefix(max(width, 0))) }
    }

    /// Whether so much has happened since a line was last written that another one is due: a tenth
    /// of the whole, or a thousand pieces of an unknown one.
    public func isWorthALine(after last: StageProgress?) -> Bool {
        let before = last?.finished ?? 0
        guard let total, total > 0 else { return finished / 1_000 > before / 1_000 }
        return finished * 10 / total > before * 10 / total
    }

    /// Eighths of a column, so that a bar of a long run is seen to move.
    static func bar(_ share: Double, width: Int) -> String {
        let bounded = share.isFinite ? min(max(share, 0), 1) : 0
        let eighths = Int((bounded * Double(width) * 8).rounded(.down))
        var bar = String(repeating: "█", count: eighths / 8)
        if eighths % 8 > 0 { bar += String("▏▎▍▌▋▊▉"[eighths % 8 - 1]) }
        return bar + String(repeating: "·", count: width - bar.count)
    }

    /// `42 s`, `3 min 20 s`, `2 h 5 min`.
    public static func text(ofSeconds seconds: Double) -> String {
        let whole = Int(min(seconds, 1e9).rounded())
        if whole < 60 { return "\(whole) s" }
        if whole < 3600 { return "\(whole / 60) min \(whole % 60) s" }
        return "\(whole / 3600) h \(whole % 3600 / 60) min"
    }

    static func text(ofRate rate: Double) -> String {
        String(format: rate < 9.95 ? "%.1f a second" : "%.0f a second", rate)
    }
}

extension String {
    fileprivate func leftPadded(to width: Int) -> String {
        String(repeating: " ", count: max(0, width - count)) + self
    }

    fileprivate subscript(place: Int) -> Character { self[index(startIndex, offsetBy: place)] }
}

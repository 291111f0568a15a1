/// The rest of a boundary's line: `--` at the body's end, else padding and CR LF.
struct DelimiterLine {
    /// What a byte made of the line.
    enum Outcome {
        case more
        case part
        case closing
        case refused
    }

    private enum Seen {
        case nothing
        case dash
        case carriageReturn
    }

    private var seen = Seen.nothing
    private var padding = 0

    mutating func take(_ byte: UInt8, paddingLimit: Int) -> Outcome {
        switch (seen, byte) {
        case (.nothing, UInt8(ascii: " ")), (.nothing, UInt8(ascii: "\t")):
            padding += 1
            return padding <= paddingLimit ? .more : .refused
        case (.nothing, UInt8(ascii: "-")) where padding == 0:
            seen = .dash
            return .more
        case (.nothing, UInt8(ascii: "\r")):
            seen = .carriageReturn
            return .more
        case (.dash, UInt8(ascii: "-")):
            return .closing
        case (.carriageReturn, UInt8(ascii: "\n")):
            return .part
        default:
            return .refused
        }
    }
}

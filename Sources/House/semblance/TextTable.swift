/// Columns of text, aligned by display width.
struct TextTable {
    enum Alignment { case left, right }

    private let heads: [String]
    private let alignments: [Alignment]
    private var rows: [[String]] = []

    init(_ columns: [(String, Alignment)]) {
        heads = columns.map(\.0)
        alignments = columns.map(\.1)
    }

    mutating func add(_ cells: [String]) { rows.append(cells) }

    /// The table's lines, without trailing blanks.
    var lines: [String] {
        let all = [heads] + rows
        let widths = heads.indices.map { column in
            all.map { $0[column].displayWidth }.max() ?? 0
        }
        return all.map { row in
            let cells = row.indices.map { column in
                let fill = String(repeating: " ", count: widths[column] - row[column].displayWidth)
                return alignments[column] == .right ? fill + row[column] : row[column] + fill
            }
            let line = cells.joined(separator: "  ")
            return String(line.reversed().drop { $0 == " " }.reversed())
        }
    }
}

extension String {
    /// Columns a terminal uses for it: wide East Asian characters and emoji take two.
    var displayWidth: Int {
        reduce(0) { width, character in
            guard let scalar = character.unicodeScalars.first else { return width }
            return width + (scalar.isWide ? 2 : 1)
        }
    }
}

extension Unicode.Scalar {
    fileprivate var isWide: Bool {
        switch value {
        case 0x1100...0x115F, 0x2E80...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE4F,
            0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x1F300...0x1FAFF, 0x20000...0x3FFFD:
            true
        default: false
        }
    }
}

public import FaceTypes
public import Imaging

/// Lays a report out as one picture: the probe beside its matches, with names, scores and credits.
public struct ContactSheet: Sendable {
    static let width = 1200
    static let margin = 40
    static let gap = 20
    static let columns = 5
    static let heroEdge = 360
    static let headHeight = 96
    static let captionHeight = 76
    static let creditLineHeight = 16
    /// Characters of a credit's line below a picture, and lines it may take.
    static let creditColumns = 30
    static let creditLinesMax = 4

    /// Most sections drawn; the sheet of a larger group says how many it leaves out.
    public static let sectionsMax = 12

    private var canvas: Canvas
    private var y: Int

    /// Draws a report.
    ///
    /// - Returns: a picture 1,200 pixels wide.
    /// - Throws: `ImagingError` when no text can be drawn (no font, no libvips).
    public static func draw(_ report: LookAlikeReport) throws(ImagingError) -> PixelImage {
        let sections = report.sections.prefix(sectionsMax)
        let height = headHeight + sections.map(sectionHeight).reduce(0, +) + margin
        var sheet = ContactSheet(canvas: Canvas(width: width, height: height, colour: .paper))
        try sheet.head(report)
        for section in sections { try sheet.section(section) }
        return sheet.canvas.image
    }

    private init(canvas: Canvas) {
        self.canvas = canvas
        y = 0
    }

    private static var cellEdge: Int { (width - 2 * margin - (columns - 1) * gap) / columns }

    private static func rows(_ entries: Int) -> Int { (entries + columns - 1) / columns }

    private static func hero(of section: LookAlikeReport.Section) -> LookAlikeReport.Entry? {
        section.samePerson.first ?? section.lookAlikes.first
    }

    /// Shelves below the pair; the pair's own match is not shown twice.
    private static func shelves(
        of section: LookAlikeReport.Section
    ) -> [(title: String, entries: [LookAlikeReport.Entry])] {
        let same = Array(section.samePerson.dropFirst())
        let alike =
            section.samePerson.isEmpty ? section.lookAlikes.dropFirst() : section.lookAlikes[...]
        return [
            ("Probably the same person", same), ("Look-alikes", Array(alike)),
        ].filter { !$0.entries.isEmpty }
    }

    /// A credit below a picture: whole words, every line of it, unless it is longer than any licence asks.
    private static func creditLines(_ entry: LookAlikeReport.Entry) -> [String] {
        let lines = wrapped(entry.credit ?? "", columns: creditColumns)
        guard lines.count > creditLinesMax else { return lines }
        let rest = lines[(creditLinesMax - 1)...].joined(separator: " ")
        return lines.prefix(creditLinesMax - 1) + [rest]
    }

    /// Rows of one shelf are as high as its longest credit needs.
    private static func rowHeight(_ entries: [LookAlikeReport.Entry]) -> Int {
        let lines = entries.map { creditLines($0).count }.max() ?? 0
        return cellEdge + captionHeight + lines * creditLineHeight
    }

    private static func sectionHeight(_ section: LookAlikeReport.Section) -> Int {
        let grid = shelves(of: section).map {
            48 + rows($0.entries.count) * rowHeight($0.entries)
        }
        return heroEdge + 28 + grid.reduce(0, +) + section.remarks.count * 24 + 24
    }

    private mutating func head(_ report: LookAlikeReport) throws(ImagingError) {
        let top = Float(28)
        canvas.fill(
            Box(x: Float(Self.margin), y: top, width: 40, height: 40),
            radius: 10,
            colour: .ink
        )
        let discs: [(Float, Colour)] = [(5, Colour(0x8F86FF)), (14, Colour(0xFF8A63))]
        for (offset, colour) in discs {
            let disc = Box(x: Float(Self.margin) + offset, y: top + 10, width: 20, height: 20)
            canvas.fill(disc, radius: 10, colour: colour)
        }
        let x = Self.margin + 56
        let wide = Self.width - x - Self.margin
        try canvas.write(report.title, x: x, y: 26, height: 28, colour: .ink, maxWidth: wide)
        try canvas.write(report.subtitle, x: x, y: 58, height: 16, colour: .muted, maxWidth: wide)
        y = Self.headHeight
    }

    private mutating func section(_ section: LookAlikeReport.Section) throws(ImagingError) {
        try pair(section)
        y += Self.heroEdge + 28
        for remark in section.remarks {
            try canvas.write(
                remark,
                x: Self.margin,
                y: y,
                height: 15,
                colour: .muted,
                maxWidth: Self.width - 2 * Self.margin
            )
            y += 24
        }
        for shelf in Self.shelves(of: section) { try self.shelf(shelf.title, shelf.entries) }
        y += 24
    }

    private mutating func pair(_ section: LookAlikeReport.Section) throws(ImagingError) {
        let edge = Float(Self.heroEdge)
        let you = Box(x: Float(Self.margin), y: Float(y), width: edge, height: edge)
        frame(section.probe, in: you, colour: .you)
        try canvas.label(
            section.caption,
            x: Self.margin + 24,
            y: y + Self.heroEdge - 40,
            height: 17,
            maxWidth: Self.heroEdge - 48
        )
        guard let hero = Self.hero(of: section) else { return }
        let twin = Box(x: you.x + edge + 20, y: you.y, width: edge, height: edge)
        frame(hero.picture, in: twin, colour: .twin)
        let x = Int(twin.x + edge) + 32
        let wide = Self.width - x - Self.margin
        let shelf = section.samePerson.isEmpty ? "CLOSEST LOOK-ALIKE" : "PROBABLY THE SAME PERSON"
        try canvas.write(shelf, x: x, y: y + 64, height: 14, colour: .muted, maxWidth: wide)
        try canvas.write(hero.name, x: x, y: y + 92, height: 32, colour: .ink, maxWidth: wide)
        var line = y + 140
        if let word = hero.word {
            try canvas.write(word, x: x, y: line, height: 24, colour: .twin, maxWidth: wide)
            line += 40
        }
        for text in Self.wrapped(hero.score, columns: 38) + Self.wrapped(hero.detail, columns: 38) {
            try canvas.write(text, x: x, y: line, height: 16, colour: .ink, maxWidth: wide)
            line += 24
        }
        guard let credit = hero.credit else { return }
        for text in Self.wrapped(credit, columns: 44) {
            try canvas.write(text, x: x, y: line + 6, height: 13, colour: .muted, maxWidth: wide)
            line += 20
        }
    }

    private mutating func frame(_ picture: PixelImage?, in box: Box, colour: Colour) {
        canvas.fill(box, radius: 28, colour: colour)
        let inner = Box(x: box.x + 5, y: box.y + 5, width: box.width - 10, height: box.height - 10)
        if let picture {
            canvas.draw(picture, in: inner, radius: 24)
        } else {
            canvas.fill(inner, radius: 24, colour: .sunk)
        }
    }

    private mutating func shelf(
        _ title: String,
        _ entries: [LookAlikeReport.Entry]
    ) throws(ImagingError) {
        try canvas.write(title, x: Self.margin, y: y + 10, height: 20, colour: .ink)
        y += 48
        for (index, entry) in entries.enumerated() {
            let x = Self.margin + index % Self.columns * (Self.cellEdge + Self.gap)
            let top = y + index / Self.columns * Self.rowHeight(entries)
            try cell(entry, x: x, y: top)
        }
        y += Self.rows(entries.count) * Self.rowHeight(entries)
    }

    private mutating func cell(
        _ entry: LookAlikeReport.Entry,
        x: Int,
        y: Int
    ) throws(ImagingError) {
        let edge = Float(Self.cellEdge)
        let box = Box(x: Float(x), y: Float(y), width: edge, height: edge)
        if let picture = entry.picture {
            canvas.draw(picture, in: box, radius: 20)
        } else {
            canvas.fill(box, radius: 20, colour: .sunk)
        }
        let below = y + Self.cellEdge + 10
        let wide = Self.cellEdge
        try canvas.write(entry.name, x: x, y: below, height: 17, colour: .ink, maxWidth: wide)
        try canvas.write(
            entry.brief,
            x: x,
            y: below + 26,
            height: 15,
            colour: .twin,
            maxWidth: wide
        )
        for (line, text) in Self.creditLines(entry).enumerated() {
            try canvas.write(
                text,
                x: x,
                y: below + 50 + line * Self.creditLineHeight,
                height: 12,
                colour: .muted,
                maxWidth: wide
            )
        }
    }

    /// Breaks text into lines of at most about `columns` characters, at spaces.
    static func wrapped(_ text: String, columns: Int) -> [String] {
        var lines: [String] = []
        for word in text.split(separator: " ") {
            if let last = lines.last, last.count + word.count < columns {
                lines[lines.count - 1] = last + " " + word
            } else {
                lines.append(String(word))
            }
        }
        return lines
    }
}

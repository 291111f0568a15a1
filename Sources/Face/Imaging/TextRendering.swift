/// Draws one line of text as a coverage mask, 0 nothing to 255 ink, in a sans-serif font.
///
/// Pango lays it out, so any script the machine has fonts for works, right to left as well. Line
/// breaks and other control characters become spaces.
///
/// Any thread may call this; libvips draws one text at a time.
/// - Parameter pixelHeight: The size of the font (its em), in pixels, 4 to 400: capital letters are
///   about 0.7 of it high.
/// - Returns: A mask cut to the line's ink at its sides. Above and below it reaches as far as the
///   font's vertical bar at 5/4 of that size, about 1.25 times `pixelHeight`, so that lines of one size share their
///   height and baseline (unless a script stacks its signs higher).
/// - Throws: `libraryMissing`, or `cannotRenderText` on a machine without fonts.
/// - Precondition: the height is within its range.
public func renderText(_ text: String, pixelHeight: Int) throws(ImagingError) -> GreyImage {
    precondition((4...400).contains(pixelHeight))
    let library = try VipsLibrary.shared()
    guard try hasFonts.get() else { throw .cannotRenderText }
    let line = escaped(String(text.prefix(textLengthMax)))
    let drawn = try library.renderText(
        markup: ruler(pixelHeight: pixelHeight) + line,
        font: "sans \(pixelHeight)"
    )
    return drawn.withoutRuler()
}

/// libvips cuts what it draws to the ink, which loses the baseline; a bar drawn first keeps it.
///
/// The bar is larger than the text, to reach above the accents of capital letters. The mark before
/// it (left to right) keeps it at the left of Arabic and Hebrew lines as well.
private func ruler(pixelHeight: Int) -> String {
    let pangoUnits = pixelHeight * 1024 * 5 / 4
    return "\u{200E}<span size=\"\(pangoUnits)\">|</span> "
}

/// Longer captions would not fit a page; a hostile one would make a huge picture.
private let textLengthMax = 400

/// Without any font Pango draws every letter as the same empty box, and reports no error.
private let hasFonts = Result { () throws(ImagingError) -> Bool in
    let library = try VipsLibrary.shared()
    let narrow = try library.renderText(markup: ".", font: "sans 20")
    let wide = try library.renderText(markup: "W", font: "sans 20")
    return narrow.width != wide.width || narrow.height != wide.height
}

extension GreyImage {
    /// Cuts off the first stroke and the gap behind it; a line without ink leaves one empty column.
    fileprivate func withoutRuler() -> GreyImage {
        let hasInk = (0..<width).map { x in
            (0..<height).contains { y in pixels[y * width + x] != 0 }
        }
        let barEnd = hasInk.firstIndex(of: false) ?? width
        guard let start = hasInk[barEnd...].firstIndex(of: true) else {
            return GreyImage(width: 1, height: height, pixels: [UInt8](repeating: 0, count: height))
        }
        let rows = (0..<height).flatMap { y in pixels[y * width + start..<(y + 1) * width] }
        return GreyImage(width: width - start, height: height, pixels: rows)
    }
}

/// The text with everything Pango markup gives a meaning to escaped, and controls made spaces.
private func escaped(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
        switch scalar {
        case "&": result += "&amp;"
        case "<": result += "&lt;"
        case ">": result += "&gt;"
        case _ where scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value): result += " "
        case "\u{2028}", "\u{2029}": result += " "
        default: result.unicodeScalars.append(scalar)
        }
    }
    return result
}

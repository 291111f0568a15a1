public import FaceTypes
public import Imaging

/// Shows a picture in a terminal that can show one.
public enum TerminalPicture: String, Sendable, CaseIterable {
    /// Kitty's graphics protocol (kitty, Ghostty, WezTerm, Konsole).
    case kitty
    /// iTerm2's inline images.
    case iterm
    /// Two pixels a character cell in 24-bit colour.
    case blocks
    /// Nothing is shown.
    case none

    /// What a terminal says of itself in the environment; asks nothing and waits for nothing.
    ///
    /// - Parameters:
    ///   - environment: the process's environment.
    ///   - isTerminal: whether standard output is a terminal.
    public static func supported(
        environment: [String: String],
        isTerminal: Bool
    ) -> TerminalPicture {
        guard isTerminal, environment["TERM"] != "dumb" else { return .none }
        let term = environment["TERM"] ?? ""
        let program = environment["TERM_PROGRAM"] ?? ""
        if environment["KITTY_WINDOW_ID"] != nil || term.contains("kitty")
            || ["ghostty", "WezTerm"].contains(program)
        {
            return .kitty
        }
        if program == "iTerm.app" || environment["LC_TERMINAL"] == "iTerm2" { return .iterm }
        if environment["NO_COLOR"] != nil { return .none }
        let colours = environment["COLORTERM"] ?? ""
        return ["truecolor", "24bit"].contains(colours) ? .blocks : .none
    }

    /// The characters that show a picture, `columns` cells wide.
    public func text(
        for image: PixelImage,
        columns: Int
    ) throws(ImagingError) -> String {
        switch self {
        case .kitty: Self.kittyText(try encodePNG(image), columns: columns)
        case .iterm: Self.itermText(try encodePNG(image), columns: columns)
        case .blocks: Self.blockText(image, columns: columns)
        case .none: ""
        }
    }

    /// Kitty takes base64 in pieces of at most 4,096 characters; `q=2` asks for no answer.
    private static func kittyText(_ png: [UInt8], columns: Int) -> String {
        let pieces = base64(png).pieces(of: 4096)
        return pieces.enumerated().map { index, piece in
            let more = index + 1 < pieces.count ? 1 : 0
            let head = index == 0 ? "f=100,a=T,q=2,c=\(columns),m=\(more)" : "m=\(more)"
            return "\u{1B}_G\(head);\(piece)\u{1B}\\"
        }.joined() + "\n"
    }

    private static func itermText(_ png: [UInt8], columns: Int) -> String {
        "\u{1B}]1337;File=inline=1;size=\(png.count);width=\(columns):\(base64(png))\u{7}\n"
    }

    private static func blockText(_ image: PixelImage, columns: Int) -> String {
        let width = max(1, columns)
        let rows = max(1, width * image.height / image.width / 2)
        let small = image.resized(width: width, height: rows * 2)
        var text = ""
        for row in 0..<rows {
            for column in 0..<width {
                let upper = (row * 2 * width + column) * 3
                let lower = upper + width * 3
                let p = small.pixels
                text += "\u{1B}[38;2;\(p[upper]);\(p[upper + 1]);\(p[upper + 2])m"
                text += "\u{1B}[48;2;\(p[lower]);\(p[lower + 1]);\(p[lower + 2])m▀"
            }
            text += "\u{1B}[0m\n"
        }
        return text
    }
}

extension String {
    fileprivate func pieces(of length: Int) -> [Substring] {
        var rest = self[...]
        var pieces: [Substring] = []
        while !rest.isEmpty {
            pieces.append(rest.prefix(length))
            rest = rest.dropFirst(length)
        }
        return pieces
    }
}

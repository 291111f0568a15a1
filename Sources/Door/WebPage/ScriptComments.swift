/// Comments in scripts, which are for whoever reads the sources and need not travel.
enum ScriptComments {
    /// A script without the lines that hold a `//` comment and nothing else.
    ///
    /// No script of the page has such a line inside a text.
    static func removed(from script: [UInt8]) -> [UInt8] {
        let lines = script.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        return Array(lines.filter { !isComment($0) }.joined(separator: [UInt8(ascii: "\n")]))
    }

    private static func isComment(_ line: ArraySlice<UInt8>) -> Bool {
        line.drop { $0 == UInt8(ascii: " ") }.starts(with: "//".utf8)
    }
}

/// What may be done with a file, decided on the machine-readable `License` code.
public enum LicenceVerdict: Sendable, Hashable {
    /// Free for everybody, with credit where the licence asks for it.
    case free
    /// Not free, and why.
    case refused(reason: String)

    /// Judges a file.
    ///
    /// Public domain, CC0, CC BY and CC BY-SA of any version are free; non-commercial, no-derivatives,
    /// fair use, none and anything unknown are not.
    /// - Parameters:
    ///   - code: `License`, such as `cc-by-sa-4.0`.
    ///   - nonFree: `NonFree`, present for unfree files.
    public init(code: String?, nonFree: String?) {
        if let nonFree, nonFree.lowercased() != "false", nonFree != "0" {
            self = .refused(reason: "it is marked as not free")
            return
        }
        let code = code?.lowercased().split(whereSeparator: \.isWhitespace).joined() ?? ""
        guard !code.isEmpty else {
            self = .refused(reason: "no licence is given")
            return
        }
        self =
            Self.isFree(code) ? .free : .refused(reason: "the licence \(code) is not on the list")
    }

    /// Such as `4.0`.
    private static func isVersion(_ word: Substring) -> Bool {
        word.utf8.allSatisfy { "0123456789.".utf8.contains($0) } && Double(word) != nil
    }

    private static func isFree(_ code: String) -> Bool {
        // Empty words stay: a code that is odd is not on the list, and one of dashes has words too.
        let words = code.split(separator: "-", omittingEmptySubsequences: false)
        if words.contains("nc") || words.contains("nd") { return false }
        if words[0] == "pd" || code == "publicdomain" || code == "public-domain" { return true }
        if code == "cc0" || code.hasPrefix("cc0-") || code == "cc-zero" { return true }
        guard words.count >= 3, words[0] == "cc", words[1] == "by" else { return false }
        let version = words[2] == "sa" ? words.dropFirst(3).first : words[2]
        return version.map(isVersion) ?? false
    }
}

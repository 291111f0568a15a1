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

    private static func isFree(_ code: String) -> Bool {
        let words = code.split(separator: "-").map(String.init)
        if words.contains("nc") || words.contains("nd") { return false }
        if words[0] == "pd" || code == "publicdomain" || code == "public-domain" { return true }
        if code == "cc0" || code.hasPrefix("cc0-") || code == "cc-zero" { return true }
        guard words.count >= 3, words[0] == "cc", words[1] == "by" else { return false }
        let version = words[2] == "sa" ? words.dropFirst(3).first : words[2]
        return version.flatMap { Double($0) } != nil
    }
}

/// Who made a photo, under what terms, and where it came from.
public struct PhotoCredit: Sendable, Hashable, Codable {
    /// The author, as the source names them.
    public var author: String?

    /// The licence's short name, such as `CC BY-SA 4.0`.
    public var licence: String?

    /// The licence's address.
    public var licenceAddress: String?

    /// The page or address the photo came from.
    public var source: String?

    /// Rights other than the author's that touch it, as the source names them: `personality`,
    /// `trademarked`; several separated by `|`.
    public var restrictions: String?

    /// Hexadecimal SHA-1 of the original, as the source gives it: it tells which version was taken.
    public var sha1: String?

    /// What is changed where the photo is shown, which licences such as CC BY want said.
    public var change: String?

    /// What this program does with every photo it shows.
    public static let cropped = "cropped to the face"

    /// Makes a credit; all parts optional.
    public init(
        author: String? = nil,
        licence: String? = nil,
        licenceAddress: String? = nil,
        source: String? = nil,
        restrictions: String? = nil,
        sha1: String? = nil,
        change: String? = nil
    ) {
        self.author = author
        self.licence = licence
        self.licenceAddress = licenceAddress
        self.source = source
        self.restrictions = restrictions
        self.sha1 = sha1
        self.change = change
    }

    /// The same, saying of a licensed photo that it is shown cropped, unless another change is told.
    public var sayingChange: PhotoCredit {
        var credit = self
        if licence != nil, change == nil { credit.change = Self.cropped }
        return credit
    }

    /// One line: author, licence, change, source, whatever of them is known; `nil` when nothing is.
    public var line: String? {
        let parts = [author, licence, change, source].compactMap { $0 }
        return parts.isEmpty ? nil : parts.joined(separator: " · ")
    }
}

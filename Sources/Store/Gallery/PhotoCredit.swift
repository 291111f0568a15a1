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

    /// Makes a credit; all parts optional.
    public init(
        author: String? = nil,
        licence: String? = nil,
        licenceAddress: String? = nil,
        source: String? = nil
    ) {
        self.author = author
        self.licence = licence
        self.licenceAddress = licenceAddress
        self.source = source
    }

    /// One line: author, licence, source, whatever of them is known; `nil` when nothing is.
    public var line: String? {
        let parts = [author, licence, source].compactMap { $0 }
        return parts.isEmpty ? nil : parts.joined(separator: " · ")
    }
}

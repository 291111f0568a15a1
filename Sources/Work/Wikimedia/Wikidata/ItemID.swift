/// The id of a Wikidata item, such as `Q42`.
public struct ItemID: Sendable, Hashable, Comparable, CustomStringConvertible {
    /// The digits after the `Q`.
    public let number: UInt64

    /// Names an item.
    public init(_ number: UInt64) { self.number = number }

    /// Reads `Q42`, in either case.
    public init?(_ text: some StringProtocol) {
        guard let first = text.first, first == "Q" || first == "q",
            text.dropFirst().utf8.allSatisfy({ (0x30...0x39).contains($0) }),
            let number = UInt64(text.dropFirst()), number > 0
        else { return nil }
        self.number = number
    }

    /// Reads `http://www.wikidata.org/entity/Q42`; anything else, an unknown value's address
    /// (`…/.well-known/genid/…`) included, is `nil`.
    public init?(entityAddress text: String) {
        let marker = "wikidata.org/entity/"
        guard let range = text.firstRange(of: marker) else { return nil }
        self.init(text[range.upperBound...])
    }

    /// `Q42`.
    public var description: String { "Q\(number)" }

    /// By number.
    public static func < (left: ItemID, right: ItemID) -> Bool { left.number < right.number }

    /// Human: what a person is an instance of.
    public static let human = ItemID(5)
}

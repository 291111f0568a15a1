/// Words for the occupations and countries people ask for most; any other is named by its item.
public enum KnownItems {
    /// Occupations by English word.
    public static let occupations: [String: ItemID] = [
        "actor": ItemID(33_999), "film actor": ItemID(10_800_557), "singer": ItemID(177_220),
        "musician": ItemID(639_669), "politician": ItemID(82_955),
        "footballer": ItemID(937_857), "model": ItemID(4_610_556),
        "film director": ItemID(2_526_255), "presenter": ItemID(947_873),
    ]

    /// Countries by ISO 3166 code, lower case.
    public static let countries: [String: ItemID] = [
        "us": ItemID(30), "gb": ItemID(145), "de": ItemID(183), "fr": ItemID(142),
        "in": ItemID(668), "kr": ItemID(884), "jp": ItemID(17),
    ]

    /// The item a word means: one of a table's words, or an item's id itself.
    public static func item(_ word: String, in table: [String: ItemID]) -> ItemID? {
        ItemID(word) ?? table[word.lowercased()]
    }
}

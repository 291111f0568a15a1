/// The invented facts about a drawn person.
///
/// Names, countries and so on are made up, so that nobody mistakes a drawing for a real person.
public struct DrawnProfile: Sendable, Hashable {
    /// Given and family name, such as "Mira Tolvane".
    public let name: String

    /// `female` or `male`, as the person presents; the word galleries filter by.
    public let gender: String

    /// Year of birth; the person was drawn in `drawnYear`.
    public let birthYear: Int

    /// One of twelve invented countries.
    public let country: String

    /// Lower-case word.
    public let occupation: String

    /// An invented measure of fame, 0...120, small for most.
    public let fame: Int

    /// The year in which all drawn people have their age.
    public static let drawnYear = 2025

    init(seed: UInt64, traits: PersonTraits) {
        var random = SeededRandom(seed: seed, stream: 3)
        gender = traits.manly > 0 ? "male" : "female"
        let given = traits.manly > 0 ? InventedWords.menNames : InventedWords.womenNames
        name = "\(random.pick(given)) \(InventedWords.familyName(&random))"
        birthYear = Self.drawnYear - Int(traits.age)
        country = random.pick(InventedWords.countries)
        occupation = random.pick(InventedWords.occupations)
        let luck = random.unit()
        fame = Int(120 * luck * luck * luck)
    }
}

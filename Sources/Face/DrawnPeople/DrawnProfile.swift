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

/// Syllables and words for invented facts.
enum InventedWords {
    static let womenNames = [
        "Mira", "Talia", "Oona", "Zefa", "Lirien", "Ayle", "Runa", "Sovi", "Kaira", "Imre", "Nalu",
        "Veshti", "Ondra", "Pellia", "Quilla", "Sanna", "Tamsa", "Umeli", "Wenna", "Ysra", "Amadi",
        "Belu", "Cerise", "Dorrin", "Elowa", "Fenna", "Gisa", "Hanu", "Ilva", "Jorna",
    ]

    static let menNames = [
        "Toren", "Kallo", "Edrin", "Bashu", "Orvo", "Miklan", "Jaro", "Senn", "Havel", "Duko",
        "Ivar", "Lonan", "Pasko", "Radu", "Temba", "Ulvar", "Varro", "Wim", "Yaro", "Zeno",
        "Anselo",
        "Brannick", "Corvi", "Desmo", "Emeko", "Faro", "Goran", "Hiro", "Ismo", "Kofan",
    ]

    static let countries = [
        "Aldermark", "Brisola", "Caldonia", "Dravania", "Estrelle", "Fennmark", "Galdora",
        "Halvetia", "Isandra", "Jorvia", "Kestria", "Lumeria",
    ]

    static let occupations = [
        "actor", "architect", "athlete", "baker", "botanist", "carpenter", "chemist", "composer",
        "dancer", "engineer", "farmer", "historian", "judge", "librarian", "musician", "nurse",
        "painter", "pilot", "poet", "sailor", "teacher", "weaver",
    ]

    private static let beginnings = [
        "Tol", "Bar", "Kes", "Mor", "Vel", "Dan", "Ash", "Lin", "Or", "Sab", "Fer", "Gal", "Hol",
        "Jun", "Nor", "Pel", "Quen", "Ras", "Tam", "Wes", "Zan", "Bel", "Cor", "Drey",
    ]

    private static let middles = [
        "va", "de", "ri", "mo", "ka", "lu", "ni", "so", "ta", "be", "", "", "",
    ]

    private static let endings = [
        "ne", "rin", "lock", "dar", "wick", "san", "mere", "tov", "ley", "nova", "quist", "berg",
        "ano", "idze", "ström", "oye", "kar", "well",
    ]

    static func familyName(_ random: inout SeededRandom) -> String {
        random.pick(beginnings) + random.pick(middles) + random.pick(endings)
    }
}

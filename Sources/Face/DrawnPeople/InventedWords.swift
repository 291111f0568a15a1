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

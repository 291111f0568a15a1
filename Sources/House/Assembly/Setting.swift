/// One setting: what it is called, what it means, and what it is when nobody says.
public struct SettingKey: Sendable, Hashable {
    /// Name in `settings.json` and in `semblance settings`, such as `pack`.
    public let name: String

    /// One sentence.
    public let meaning: String

    /// The value when nobody says.
    public let standard: String

    /// Whether its value is masked when printed.
    public let secret: Bool

    /// The environment variable: `SEMBLANCE_` and the name in capitals.
    public var variable: String {
        "SEMBLANCE_" + name.uppercased().replacing("-", with: "_")
    }

    init(_ name: String, _ meaning: String, standard: String, secret: Bool = false) {
        self.name = name
        self.meaning = meaning
        self.standard = standard
        self.secret = secret
    }
}

/// A setting's value and who set it.
public struct EffectiveSetting: Sendable, Hashable {
    /// The setting.
    public let key: SettingKey
    /// Its value as text.
    public let value: String
    /// `command line`, `environment SEMBLANCE_…`, `settings.json` or `default`.
    public let origin: String
}

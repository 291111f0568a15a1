import Fetching
import Foundation
public import Imaging
public import Inference

/// Every setting, read from the command line, the environment, the home's file and the defaults, in
/// this order.
public struct Settings: Sendable {
    /// The home folder.
    public let home: Home
    private let values: [EffectiveSetting]

    /// All keys, in the order they are printed.
    public static let keys: [SettingKey] =
        [
            SettingKey("home", "Folder of this installation", standard: "~/.local/share/semblance"),
            SettingKey(
                "pack",
                "Model pack of new galleries; auto takes the best installed",
                standard: "auto"
            ),
            SettingKey("gallery", "Gallery that commands work on", standard: "default"),
            SettingKey("mirror", "Folder that model files are taken from first", standard: ""),
            SettingKey("openvino", "Folder of the engine's libraries", standard: ""),
            SettingKey("precision", "Engine precision, f32 or bf16", standard: "f32"),
            SettingKey(
                "workers",
                "Photos analysed at once; 0 takes the number of cores",
                standard: "0"
            ),
            SettingKey(
                "stranger-rate",
                "Share of strangers that may get a false same-person hit",
                standard: "0.01"
            ),
            SettingKey(
                "recall",
                "Share of the exact answers a search finds; 1 compares everybody",
                standard: "0.999"
            ),
            SettingKey("megapixels-max", "Largest photo, in megapixels", standard: "50"),
            SettingKey("edge-max", "Longest side of a photo, in pixels", standard: "20000"),
        ] + networkKeys + serviceKeys

    /// Keys of everything that goes out to the network.
    static let networkKeys: [SettingKey] = [
        SettingKey(
            "contact",
            "E-mail or web address sent to every service asked; nothing is fetched without",
            standard: ""
        ),
        SettingKey(
            "wikidata-query-url",
            "Wikidata's query service",
            standard: "https://query.wikidata.org/sparql"
        ),
        SettingKey(
            "wikidata-url",
            "Wikidata's API",
            standard: "https://www.wikidata.org/w/api.php"
        ),
        SettingKey(
            "commons-url",
            "Wikimedia Commons' API",
            standard: "https://commons.wikimedia.org/w/api.php"
        ),
        SettingKey(
            "wikipedia-url",
            "The Wikipedia whose lead images stand in",
            standard: "https://en.wikipedia.org"
        ),
        SettingKey("fetch-concurrent", "Requests to one host at once", standard: "2"),
        SettingKey(
            "fetch-spacing",
            "Least milliseconds between two requests to one host",
            standard: "100"
        ),
        SettingKey("fetch-attempts", "Tries for one request", standard: "4"),
        SettingKey(
            "fetch-loopback",
            "Whether this machine itself may be fetched from, for tests: yes or no",
            standard: "no"
        ),
    ]

    /// Reads all settings.
    ///
    /// - Parameters:
    ///   - commandLine: values given as options, by key name.
    ///   - environment: the process's environment.
    public init(
        commandLine: [String: String],
        environment: [String: String]
    ) throws(SettingsError) {
        let homePath = Self.value(
            of: Self.keys[0],
            commandLine: commandLine,
            environment: environment,
            file: [:]
        )
        home = Home(path: (homePath.value as NSString).expandingTildeInPath)
        let file = try Self.read(home.settingsFile)
        for name in file.keys where !Self.keys.contains(where: { $0.name == name }) {
            throw .unknownKey(name: name, path: home.settingsFile)
        }
        values = Self.keys.map {
            Self.value(of: $0, commandLine: commandLine, environment: environment, file: file)
        }
        try validate()
    }

    /// Every value with its origin; secrets masked.
    public var effective: [EffectiveSetting] {
        values.map { setting in
            guard setting.key.secret, !setting.value.isEmpty else { return setting }
            return EffectiveSetting(key: setting.key, value: "••••••", origin: setting.origin)
        }
    }

    /// The pack asked for, or `nil` to take the best installed one.
    public var pack: String? { text("pack") == "auto" ? nil : text("pack") }

    /// The gallery commands work on.
    public var gallery: String { text("gallery") }

    /// Folder that model files are taken from first.
    public var mirror: String? { text("mirror").isEmpty ? nil : text("mirror") }

    /// Folder of the engine's libraries, when set.
    public var engineFolder: String? { text("openvino").isEmpty ? nil : text("openvino") }

    /// Engine precision.
    public var precision: InferencePrecision {
        InferencePrecision(rawValue: text("precision")) ?? .f32
    }

    /// Photos analysed at once.
    public var workers: Int {
        let asked = Int(text("workers")) ?? 0
        return asked > 0 ? asked : ProcessInfo.processInfo.activeProcessorCount
    }

    /// Share of strangers that may get a false same-person hit.
    public var strangerRate: Double { Double(text("stranger-rate")) ?? 0.01 }

    /// Share of the exact answers a search finds.
    public var recall: Double { Double(text("recall")) ?? 0.999 }

    /// Limits on photos.
    public var decodeLimits: DecodeLimits {
        DecodeLimits(
            pixelsMax: (Int(text("megapixels-max")) ?? 50) * 1_000_000,
            edgePixelsMax: Int(text("edge-max")) ?? 20_000
        )
    }

    func text(_ name: String) -> String {
        values.first { $0.key.name == name }?.value ?? ""
    }

    private static func value(
        of key: SettingKey,
        commandLine: [String: String],
        environment: [String: String],
        file: [String: String]
    ) -> EffectiveSetting {
        if let value = commandLine[key.name] {
            return EffectiveSetting(key: key, value: value, origin: "command line")
        }
        if let value = environment[key.variable], !value.isEmpty {
            return EffectiveSetting(
                key: key,
                value: value,
                origin: "environment \(key.variable)"
            )
        }
        if let value = file[key.name] {
            return EffectiveSetting(key: key, value: value, origin: "settings.json")
        }
        return EffectiveSetting(key: key, value: key.standard, origin: "default")
    }

    private static func read(_ path: String) throws(SettingsError) -> [String: String] {
        guard FileManager.default.fileExists(atPath: path) else { return [:] }
        do {
            let data = try Data(contentsOf: URL(filePath: path))
            return try JSONDecoder().decode([String: String].self, from: data)
        } catch {
            throw .unreadableFile(path: path)
        }
    }

    private func validate() throws(SettingsError) {
        try check("precision", wants: "f32 or bf16") { InferencePrecision(rawValue: $0) != nil }
        try check("workers", wants: "a whole number from 0 to 64") {
            Int($0).map { (0...64).contains($0) } ?? false
        }
        try check("stranger-rate", wants: "a number from 0.0001 to 0.5") {
            Double($0).map { (0.0001...0.5).contains($0) } ?? false
        }
        try check("recall", wants: "a number from 0.5 to 1") {
            Double($0).map { (0.5...1).contains($0) } ?? false
        }
        try check("contact", wants: "an e-mail or web address, or nothing") {
            $0.isEmpty || (try? FetchIdentity(version: "0", contact: $0)) != nil
        }
        for name in ["wikidata-query-url", "wikidata-url", "commons-url", "wikipedia-url"] {
            try check(name, wants: "a web address") { (try? WebAddress($0)) != nil }
        }
        try check("fetch-concurrent", wants: "a whole number from 1 to 3") {
            Int($0).map { (1...3).contains($0) } ?? false
        }
        try check("fetch-spacing", wants: "milliseconds from 0 to 60000") {
            Int($0).map { (0...60_000).contains($0) } ?? false
        }
        try check("fetch-attempts", wants: "a whole number from 1 to 10") {
            Int($0).map { (1...10).contains($0) } ?? false
        }
        try check("fetch-loopback", wants: "yes or no") { ["yes", "no"].contains($0) }
        try check("megapixels-max", wants: "a whole number from 1 to 500") {
            Int($0).map { (1...500).contains($0) } ?? false
        }
        try check("edge-max", wants: "a whole number from 64 to 65000") {
            Int($0).map { (64...65_000).contains($0) } ?? false
        }
        try validateService()
    }

    func check(
        _ name: String,
        wants: String,
        _ test: (String) -> Bool
    ) throws(SettingsError) {
        guard let setting = values.first(where: { $0.key.name == name }),
            !test(setting.value)
        else { return }
        throw .badValue(
            name: name,
            found: setting.value,
            origin: setting.origin,
            expected: wants
        )
    }
}

/// Why settings can't be used.
public enum SettingsError: Error, Sendable, Hashable, CustomStringConvertible {
    /// A value outside what the setting takes.
    case badValue(name: String, found: String, origin: String, expected: String)
    /// A key nobody knows.
    case unknownKey(name: String, path: String)
    /// The file is not a JSON object of texts.
    case unreadableFile(path: String)

    /// What was expected and found.
    public var description: String {
        switch self {
        case .badValue(let name, let found, let origin, let expected):
            "Setting '\(name)' wants \(expected); found '\(found)' (\(origin))."
        case .unknownKey(let name, let path):
            "Setting '\(name)' in \(path) does not exist; `semblance settings` lists them all."
        case .unreadableFile(let path):
            "\(path) is not a JSON object of names and texts, such as {\"pack\": \"open\"}."
        }
    }
}

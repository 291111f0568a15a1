import AccessKeys
import ArgumentParser
import Assembly
import Foundation

/// The command `semblance keys …`.
struct KeysCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "keys",
        abstract: "Makes, lists and revokes access keys of the service.",
        subcommands: [KeysList.self, KeysCreate.self, KeysRevoke.self],
        defaultSubcommand: KeysList.self
    )
}

/// The command `semblance keys create LABEL`.
struct KeysCreate: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "create",
        abstract: "Makes a key and prints it, this once."
    )

    @OptionGroup var global: GlobalOptions

    @Argument(help: "What lists call it.")
    var label: String

    @Option(name: .long, help: "What it allows: search, enrol (and search), admin (everything).")
    var role: String

    @Flag(name: .long, help: "Print the key with its id as JSON.")
    var json = false

    func run() async throws {
        guard let role = AccessRole(rawValue: role) else {
            throw ValidationError("--role wants search, enrol or admin.")
        }
        let house = House(settings: try global.settings())
        try house.settings.home.prepare()
        let made = try house.accessKeys().create(label: label, role: role)
        if json {
            try Console.json(MadeKey(key: KeyListing.Key(made.record), secret: made.secret))
            return
        }
        if !global.quiet {
            Console.talk("Key \(made.record.id) (\(role.rawValue)); it is not shown again:")
        }
        Console.say(made.secret)
    }
}

/// What `keys create --json` prints.
struct MadeKey: Encodable {
    var schema = 1
    var key: KeyListing.Key
    /// What a client sends; it is not shown again.
    var secret: String
}

/// The command `semblance keys list`.
struct KeysList: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "Lists the keys; their secrets are not kept."
    )

    @OptionGroup var global: GlobalOptions

    @Flag(name: .long, help: "Print JSON.")
    var json = false

    func run() async throws {
        let house = House(settings: try global.settings())
        let keys = try house.accessKeys().list().map(KeyListing.Key.init)
        if json {
            try Console.json(KeyListing(keys: keys))
            return
        }
        var table = TextTable([
            ("id", .left), ("label", .left), ("role", .left), ("made", .left),
        ])
        for key in keys { table.add([key.id, key.label, key.role, key.created]) }
        for line in table.lines { Console.say(line) }
    }
}

/// What `keys list --json` prints.
struct KeyListing: Encodable {
    struct Key: Encodable {
        var id: String
        var label: String
        var role: String
        var created: String

        init(_ record: AccessKeyRecord) {
            id = record.id
            label = record.label
            role = record.role.rawValue
            created = record.created.formatted(.iso8601)
        }
    }

    var schema = 1
    var keys: [Key]
}

/// The command `semblance keys revoke ID`.
struct KeysRevoke: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "revoke",
        abstract: "Takes a key back; running services refuse it from then on."
    )

    @OptionGroup var global: GlobalOptions

    @Argument(help: "The key's id.")
    var id: String

    @Flag(name: .long, help: "Print JSON.")
    var json = false

    func run() async throws {
        let house = House(settings: try global.settings())
        let key = try house.accessKeys().revoke(id: id)
        if json {
            try Console.json(RevokedKey(key: KeyListing.Key(key)))
        } else {
            Console.say("Key \(key.id) (\(key.label)) is worth nothing now.")
        }
    }
}

/// What `keys revoke --json` prints.
struct RevokedKey: Encodable {
    var schema = 1
    var key: KeyListing.Key
}

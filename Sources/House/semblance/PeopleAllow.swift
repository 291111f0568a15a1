import ArgumentParser
import Assembly
import Foundation

/// The command `semblance people allow KEY…`.
struct PeopleAllow: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "allow",
        abstract: "Lets people and photos that were removed be enrolled again.",
        discussion: """
            A removal leaves marks (keyed hashes) of the person's key, of the photos, of what they look \
            like and of where they came from. Marks cannot be listed; name what is to come back. An \
            ingest from a folder uses the folder's (or the file's) name as the key.
            """
    )

    @OptionGroup var global: GlobalOptions

    @Argument(help: "Keys of people, as `people show` printed them.")
    var keys: [String] = []

    @Option(name: .long, help: "A photo, or a folder of photos; may be repeated.")
    var photo: [String] = []

    @Option(name: .long, help: "An address photos came from; may be repeated.")
    var source: [String] = []

    @Flag(name: .long, help: "Print JSON.")
    var json = false

    func validate() throws {
        if keys.isEmpty && photo.isEmpty && source.isEmpty {
            throw ValidationError("Name a person's key, a --photo or a --source.")
        }
    }

    func run() async throws {
        let house = House(settings: try global.settings())
        let store = try house.catalogue(creating: false)
        let gallery = try await house.gallery(in: store)
        let outcome = try await house.allow(
            keys: keys,
            photos: photo,
            addresses: source,
            in: gallery,
            of: store
        )
        if json {
            try Console.json(AllowedAgain(named: outcome.named, lifted: outcome.lifted))
        } else {
            Console.say(
                "\(counted(outcome.lifted, "mark")) lifted, \(counted(outcome.named, "thing")) named; "
                    + "they may be enrolled again."
            )
        }
    }
}

/// What `people allow --json` prints.
struct AllowedAgain: Encodable {
    var schema = 1
    /// Keys, photos and addresses that were named.
    var named: Int
    /// Marks among them that were there, and are gone.
    var lifted: Int
}

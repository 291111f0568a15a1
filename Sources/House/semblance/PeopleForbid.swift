import ArgumentParser
import Assembly
import Gallery

/// The command `semblance people forbid KEY…`.
struct PeopleForbid: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "forbid",
        abstract: "Keeps people from being enrolled who are not in the gallery.",
        discussion: """
            The opposite of `people allow`: it leaves a mark (a keyed hash) of each key, as a removal \
            does, and takes the person out of the record of crawls. A crawl of Wikimedia uses the item \
            (Q42) as the key, an ingest from a folder the folder's (or the file's) name. Whoever is in \
            the gallery is removed with `people remove`.
            """
    )

    @OptionGroup var global: GlobalOptions

    @Argument(help: "Keys of people.")
    var keys: [String]

    @Flag(name: .long, help: "Print JSON.")
    var json = false

    func run() async throws {
        let house = House(settings: try global.settings())
        let store = try house.catalogue(creating: false)
        let gallery = try await house.gallery(in: store)
        guard gallery.labelled else {
            throw ValidationError("The faces of gallery \(gallery.name) belong to nobody.")
        }
        for key in keys {
            guard let person = try await store.person(keyed: key, in: gallery.id) else { continue }
            throw ValidationError(
                "\(key) is the key of \(person.name), who is in the gallery: "
                    + "semblance people remove \(person.id). Nothing was forbidden."
            )
        }
        let fresh = try await house.forbid(keys, in: gallery, of: store)
        let before = Set(keys).count - fresh
        if json {
            try Console.json(Forbidden(forbidden: fresh, before: before))
        } else {
            Console.say(
                "\(counted(fresh, "key")) forbidden, \(before) were before; nobody is enrolled by them "
                    + "until `people allow`."
            )
        }
    }
}

/// What `people forbid --json` prints.
struct Forbidden: Encodable {
    var schema = 1
    /// Keys that are forbidden from now on.
    var forbidden: Int
    /// Keys that were forbidden before.
    var before: Int
}

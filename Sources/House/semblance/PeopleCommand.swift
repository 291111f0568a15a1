import ArgumentParser
import Assembly
import FaceTypes
import Foundation
import Gallery

/// The command `semblance people …`.
struct PeopleCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "people",
        abstract: "Lists, renames, merges and removes the people of a gallery.",
        subcommands: [
            PeopleList.self, PeopleShow.self, PeopleRename.self, PeopleMerge.self,
            PeopleRemove.self, PeopleAllow.self, PeopleForbid.self,
        ],
        defaultSubcommand: PeopleList.self
    )
}

/// The command `semblance people list`.
struct PeopleList: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "Lists people, oldest first."
    )

    @OptionGroup var global: GlobalOptions

    @Option(name: .long, help: "Only people whose name holds this text.")
    var name: String?

    @Option(name: .long, help: "Start after the person of this id.")
    var after: Int64?

    @Option(name: .long, help: "How many at most.")
    var limit = 100

    @Flag(name: .long, help: "Print JSON.")
    var json = false

    func run() async throws {
        let house = House(settings: try global.settings())
        let store = try house.catalogue(creating: false)
        let gallery = try await house.gallery(in: store)
        let people = try await store.people(
            in: gallery.id,
            named: name,
            after: after.map(PersonID.init),
            limit: max(1, min(limit, 100_000))
        )
        if json {
            try Console.json(PeopleListing(people: people.map(PersonListing.init)))
            return
        }
        var table = TextTable([
            ("id", .right), ("person", .left), ("photos", .right), ("born", .right),
            ("gender", .left), ("country", .left), ("occupation", .left),
        ])
        for person in people {
            table.add([
                "\(person.id)", person.name, "\(person.photoCount)",
                person.metadata.birthYear.map(String.init) ?? "",
                person.metadata.gender ?? "", person.metadata.country ?? "",
                person.metadata.occupations.joined(separator: ", "),
            ])
        }
        for line in table.lines { Console.say(line) }
        if people.count == limit, let last = people.last {
            Console.talk("More: --after \(last.id)")
        }
    }
}

/// What `people list --json` prints.
struct PeopleListing: Encodable {
    var schema = 1
    var people: [PersonListing]
}

/// One person of a listing.
struct PersonListing: Encodable {
    var id: PersonID
    var key: String
    var name: String
    var photos: Int
    var metadata: PersonMetadata

    init(_ person: PersonRecord) {
        id = person.id
        key = person.key
        name = person.name
        photos = person.photoCount
        metadata = person.metadata
    }
}

/// The command `semblance people show ID`.
struct PeopleShow: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Shows what is stored of a person."
    )

    @OptionGroup var global: GlobalOptions

    @Argument(help: "The person's id.")
    var id: Int64

    @Flag(name: .long, help: "Print JSON.")
    var json = false

    func run() async throws {
        let house = House(settings: try global.settings())
        let store = try house.catalogue(creating: false)
        let gallery = try await house.gallery(in: store)
        guard let person = try await store.people([PersonID(id)], in: gallery.id).first else {
            throw GalleryError.noSuchPerson(PersonID(id))
        }
        let faces = try await store.faces(of: person.id, in: gallery.id)
        if json {
            try Console.json(
                ShownPerson(
                    person: PersonListing(person),
                    faces: faces.map(ShownPerson.Face.init)
                )
            )
        } else {
            say(person, faces)
        }
    }

    private func say(_ person: PersonRecord, _ faces: [StoredFace]) {
        Console.say("\(person.name) (id \(person.id), key \(person.key))")
        let known = person.metadata
        let facts: [(String, String?)] = [
            ("gender", known.gender), ("born", known.birthYear.map(String.init)),
            ("died", known.deathYear.map(String.init)), ("country", known.country),
            ("occupation", known.occupations.joined(separator: ", ")),
            ("fame", known.fame.map(String.init)),
        ]
        for (name, value) in facts {
            if let value, !value.isEmpty { Console.say("  \(name): \(value)") }
        }
        var table = TextTable([
            ("face", .right), ("quality", .right), ("size", .right), ("photo", .left),
            ("credit", .left),
        ])
        for face in faces {
            table.add([
                "\(face.id)", String(format: "%.2f", face.quality.score),
                "\(Int(face.detection.box.shortEdge)) px", face.origin,
                face.credit.line ?? "",
            ])
        }
        for line in table.lines { Console.say("  " + line) }
    }
}

/// What `people show --json` prints.
struct ShownPerson: Encodable {
    /// One of the person's faces.
    struct Face: Encodable {
        var id: FaceID
        /// The photo's SHA-256.
        var photo: String
        /// Where the photo was read: a path or an address.
        var origin: String
        /// Whether the photo's bytes are kept.
        var photoStored: Bool
        /// SHA-256 of the kept crop.
        var crop: String?
        /// In pixels of the upright full-size photo.
        var box: Box
        /// Fitness judged at enrolment, 0...1.
        var quality: Float
        var credit: PhotoCredit

        init(_ face: StoredFace) {
            id = face.id
            photo = face.photoHash.hexadecimal
            origin = face.origin
            photoStored = face.photoStored
            crop = face.crop?.hexadecimal
            box = face.detection.box
            quality = face.quality.score
            credit = face.credit
        }
    }

    var schema = 1
    var person: PersonListing
    /// Best quality first.
    var faces: [Face]
}

/// The command `semblance people rename ID NAME`.
struct PeopleRename: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rename",
        abstract: "Gives a person another name."
    )

    @OptionGroup var global: GlobalOptions

    @Argument(help: "The person's id.")
    var id: Int64

    @Argument(help: "The new name.")
    var name: String

    @Flag(name: .long, help: "Print JSON.")
    var json = false

    func validate() throws {
        if name.allSatisfy(\.isWhitespace) {
            throw ValidationError(
                "A name wants at least a letter; to take a person away: people remove."
            )
        }
    }

    func run() async throws {
        let house = House(settings: try global.settings())
        let store = try house.catalogue(creating: false)
        let gallery = try await house.gallery(in: store)
        try await store.rename(PersonID(id), to: name, in: gallery.id)
        if json {
            try Console.json(RenamedPerson(id: id, name: name))
        } else {
            Console.say("Person \(id) is called \(name) now.")
        }
    }
}

/// What `people rename --json` prints.
struct RenamedPerson: Encodable {
    var schema = 1
    var id: Int64
    var name: String
}

/// The command `semblance people merge FROM INTO`.
struct PeopleMerge: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "merge",
        abstract: "Makes one person of two: all photos of the first go to the second."
    )

    @OptionGroup var global: GlobalOptions

    @Argument(help: "The id that goes away.")
    var from: Int64

    @Argument(help: "The id that stays.")
    var into: Int64

    @Flag(name: .long, help: "Print JSON.")
    var json = false

    func validate() throws {
        if from == into { throw ValidationError("A person can't be merged with themselves.") }
    }

    func run() async throws {
        let house = House(settings: try global.settings())
        let store = try house.catalogue(creating: false)
        let gallery = try await house.gallery(in: store)
        try await store.merge(PersonID(from), into: PersonID(into), in: gallery.id)
        if json {
            try Console.json(MergedPeople(from: from, into: into))
        } else {
            Console.say("Person \(from) is person \(into) now.")
        }
    }
}

/// What `people merge --json` prints.
struct MergedPeople: Encodable {
    var schema = 1
    /// The id that went away; it goes on working for sources that know it.
    var from: Int64
    var into: Int64
}

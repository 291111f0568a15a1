import ArgumentParser
import Assembly
import FaceTypes
import Foundation
import Gallery

/// The command `semblance galleries …`.
struct GalleriesCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "galleries",
        abstract: "Lists and removes galleries.",
        subcommands: [GalleriesList.self, GalleriesRemove.self],
        defaultSubcommand: GalleriesList.self
    )
}

/// The command `semblance galleries list`.
struct GalleriesList: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "Lists the home's galleries."
    )

    @OptionGroup var global: GlobalOptions

    @Flag(name: .long, help: "Print JSON.")
    var json = false

    func run() async throws {
        let house = House(settings: try global.settings())
        let store = try house.catalogue(creating: false)
        var listed: [GalleryListing] = []
        for record in try await store.galleries() {
            let counts = try await store.statistics(of: record.id)
            listed.append(
                GalleryListing(
                    name: record.name,
                    pack: record.pack.name,
                    keep: record.keep,
                    labelled: record.labelled,
                    people: counts.people,
                    photos: counts.photos,
                    faces: counts.faces
                )
            )
        }
        if json {
            try Console.json(GalleriesListing(galleries: listed))
            return
        }
        var table = TextTable([
            ("gallery", .left), ("pack", .left), ("people", .right), ("photos", .right),
            ("faces", .right), ("keeps", .left),
        ])
        for gallery in listed {
            table.add([
                gallery.name, gallery.pack, gallery.labelled ? "\(gallery.people)" : "unlabelled",
                "\(gallery.photos)", "\(gallery.faces)", gallery.keep.rawValue,
            ])
        }
        for line in table.lines { Console.say(line) }
    }
}

/// What `galleries list --json` prints.
struct GalleriesListing: Encodable {
    var schema = 1
    var galleries: [GalleryListing]
}

/// One gallery of a listing.
struct GalleryListing: Encodable {
    var name: String
    var pack: String
    var keep: KeepPolicy
    var labelled: Bool
    var people: Int
    var photos: Int
    var faces: Int
}

/// The command `semblance galleries remove NAME`.
struct GalleriesRemove: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "remove",
        abstract: "Removes a gallery with all it holds."
    )

    @OptionGroup var global: GlobalOptions

    @Argument(help: "The gallery's name.")
    var name: String

    @Flag(name: .long, help: "Do not ask.")
    var yes = false

    @Flag(name: .long, help: "Print JSON.")
    var json = false

    func run() async throws {
        let house = House(settings: try global.settings())
        let store = try house.catalogue(creating: false)
        guard let record = try await store.gallery(named: name) else {
            throw GalleryError.noSuchGallery(name: name)
        }
        if !yes {
            Console.talk("Remove gallery \(name) for good? (yes/no) ", newline: false)
            guard readLine() == "yes" else {
                Console.talk("Nothing was removed.")
                if json { try Console.json(RemovedGallery(gallery: name, removed: false)) }
                return
            }
        }
        let objects = try await house.removeGallery(record, from: store)
        if json {
            try Console.json(RemovedGallery(gallery: name, removed: true, objects: objects))
        } else {
            Console.say("Removed gallery \(name) and \(counted(objects, "stored object")).")
        }
    }
}

/// What `galleries remove --json` prints.
struct RemovedGallery: Encodable {
    var schema = 1
    var gallery: String
    /// Whether it is gone: the question may have been answered with no.
    var removed: Bool
    /// Stored objects that went with it.
    var objects = 0
}

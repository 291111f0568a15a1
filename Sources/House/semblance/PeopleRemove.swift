import ArgumentParser
import Assembly
import FaceTypes
import Foundation
import Gallery

/// The command `semblance people remove ID`, or `--face PHOTO`.
struct PeopleRemove: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "remove",
        abstract: "Removes a person for good, named by id or by their face.",
        discussion: """
            Takes away rows, embeddings, photos that show them and their share in the calibration, and \
            leaves a mark of keyed hashes so that the same person and photos are not enrolled again. \
            With --face it shows first whom the gallery holds with that face, or where nobody has a \
            name which photos; the photo shown to it is kept nowhere. Every removal leaves a receipt \
            in the home that names nobody.
            """
    )

    @OptionGroup var global: GlobalOptions

    @Argument(help: "The person's id.")
    var id: Int64?

    @Option(name: .long, help: "A photo of the person; removes whoever has this face.")
    var face: String?

    @Flag(name: .long, help: "Do not ask.")
    var yes = false

    func validate() throws {
        guard (id == nil) != (face == nil) else {
            throw ValidationError("Name the person by id, or show their face with --face.")
        }
    }

    func run() async throws {
        let house = House(settings: try global.settings())
        if let face {
            try await remove(like: face, house)
        } else if let id {
            try await remove(PersonID(id), house)
        }
    }

    private func remove(_ id: PersonID, _ house: House) async throws {
        let store = try house.catalogue(creating: false)
        let gallery = try await house.gallery(in: store)
        guard let person = try await store.people([id], in: gallery.id).first else {
            throw GalleryError.noSuchPerson(id)
        }
        guard agrees("Remove \(person.name) with \(person.photoCount) photos for good?") else {
            return
        }
        try await remove(person, house, gallery, store)
    }

    private func remove(like photo: String, _ house: House) async throws {
        let gallery = try await house.openGallery()
        let held = try await house.holdings(like: photo, in: gallery)
        guard !held.isEmpty else {
            Console.say("Nobody in gallery \(gallery.record.name) has this face.")
            return
        }
        for holding in held {
            if let person = holding.person {
                try await remove(holding, person, house, gallery)
            } else {
                try await removePhotos(holding, house, gallery)
            }
        }
    }

    private func remove(
        _ holding: FaceHolding,
        _ person: PersonRecord,
        _ house: House,
        _ gallery: OpenGallery
    ) async throws {
        let similarity = String(format: "%.2f", holding.similarity)
        Console.say("\(person.name) (id \(person.id)), similarity \(similarity):")
        for face in holding.faces { Console.say("  face \(face.id) from \(face.origin)") }
        guard agrees("Remove \(person.name) for good?") else { return }
        try await remove(person, house, gallery.record, gallery.store)
    }

    /// Where nobody has a name a face goes with its photo, and whoever else is in it.
    private func removePhotos(
        _ holding: FaceHolding,
        _ house: House,
        _ gallery: OpenGallery
    ) async throws {
        for face in holding.faces {
            let inPhoto = try await gallery.store.faces(in: face.photo, of: gallery.record.id)
            // It went with another of its faces.
            if inPhoto.isEmpty { continue }
            let similarity = String(format: "%.2f", holding.similarity)
            Console.say(
                "Photo \(face.photo) from \(face.origin) with \(inPhoto.count) faces, similarity "
                    + similarity
            )
            guard agrees("Remove photo \(face.photo) for good?") else { continue }
            let receipt = try await house.remove(
                photo: face.photo,
                from: gallery.record,
                in: gallery.store
            )
            guard let receipt else { continue }
            tell(receipt, of: "photo \(face.photo)")
            Console.say("Receipt: \(try house.record(receipt, of: gallery.record))")
        }
    }

    private func agrees(_ question: String) -> Bool {
        if yes { return true }
        Console.talk(question + " (yes/no) ", newline: false)
        if readLine() == "yes" { return true }
        Console.talk("Nothing was removed.")
        return false
    }

    private func remove(
        _ person: PersonRecord,
        _ house: House,
        _ gallery: GalleryRecord,
        _ store: any GalleryStore
    ) async throws {
        let receipt = try await house.remove(person.id, from: gallery, in: store)
        tell(receipt, of: person.name)
        Console.say("Receipt: \(try house.record(receipt, of: gallery))")
    }

    private func tell(_ receipt: RemovalReceipt, of what: String) {
        Console.say(
            "Removed \(what): \(receipt.faces.count) faces, \(receipt.photos.count) photos, "
                + "\(receipt.orphanedObjects.count) stored objects, \(receipt.jobs) jobs. "
                + "They will not be enrolled again."
        )
        if receipt.bystandersWithoutCrop > 0 {
            Console.talk(
                "\(receipt.bystandersWithoutCrop) other people's faces have no crop, because their "
                    + "photo was missing or damaged."
            )
        }
        for part in receipt.due.map(\.rawValue).sorted() {
            Console.talk(
                "The removal is done, but its \(part) could not be deleted yet: the next removal, "
                    + "ingest or crawl does it."
            )
        }
    }
}

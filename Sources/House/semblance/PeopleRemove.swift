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

    @Flag(name: .long, help: "Print what was removed as JSON.")
    var json = false

    func validate() throws {
        guard (id == nil) != (face == nil) else {
            throw ValidationError("Name the person by id, or show their face with --face.")
        }
    }

    func run() async throws {
        let house = House(settings: try global.settings())
        let removed = Locked<[RemovedPart]>([])
        let failure = await failure {
            if let face {
                try await remove(like: face, house, removed)
            } else if let id {
                try await remove(PersonID(id), house, removed)
            }
        }
        // Of several what went before a failure is gone, and is told.
        if json, failure == nil || !removed.read(\.isEmpty) {
            try Console.json(RemovedPeople(removed: removed.read { $0 }))
        }
        if let failure { throw failure }
    }

    private func remove(
        _ id: PersonID,
        _ house: House,
        _ removed: Locked<[RemovedPart]>
    ) async throws {
        let store = try house.catalogue(creating: false)
        let gallery = try await house.gallery(in: store)
        guard let person = try await store.people([id], in: gallery.id).first else {
            throw GalleryError.noSuchPerson(id)
        }
        let photos = counted(person.photoCount, "photo")
        guard agrees("Remove \(person.name) with \(photos) for good?") else { return }
        try await remove(person, house, gallery, store, removed)
    }

    private func remove(
        like photo: String,
        _ house: House,
        _ removed: Locked<[RemovedPart]>
    ) async throws {
        let gallery = try await house.openGallery(toChange: true)
        let held = try await house.holdings(like: photo, in: gallery)
        guard !held.isEmpty else {
            say("Nobody in gallery \(gallery.record.name) has this face.")
            return
        }
        for holding in held {
            if let person = holding.person {
                try await remove(holding, person, house, gallery, removed)
            } else {
                try await removePhotos(holding, house, gallery, removed)
            }
        }
    }

    private func remove(
        _ holding: FaceHolding,
        _ person: PersonRecord,
        _ house: House,
        _ gallery: OpenGallery,
        _ removed: Locked<[RemovedPart]>
    ) async throws {
        let similarity = String(format: "%.2f", holding.similarity)
        say("\(person.name) (id \(person.id)), similarity \(similarity):")
        for face in holding.faces { say("  face \(face.id) from \(face.origin)") }
        guard agrees("Remove \(person.name) for good?") else { return }
        try await remove(person, house, gallery.record, gallery.store, removed)
    }

    /// Where nobody has a name a face goes with its photo, and whoever else is in it.
    private func removePhotos(
        _ holding: FaceHolding,
        _ house: House,
        _ gallery: OpenGallery,
        _ removed: Locked<[RemovedPart]>
    ) async throws {
        for face in holding.faces {
            let inPhoto = try await gallery.store.faces(in: face.photo, of: gallery.record.id)
            // It went with another of its faces.
            if inPhoto.isEmpty { continue }
            let similarity = String(format: "%.2f", holding.similarity)
            say(
                "Photo \(face.photo) from \(face.origin) with \(counted(inPhoto.count, "face")), "
                    + "similarity \(similarity)"
            )
            guard agrees("Remove photo \(face.photo) for good?") else { continue }
            let receipt = try await house.remove(
                photo: face.photo,
                from: gallery.record,
                in: gallery.store
            )
            guard let receipt else { continue }
            tell(receipt, of: "photo \(face.photo)")
            let path = try house.record(receipt, of: gallery.record)
            removed.change { $0.append(RemovedPart(receipt, person: nil, recordedAt: path)) }
            say("Receipt: \(path)")
        }
    }

    /// Talk where JSON is the data, else data.
    private func say(_ text: String) {
        if !json {
            Console.say(text)
        } else if !global.quiet {
            Console.talk(text)
        }
    }

    private func failure(_ body: () async throws -> Void) async -> (any Error)? {
        do {
            try await body()
            return nil
        } catch {
            return error
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
        _ store: any GalleryStore,
        _ removed: Locked<[RemovedPart]>
    ) async throws {
        let receipt = try await house.remove(person.id, from: gallery, in: store)
        tell(receipt, of: person.name)
        let path = try house.record(receipt, of: gallery)
        removed.change { $0.append(RemovedPart(receipt, person: person.id, recordedAt: path)) }
        say("Receipt: \(path)")
    }

    private func tell(_ receipt: RemovalReceipt, of what: String) {
        say(
            "Removed \(what): \(counted(receipt.faces.count, "face")), "
                + "\(counted(receipt.photos.count, "photo")), "
                + "\(counted(receipt.orphanedObjects.count, "stored object")), "
                + "\(counted(receipt.jobs, "job")). They will not be enrolled again."
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

/// What `people remove --json` prints.
struct RemovedPeople: Encodable {
    var schema = 1
    var removed: [RemovedPart]
}

/// One person, or one photo where nobody has a name, that was removed.
struct RemovedPart: Encodable {
    /// The person; absent where a photo was removed.
    var person: PersonID?
    var faces: [FaceID]
    var photos: [PhotoID]
    /// Stored objects that nothing names any more.
    var objects: Int
    /// Jobs that are gone from the queue.
    var jobs: Int
    /// Other people's faces that have no crop, because their photo was missing or damaged.
    var bystandersWithoutCrop: Int
    /// What is still to be deleted, and will be by the next removal or ingest.
    var due: [String]
    /// Path of the receipt.
    var receipt: String

    init(_ receipt: RemovalReceipt, person: PersonID?, recordedAt path: String) {
        self.person = person
        faces = receipt.faces
        photos = receipt.photos
        objects = receipt.orphanedObjects.count
        jobs = receipt.jobs
        bystandersWithoutCrop = receipt.bystandersWithoutCrop
        due = receipt.due.map(\.rawValue).sorted()
        self.receipt = path
    }
}

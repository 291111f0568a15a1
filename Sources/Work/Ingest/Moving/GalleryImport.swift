import Archives
public import FaceTypes
import Foundation
public import Gallery
import Hashing
public import ObjectStorage

/// Takes a gallery out of a file another home exported.
///
/// The whole file is read and checked before anything is written, so a damaged one changes nothing.
/// Importing again after a crash goes on where it stopped.
public struct GalleryImport: Sendable {
    /// Bytes of objects that go to the disk together.
    private static let batchBytesMax = 32 << 20

    private let path: String
    private let store: any GalleryStore
    private let objects: any ObjectStore
    private let head: GalleryArchive.Head

    /// The pack the gallery is bound to; searching it needs this pack.
    public var pack: PackIdentity { head.pack }

    /// The name the gallery had.
    public var name: String { head.name }

    /// Reads and checks a file from beginning to end.
    ///
    /// - Throws: `MoveError.damaged` or `.notAGallery`; `ArchiveError`.
    public init(path: String, store: any GalleryStore, objects: any ObjectStore) throws {
        self.path = path
        self.store = store
        self.objects = objects
        head = try Self.check(path)
    }

    private static func check(_ path: String) throws -> GalleryArchive.Head {
        let reader = try TarReader(path: path)
        guard let first = try reader.next(), first.name == GalleryArchive.head else {
            throw MoveError.notAGallery(path: path, detail: "it does not begin with gallery.json")
        }
        guard
            let head = try? JSONDecoder().decode(
                GalleryArchive.Head.self,
                from: Data(first.bytes)
            )
        else { throw MoveError.damaged(path: path, part: first.name) }
        guard GalleryArchive.formats.contains(head.format) else {
            throw MoveError.notAGallery(
                path: path,
                detail: "its form is \(head.format), this version reads up to "
                    + "\(GalleryArchive.format)"
            )
        }
        var listed = Listed(first, of: head)
        var counts = MoveSummary()
        while let entry = try reader.next() {
            if entry.name == GalleryArchive.checksums {
                guard try reader.next() == nil else {
                    throw MoveError.damaged(path: path, part: "its end")
                }
                try compare(listed, counts, with: entry.bytes, path)
                return head
            }
            try count(entry, head, &counts, path)
            listed.add(entry)
        }
        throw MoveError.damaged(path: path, part: "its end")
    }

    /// What the checksums have to agree with.
    private struct Listed {
        private(set) var members: [GalleryArchive.Checksums.Member]
        /// Of form 2: the objects' names.
        private(set) var objectNames: SHA256Stream?

        init(_ first: TarReader.Entry, of head: GalleryArchive.Head) {
            members = [GalleryImport.member(first)]
            objectNames = head.format > 1 ? SHA256Stream() : nil
        }

        mutating func add(_ entry: TarReader.Entry) {
            if objectNames != nil, entry.name.hasPrefix(GalleryArchive.objectPrefix) {
                // Whether the bytes are the name's was looked at before.
                objectNames?.update(Array((entry.name + "\n").utf8))
            } else {
                members.append(GalleryImport.member(entry))
            }
        }
    }

    private static func member(_ entry: TarReader.Entry) -> GalleryArchive.Checksums.Member {
        GalleryArchive.Checksums.Member(
            name: entry.name,
            sha256: sha256(entry.bytes).hexadecimal
        )
    }

    private static func compare(
        _ listed: Listed,
        _ counts: MoveSummary,
        with bytes: [UInt8],
        _ path: String
    ) throws {
        guard
            let expected = try? JSONDecoder().decode(
                GalleryArchive.Checksums.self,
                from: Data(bytes)
            )
        else { throw MoveError.damaged(path: path, part: GalleryArchive.checksums) }
        let members = listed.members
        for (found, wanted) in zip(members, expected.members) where found != wanted {
            throw MoveError.damaged(path: path, part: found.name)
        }
        guard members.count == expected.members.count,
            Set(members.map(\.name)).count == members.count,
            counts.people == expected.people, counts.photos == expected.photos,
            counts.faces == expected.faces,
            expected.objects == listed.objectNames?.finish().hexadecimal
        else { throw MoveError.damaged(path: path, part: "its list of parts") }
    }

    /// Makes sure that a part can be read when its turn comes.
    private static func count(
        _ entry: TarReader.Entry,
        _ head: GalleryArchive.Head,
        _ counts: inout MoveSummary,
        _ path: String
    ) throws {
        do {
            switch entry.name.split(separator: "/").first {
            case "people":
                counts.people +=
                    try GalleryArchive.values(GalleryArchive.Person.self, in: entry.bytes).count
            case "photos":
                for photo in try GalleryArchive.values(GalleryArchive.Photo.self, in: entry.bytes) {
                    let enrolment = try Self.enrolment(photo, head, people: nil)
                    counts.photos += 1
                    counts.faces += enrolment.faces.count
                }
            case "objects":
                let name = GalleryArchive.object(sha256(entry.bytes))
                guard name == entry.name else { throw Malformed() }
            default: throw Malformed()
            }
        } catch {
            throw MoveError.damaged(path: path, part: entry.name)
        }
    }

    private struct Malformed: Error {}

    /// Writes everything into a gallery, which is made.
    ///
    /// - Parameter name: the gallery's name here.
    /// - Throws: `MoveError.exists` when there is such a gallery with people in it already, unless
    ///   `continuing`; what the stores throw.
    public func run(
        into name: String,
        continuing: Bool = false,
        progress: @Sendable (MoveSummary) -> Void = { _ in }
    ) async throws -> MoveSummary {
        if !continuing, let there = try await store.gallery(named: name),
            try await store.holdsFaces(there.id)
        {
            throw MoveError.exists(gallery: name)
        }
        let gallery = try await store.createGallery(
            named: name,
            pack: head.pack,
            keep: head.keep,
            labelled: head.labelled
        )
        var run = Run()
        do {
            try await take(into: gallery, &run, progress)
        } catch {
            // What no record names would stay for ever; a further try stores it again.
            _ = try? await discard(run.unnamed)
            throw error
        }
        try await discard(run.unnamed)
        return run.summary
    }

    private func take(
        into gallery: GalleryRecord,
        _ run: inout Run,
        _ progress: @Sendable (MoveSummary) -> Void
    ) async throws {
        let reader = try TarReader(path: path)
        while let entry = try reader.next() {
            try Task.checkCancellation()
            switch entry.name.split(separator: "/").first {
            case "people": try await takePeople(entry.bytes, gallery, &run)
            case "objects":
                run.summary.objects += 1
                run.unnamed.insert(sha256(entry.bytes))
                run.waiting.append(entry.bytes)
                run.waitingBytes += entry.bytes.count
                if run.waitingBytes >= Self.batchBytesMax { try await flush(&run) }
            case "photos":
                try await flush(&run)
                try await takePhotos(entry.bytes, gallery, &run)
                progress(run.summary)
            default: continue
            }
        }
    }

    /// Deletes those of the stored objects that no record came to name: of people and photos a
    /// removal forbids here.
    private func discard(_ stored: Set<ContentHash>) async throws {
        if stored.isEmpty { return }
        try await uncancelled { [store, objects] in
            try await objects.sweep { stranded in
                let orphans = try await store.unrecordedObjects(
                    among: Array(stored.union(stranded))
                )
                try await objects.delete(orphans)
            }
        }
    }

    private struct Run {
        var summary = MoveSummary()
        /// By the number they had in the other home.
        var people: [Int64: PersonID] = [:]
        var waiting: [[UInt8]] = []
        var waitingBytes = 0
        /// Objects that no photo which was recorded has named yet.
        var unnamed: Set<ContentHash> = []
    }

    private func flush(_ run: inout Run) async throws {
        // What a death in the middle leaves, the next sweep is told of.
        try await objects.put(run.waiting) { _ in }
        run.waiting = []
        run.waitingBytes = 0
    }

    private func takePeople(
        _ bytes: [UInt8],
        _ gallery: GalleryRecord,
        _ run: inout Run
    ) async throws {
        let people = try GalleryArchive.values(GalleryArchive.Person.self, in: bytes)
        let records = try await store.people(
            claimed: people.map { PersonClaim(key: $0.key, name: $0.name, metadata: $0.metadata) },
            in: gallery.id
        )
        var merged: [PersonID: [String]] = [:]
        for (person, record) in zip(people, records) {
            guard let record else { continue }
            run.people[person.id] = record.id
            run.summary.people += 1
            merged[record.id] = person.mergedKeys
        }
        try await store.addKeys(merged, in: gallery.id)
    }

    private func takePhotos(
        _ bytes: [UInt8],
        _ gallery: GalleryRecord,
        _ run: inout Run
    ) async throws {
        let photos = try GalleryArchive.values(GalleryArchive.Photo.self, in: bytes)
        let people = run.people
        let all = try photos.map { try Self.enrolment($0, head, people: people) }
        let enrolments = all.filter { !$0.faces.isEmpty }
        run.summary.suppressed += zip(photos, all).count { !$0.faces.isEmpty && $1.faces.isEmpty }
        for (enrolment, outcome) in zip(enrolments, try await record(enrolments, in: gallery)) {
            switch outcome {
            case .enrolled(_, let faces):
                run.summary.photos += 1
                run.summary.faces += faces.count
                run.unnamed.subtract(Self.objects(of: enrolment))
            case .alreadyEnrolled:
                run.summary.photos += 1
                run.unnamed.subtract(Self.objects(of: enrolment))
            case .faceOfAnother: try await takeFaces(of: enrolment, gallery, &run)
            case .suppressed: run.summary.suppressed += 1
            }
        }
    }

    /// Records a photo one of whose faces is two people's, face by face: the first of them keeps it.
    ///
    /// Catalogues of before could hold such photos.
    private func takeFaces(
        of photo: Enrolment,
        _ gallery: GalleryRecord,
        _ run: inout Run
    ) async throws {
        let single = photo.faces.map { face in
            var enrolment = photo
            enrolment.faces = [face]
            return enrolment
        }
        let outcomes = try await record(single, in: gallery)
        if outcomes.allSatisfy({ $0 == .suppressed }) {
            run.summary.suppressed += 1
            return
        }
        run.summary.photos += 1
        for (enrolment, outcome) in zip(single, outcomes) {
            switch outcome {
            case .faceOfAnother:
                run.summary.contested += 1
                continue
            case .enrolled: run.summary.faces += 1
            case .alreadyEnrolled, .suppressed: break
            }
            run.unnamed.subtract(Self.objects(of: enrolment))
        }
    }

    /// Writes photos whose objects were stored before, and sees that they still are: a sweep may
    /// have come in between.
    ///
    /// - Throws: `ObjectStorageError.missing`; the same import, run again, stores it again.
    private func record(
        _ enrolments: [Enrolment],
        in gallery: GalleryRecord
    ) async throws -> [EnrolmentOutcome] {
        try await objects.whileNobodySweeps { [objects, store] in
            for enrolment in enrolments {
                for object in Self.objects(of: enrolment)
                where try await !objects.contains(object) {
                    throw ObjectStorageError.missing(object)
                }
            }
            return try await store.enrol(enrolments, in: gallery.id)
        }
    }

    /// What object storage holds of a photo.
    private static func objects(of enrolment: Enrolment) -> [ContentHash] {
        ([enrolment.stored ? enrolment.hash : nil] + enrolment.faces.map(\.crop)).compactMap { $0 }
    }

    /// A photo as it is enrolled.
    ///
    /// - Parameter people: the new ids; without them only the form is checked. Faces of people a
    ///   removal forbids are left out.
    private static func enrolment(
        _ photo: GalleryArchive.Photo,
        _ head: GalleryArchive.Head,
        people: [Int64: PersonID]?
    ) throws -> Enrolment {
        guard let hash = ContentHash(hexadecimal: photo.hash),
            let look = UInt64(photo.look, radix: 16), photo.width > 0, photo.height > 0
        else { throw Malformed() }
        var faces: [Enrolment.Face] = []
        for face in photo.faces {
            let dimension = head.pack.dimension
            guard
                let embedding = GalleryArchive.embedding(of: face.embedding, dimension: dimension)
            else { throw Malformed() }
            let crop = try face.crop.map { text in
                guard let hash = ContentHash(hexadecimal: text) else { throw Malformed() }
                return hash
            }
            let person = face.person.flatMap { people?[$0] }
            if people != nil, face.person != nil, person == nil { continue }
            faces.append(
                Enrolment.Face(
                    person: person,
                    detection: face.detection,
                    quality: face.quality,
                    embedding: embedding,
                    crop: crop
                )
            )
        }
        return Enrolment(
            hash: hash,
            perceptualHash: look,
            width: photo.width,
            height: photo.height,
            byteCount: photo.bytes,
            origin: photo.origin,
            credit: photo.credit,
            year: photo.year,
            stored: photo.stored,
            faces: faces
        )
    }
}

import Archives
import FaceTypes
import Foundation
import Gallery
import GallerySQLite
import Hashing
import Ingest
import Jobs
import ObjectStorage
import TestSupport
import Testing
import WorkDoubles

@Suite struct `A gallery that moves to another home` {
    private struct Home {
        let folder: TemporaryFolder
        let store: SQLiteGallery
        let objects: FileObjectStore

        init() throws {
            folder = try TemporaryFolder()
            store = try SQLiteGallery(path: folder.path("catalog.sqlite"))
            objects = FileObjectStore(folder: folder.path("objects"))
        }

        /// Enrols stub photos through a worker.
        func fill(_ count: Int) async throws -> GalleryRecord {
            let gallery = try await store.createGallery(
                named: "default",
                pack: StubPhotos.pack,
                keep: .photos,
                labelled: true
            )
            let queue = SQLiteJobs(in: store)
            let jobs = try (0..<count).map { try StubPhotos.job($0, in: gallery.id) }
            _ = try await queue.enqueue(jobs, at: .now)
            _ = try await IngestWorker(
                queue: queue,
                gallery: gallery,
                store: store,
                objects: objects,
                kinds: [.photoFile],
                stages: StubPhotos.stages(),
                settings: WorkSettings(name: "w", idleSeconds: 0.01)
            ).run()
            return gallery
        }

        func photos(named name: String) async throws -> [WholePhoto] {
            let gallery = try #require(try await store.gallery(named: name))
            return try await store.wholePhotos(in: gallery.id, after: nil, limit: 10_000)
        }
    }

    @Test func `arrives with every photo, face, credit and object`() async throws {
        let old = try Home()
        let gallery = try await old.fill(700)
        let file = old.folder.path("moved.tar")
        let written = try await GalleryExport(
            gallery: gallery,
            store: old.store,
            objects: old.objects
        ).write(to: file)
        #expect(written.photos == 665)
        let new = try Home()
        let moving = try GalleryImport(path: file, store: new.store, objects: new.objects)
        #expect(moving.pack == StubPhotos.pack)
        let taken = try await moving.run(into: "arrived")
        #expect(taken == written)
        let before = try await old.photos(named: "default")
        let after = try await new.photos(named: "arrived")
        #expect(after.map(\.record.hash) == before.map(\.record.hash))
        #expect(after.map(\.perceptualHash) == before.map(\.perceptualHash))
        #expect(after.map(\.record.credit) == before.map(\.record.credit))
        #expect(after.map(\.record.year) == before.map(\.record.year))
        #expect(Set(after.map(\.record.year)) == [nil, 1999])
        #expect(after.flatMap(\.faces).map(\.detection) == before.flatMap(\.faces).map(\.detection))
        let record = try #require(try await new.store.gallery(named: "arrived"))
        let faces = after.flatMap(\.faces)
        let embeddings = try await new.store.embeddings(of: faces.map(\.id), in: record.id)
        #expect(
            embeddings.map(\.embedding) == faces.map { StubPhotos.embedding(of: $0.photoHash) }
        )
        for photo in after { _ = try new.objects.bytes(of: photo.record.hash) }
    }

    @Test func `is not taken twice by mistake, and goes on when asked`() async throws {
        let old = try Home()
        let gallery = try await old.fill(40)
        let file = old.folder.path("moved.tar")
        let export = GalleryExport(gallery: gallery, store: old.store, objects: old.objects)
        _ = try await export.write(to: file)
        let new = try Home()
        let moving = try GalleryImport(path: file, store: new.store, objects: new.objects)
        let first = try await moving.run(into: "arrived")
        await #expect(throws: MoveError.exists(gallery: "arrived")) {
            _ = try await moving.run(into: "arrived")
        }
        let second = try await moving.run(into: "arrived", continuing: true)
        #expect(second.photos == first.photos)
        #expect(second.faces == 0)
    }

    @Test func `lists no object by itself, and is read in the form that did`() async throws {
        struct Member: Codable {
            var name: String
            var sha256: String
        }
        let old = try Home()
        let file = old.folder.path("moved.tar")
        let written = try await GalleryExport(
            gallery: try await old.fill(12),
            store: old.store,
            objects: old.objects
        ).write(to: file)
        var entries: [TarReader.Entry] = []
        let reader = try TarReader(path: file)
        while let entry = try reader.next() { entries.append(entry) }
        let last = try #require(entries.last)
        entries.removeLast()
        let text = String(decoding: last.bytes, as: UTF8.self)
        #expect(!text.contains("objects/"))

        // The same gallery as the first form had it.
        let first = file + "-1"
        let writer = try TarWriter(path: first)
        var members: [Member] = []
        for entry in entries {
            var bytes = entry.bytes
            if entry.name == "gallery.json" {
                let head = String(decoding: bytes, as: UTF8.self)
                bytes = Array(head.replacing("\"format\":3", with: "\"format\":1").utf8)
                #expect(bytes != entry.bytes)
            }
            try writer.add(entry.name, bytes)
            members.append(Member(name: entry.name, sha256: sha256(bytes).hexadecimal))
        }
        var sums = try #require(
            try JSONSerialization.jsonObject(with: Data(last.bytes)) as? [String: Any]
        )
        sums["objects"] = nil
        sums["members"] = try JSONSerialization.jsonObject(
            with: try JSONEncoder().encode(members)
        )
        let bytes = [UInt8](try JSONSerialization.data(withJSONObject: sums))
        try writer.add("checksums.json", bytes)
        try writer.finish()
        for path in [file, first] {
            let new = try Home()
            let moving = try GalleryImport(path: path, store: new.store, objects: new.objects)
            #expect(try await moving.run(into: "arrived") == written)
        }
    }

    @Test func `gives a face that two people had to the first of them`() async throws {
        let old = try Home()
        let gallery = try await old.fill(2)
        let photo = try #require(try await old.photos(named: "default").first)
        let face = try #require(photo.faces.first)
        let other = try #require(
            try await old.store.person(
                withKey: "other",
                name: "Other",
                metadata: PersonMetadata(),
                in: gallery.id
            )
        )
        var beside = face.detection
        beside.box.x += 2 * beside.box.width
        let second = Enrolment(
            hash: photo.record.hash,
            perceptualHash: photo.perceptualHash,
            width: 400,
            height: 400,
            byteCount: 1,
            origin: photo.record.origin,
            credit: photo.record.credit,
            stored: true,
            faces: [
                Enrolment.Face(
                    person: other.id,
                    detection: beside,
                    quality: face.quality,
                    embedding: StubPhotos.embedding(of: photo.record.hash),
                    crop: nil
                )
            ]
        )
        _ = try await old.store.enrol(second, in: gallery.id)
        let file = old.folder.path("moved.tar")
        let written = try await GalleryExport(
            gallery: gallery,
            store: old.store,
            objects: old.objects
        ).write(to: file)
        #expect(written.faces == 3)
        // What a home of before could hold: the second face where the first is.
        let doubled = file + "-doubled"
        try Self.rewrite(file, to: doubled) { name, text in
            guard name.hasPrefix("photos/") else { return text }
            let moved = text.replacing(
                "\"x\":\(Int(beside.box.x))",
                with: "\"x\":\(Int(face.detection.box.x))"
            )
            #expect(moved != text)
            return moved
        }
        let new = try Home()
        let moving = try GalleryImport(path: doubled, store: new.store, objects: new.objects)
        let taken = try await moving.run(into: "arrived")
        #expect(taken.photos == written.photos)
        #expect(taken.faces == 2)
        #expect(taken.contested == 1)
        let arrived = try #require(try await new.store.gallery(named: "arrived"))
        let holder = try await new.store.person(keyed: "person 0", in: arrived.id)
        let faces = try await new.photos(named: "arrived").flatMap(\.faces)
        #expect(faces.map(\.person) == [holder?.id, holder?.id])
        let again = try await moving.run(into: "arrived", continuing: true)
        #expect(again.photos == written.photos)
        #expect(again.faces == 0)
    }

    /// Copies an archive with its texts changed and its checksums made anew.
    private static func rewrite(
        _ file: String,
        to target: String,
        _ change: (_ name: String, _ text: String) -> String
    ) throws {
        let reader = try TarReader(path: file)
        let writer = try TarWriter(path: target)
        var sums: [String: String] = [:]
        while let entry = try reader.next() {
            var bytes = entry.bytes
            if entry.name == "checksums.json" {
                var text = String(decoding: bytes, as: UTF8.self)
                for (old, new) in sums { text = text.replacing(old, with: new) }
                bytes = Array(text.utf8)
            } else if !entry.name.hasPrefix("objects/") {
                bytes = Array(change(entry.name, String(decoding: bytes, as: UTF8.self)).utf8)
                sums[sha256(entry.bytes).hexadecimal] = sha256(bytes).hexadecimal
            }
            try writer.add(entry.name, bytes)
        }
        try writer.finish()
    }

    @Test func `leaves nothing behind of people whom a removal keeps out`() async throws {
        let old = try Home()
        let file = old.folder.path("moved.tar")
        _ = try await GalleryExport(
            gallery: try await old.fill(9),
            store: old.store,
            objects: old.objects
        ).write(to: file)
        let new = try Home()
        let gallery = try await new.store.createGallery(
            named: "arrived",
            pack: StubPhotos.pack,
            keep: .photos,
            labelled: true
        )
        let removed = try await new.store.person(
            withKey: "person 0",
            name: "person 0",
            metadata: PersonMetadata(),
            in: gallery.id
        )
        let id = try #require(removed).id
        _ = try await new.store.remove(id, bystanderCrops: [:], from: gallery.id)
        let moving = try GalleryImport(path: file, store: new.store, objects: new.objects)
        let summary = try await moving.run(into: "arrived")
        #expect(summary.suppressed == 3)
        let kept = try await new.photos(named: "arrived").map(\.record.hash)
        #expect(kept.count == summary.photos)
        #expect(Set(try new.objects.addresses(after: nil, limit: 99)) == Set(kept))
    }

    @Test func `is refused whole when any byte is changed or missing`() async throws {
        let old = try Home()
        let gallery = try await old.fill(20)
        let file = old.folder.path("moved.tar")
        let export = GalleryExport(gallery: gallery, store: old.store, objects: old.objects)
        _ = try await export.write(to: file)
        let whole = [UInt8](try Data(contentsOf: URL(filePath: file)))
        let new = try Home()
        func isRefused(_ bytes: [UInt8]) throws -> Bool {
            let damaged = new.folder.path("damaged.tar")
            try Data(bytes).write(to: URL(filePath: damaged))
            do {
                _ = try GalleryImport(path: damaged, store: new.store, objects: new.objects)
                return false
            } catch is MoveError {
                return true
            } catch is ArchiveError {
                return true
            }
        }
        #expect(try !isRefused(whole))
        for length in stride(from: 0, to: whole.count - 1_024, by: 3_001) {
            #expect(try isRefused(Array(whole.prefix(length))), "cut at \(length)")
        }
        for place in stride(from: 513, to: whole.count, by: 1_777) {
            var changed = whole
            changed[place] ^= 0x10
            // Padding between entries and after the end carries nothing.
            if whole[place] == 0 { continue }
            #expect(try isRefused(changed), "changed at \(place)")
        }
        #expect(try await new.store.galleries().isEmpty)
    }

    @Test func `takes the keys of merged people along, so that nobody is doubled`() async throws {
        let old = try Home()
        let gallery = try await old.fill(9)
        let people = try await old.store.people(in: gallery.id, named: nil, after: nil, limit: 9)
        try await old.store.merge(people[0].id, into: people[1].id, in: gallery.id)
        try await old.store.merge(people[1].id, into: people[2].id, in: gallery.id)
        let file = old.folder.path("moved.tar")
        _ = try await GalleryExport(gallery: gallery, store: old.store, objects: old.objects)
            .write(to: file)
        let new = try Home()
        let moving = try GalleryImport(path: file, store: new.store, objects: new.objects)
        _ = try await moving.run(into: "arrived")
        let arrived = try #require(try await new.store.gallery(named: "arrived"))
        let claims = people.map { PersonClaim(key: $0.key, name: $0.name) }
        let found = try await new.store.people(claimed: claims, in: arrived.id)
        #expect(Set(found.map { $0?.key }) == [people[2].key])
        #expect(try await new.store.statistics(of: arrived.id).people == 1)
        // And once more from there.
        let third = try Home()
        let again = new.folder.path("again.tar")
        _ = try await GalleryExport(gallery: arrived, store: new.store, objects: new.objects)
            .write(to: again)
        _ = try await GalleryImport(path: again, store: third.store, objects: third.objects)
            .run(into: "third")
        let last = try #require(try await third.store.gallery(named: "third"))
        let ends = try await third.store.people(claimed: claims, in: last.id)
        #expect(Set(ends.map { $0?.key }) == [people[2].key])
    }
}

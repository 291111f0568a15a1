import Archives
import FaceTypes
public import Gallery
import Hashing
public import ObjectStorage

/// Writes a gallery into one file, to be moved to another home.
///
/// The export is what the catalogue held while it ran: run it while nobody enrols for one moment's
/// picture.
public struct GalleryExport: Sendable {
    private let gallery: GalleryRecord
    private let store: any GalleryStore & PhotoListing
    private let objects: any ObjectStore

    /// Prepares an export.
    public init(
        gallery: GalleryRecord,
        store: any GalleryStore & PhotoListing,
        objects: any ObjectStore
    ) {
        self.gallery = gallery
        self.store = store
        self.objects = objects
    }

    /// Writes the file, which appears when it is whole.
    ///
    /// - Throws: `ArchiveError`, `ObjectStorageError` when a stored object is missing or damaged,
    ///   what the catalogue throws.
    public func write(
        to path: String,
        progress: @Sendable (MoveSummary) -> Void = { _ in }
    ) async throws -> MoveSummary {
        var run = Run(writer: try TarWriter(path: path))
        let head = GalleryArchive.Head(
            name: gallery.name,
            pack: gallery.pack,
            keep: gallery.keep,
            labelled: gallery.labelled
        )
        try run.add(GalleryArchive.head, try GalleryArchive.encode(head))
        try await people(&run)
        try await photos(&run, progress)
        let checksums = GalleryArchive.Checksums(
            members: run.members,
            people: run.summary.people,
            photos: run.summary.photos,
            faces: run.summary.faces,
            objects: run.objectNames.finish().hexadecimal
        )
        try run.writer.add(GalleryArchive.checksums, try GalleryArchive.encode(checksums))
        try run.writer.finish()
        return run.summary
    }

    private struct Run {
        let writer: TarWriter
        var members: [GalleryArchive.Checksums.Member] = []
        var summary = MoveSummary()
        var written: Set<ContentHash> = []
        var objectNames = SHA256Stream()

        mutating func add(_ name: String, _ bytes: [UInt8]) throws {
            try writer.add(name, bytes)
            members.append(
                GalleryArchive.Checksums.Member(name: name, sha256: sha256(bytes).hexadecimal)
            )
        }

        mutating func add(object hash: ContentHash, _ bytes: [UInt8]) throws {
            let name = GalleryArchive.object(hash)
            try writer.add(name, bytes)
            objectNames.update(Array((name + "\n").utf8))
            summary.objects += 1
        }
    }

    private func people(_ run: inout Run) async throws {
        var last: PersonID?
        var part = 0
        while true {
            try Task.checkCancellation()
            let page = try await store.people(
                in: gallery.id,
                named: nil,
                after: last,
                limit: GalleryArchive.peoplePerPart
            )
            guard let end = page.last else { return }
            last = end.id
            part += 1
            run.summary.people += page.count
            let merged = try await store.mergedKeys(of: page.map(\.id), in: gallery.id)
            let lines = page.map {
                GalleryArchive.Person(
                    id: $0.id.rawValue,
                    key: $0.key,
                    name: $0.name,
                    metadata: $0.metadata,
                    mergedKeys: merged[$0.id]
                )
            }
            try run.add(GalleryArchive.people(part: part), try GalleryArchive.lines(lines))
        }
    }

    private func photos(
        _ run: inout Run,
        _ progress: @Sendable (MoveSummary) -> Void
    ) async throws {
        var last: PhotoID?
        var part = 0
        while true {
            try Task.checkCancellation()
            let page = try await store.wholePhotos(
                in: gallery.id,
                after: last,
                limit: GalleryArchive.photosPerPart
            )
            guard let end = page.last else { return }
            last = end.record.id
            part += 1
            var lines: [GalleryArchive.Photo] = []
            for photo in page {
                let line = try await self.line(of: photo)
                run.summary.photos += 1
                run.summary.faces += line.faces.count
                lines.append(line)
                try await addObjects(of: photo, &run)
            }
            try run.add(GalleryArchive.photos(part: part), try GalleryArchive.lines(lines))
            progress(run.summary)
        }
    }

    private func line(of photo: WholePhoto) async throws -> GalleryArchive.Photo {
        let embeddings = Dictionary(
            try await store.embeddings(of: photo.faces.map(\.id), in: gallery.id)
                .map { ($0.face, $0.embedding) },
            uniquingKeysWith: { first, _ in first }
        )
        let faces = photo.faces.compactMap { face in
            embeddings[face.id].map { embedding in
                GalleryArchive.Face(
                    person: face.person?.rawValue,
                    detection: face.detection,
                    quality: face.quality,
                    crop: face.crop?.hexadecimal,
                    embedding: GalleryArchive.data(of: embedding)
                )
            }
        }
        return GalleryArchive.Photo(
            hash: photo.record.hash.hexadecimal,
            look: String(photo.perceptualHash, radix: 16),
            width: photo.record.width,
            height: photo.record.height,
            bytes: photo.byteCount,
            origin: photo.record.origin,
            credit: photo.record.credit,
            year: photo.record.year,
            stored: photo.record.stored,
            faces: faces
        )
    }

    private func addObjects(of photo: WholePhoto, _ run: inout Run) async throws {
        var wanted = photo.faces.compactMap(\.crop)
        if photo.record.stored { wanted.append(photo.record.hash) }
        for hash in wanted where run.written.insert(hash).inserted {
            try run.add(object: hash, try await objects.bytes(of: hash))
        }
    }
}

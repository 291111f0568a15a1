import FacePipeline
public import FaceTypes
import Foundation
public import Gallery
import Likeness
import ModelPacks
import Pools

/// What a gallery holds of somebody whose face was shown to it.
public struct FaceHolding: Sendable, Hashable {
    /// The person; `nil` where nobody has a name, and each face stands for itself.
    public var person: PersonRecord?
    /// Similarity of the face shown to their best one.
    public var similarity: Float
    /// Their faces.
    public var faces: [StoredFace]
}

/// What became of a removal, without a word of who it was.
public struct RemovalRecord: Sendable, Hashable, Codable {
    /// The form of this record.
    public var schema = 1
    /// When, ISO 8601.
    public var date: String
    /// The gallery's name.
    public var gallery: String
    /// The person's number, which is never used again.
    public var person: PersonID?
    /// Faces that are gone.
    public var faces: [FaceID]
    /// Photos that are gone.
    public var photos: [PhotoID]
    /// Stored objects that are gone.
    public var objects: Int
    /// Jobs that are gone from the queue.
    public var jobs: Int
    /// Whether the removed bytes were overwritten in the catalogue's files as well.
    public var scrubbed: Bool
    /// What is still to be deleted, and will be later: `objects`, `index`, `evidence`.
    public var due: [String]
}

extension House {
    /// The people of a gallery whom the face in a photo may be, closest first; in a gallery without
    /// names the faces.
    ///
    /// From the pack's same-person similarity on; the photo is kept nowhere.
    /// - Throws: `ProbeError` when the photo shows no face.
    public func holdings(
        like photo: String,
        in gallery: OpenGallery,
        limit: Int = 10
    ) async throws -> [FaceHolding] {
        let pipeline = try pipeline(for: gallery.pack)
        let analysis = try await pool().run { try analyse(photo, with: pipeline) }
        let probe = try Probe.choose(
            .primary,
            from: analysis,
            source: photo,
            allow: Set(QualityCode.allCases)
        )
        guard let face = probe.first?.face else { return [] }
        let threshold = gallery.pack.manifest.embedder.thresholds.fmr1e4
        return gallery.record.labelled
            ? try await people(like: face.embedding, from: threshold, in: gallery, limit: limit)
            : try await faces(like: face.embedding, from: threshold, in: gallery)
    }

    private func people(
        like face: Embedding,
        from threshold: Float,
        in gallery: OpenGallery,
        limit: Int
    ) async throws -> [FaceHolding] {
        let nearest = try await gallery.index.nearestPeople(
            to: face,
            limit: limit,
            among: nil,
            excluding: nil
        )
        var found: [FaceHolding] = []
        for neighbor in nearest where neighbor.similarity >= threshold {
            guard let id = neighbor.person,
                let person = try await gallery.store.people([id], in: gallery.record.id).first
            else { continue }
            let faces = try await gallery.store.faces(of: id, in: gallery.record.id)
            found.append(
                FaceHolding(person: person, similarity: neighbor.similarity, faces: faces)
            )
        }
        return found
    }

    /// Most faces without a name that one call finds; a further call finds the rest.
    private static let namelessMax = 1_000

    private func faces(
        like face: Embedding,
        from threshold: Float,
        in gallery: OpenGallery
    ) async throws -> [FaceHolding] {
        let nearest = try await gallery.index.nearestFaces(
            to: face,
            limit: Self.namelessMax,
            among: nil
        ).filter { $0.similarity >= threshold }
        let faces = try await gallery.store.faces(nearest.map(\.face), in: gallery.record.id)
        let known = Dictionary(uniqueKeysWithValues: faces.map { ($0.id, $0) })
        return nearest.compactMap { neighbor in
            known[neighbor.face].map { face in
                FaceHolding(person: nil, similarity: neighbor.similarity, faces: [face])
            }
        }
    }

    /// Writes down that a removal was done, in the home.
    ///
    /// - Returns: the record's file.
    public func record(_ receipt: RemovalReceipt, of gallery: GalleryRecord) throws -> String {
        let date = Date().formatted(.iso8601)
        let record = RemovalRecord(
            date: date,
            gallery: gallery.name,
            person: receipt.person,
            faces: receipt.faces,
            photos: receipt.photos,
            objects: receipt.orphanedObjects.count,
            jobs: receipt.jobs,
            scrubbed: receipt.scrubbed,
            due: receipt.due.map(\.rawValue).sorted()
        )
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        let photo = receipt.photos.first.map { "photo-\($0)" } ?? "0"
        let what = receipt.person.map { "\($0)" } ?? photo
        let name = "removal-\(date.replacing(":", with: ""))-\(what).json"
        let path = settings.home.reports + "/" + name
        try PrivateFile.write([UInt8](try encoder.encode(record)), to: path)
        return path
    }
}

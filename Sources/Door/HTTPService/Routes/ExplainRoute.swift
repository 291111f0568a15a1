import FacePipeline
import FaceTypes
import Gallery
import Hummingbird
import Likeness
import ObjectStorage
import Pools

/// Says which regions carry a likeness.
enum ExplainRoute {
    static let all: [Route] = [
        Route(method: .post, path: "/explain", access: .search, handler: explain)
    ]

    @Sendable static func explain(_ exchange: Exchange) async throws -> Response {
        let body = try await PhotoBody.read(exchange, photosRange: 1...1)
        guard let text = body.arguments["face"], let id = Int64(text) else {
            throw Problem.badParameter("face", "face is the id of a face of a search's answer.")
        }
        let selection = try SearchOptions.oneFace(body.arguments["faces"])
        let gallery = try await exchange.gallery()
        let other = try await enrolled(FaceID(id), in: gallery)
        let desk = exchange.desk
        let explanation = try await desk.line.admitted {
            try await desk.parts.pool.run {
                let probe = try gallery.eyes.face(selection, of: body.photos[0])
                let stored = try gallery.eyes.analyse(other.picture)
                let same = stored.faces.max {
                    $0.embedding.similarity(to: other.embedding)
                        < $1.embedding.similarity(to: other.embedding)
                }
                guard let same else { throw noPicture }
                return try RegionExplanation(probe, same, eyes: gallery.eyes)
            }
        }
        return try JSONBody.response(explanation)
    }

    /// A face's stored picture and embedding.
    private static func enrolled(
        _ id: FaceID,
        in gallery: ServedGallery
    ) async throws -> (picture: [UInt8], embedding: Embedding) {
        let record = gallery.record.id
        guard let face = try await gallery.store.faces([id], in: record).first,
            let held = try await gallery.store.embeddings(of: [id], in: record).first
        else { throw Problem(.noSuchFace, "There is no face \(id) in this gallery.") }
        guard let address = face.crop ?? (face.photoStored ? face.photoHash : nil) else {
            throw noPicture
        }
        return (try await gallery.objects.bytes(of: address), held.embedding)
    }

    private static let noPicture = Problem(
        .noPicture,
        "Nothing of this face is stored that could be compared again."
    )
}

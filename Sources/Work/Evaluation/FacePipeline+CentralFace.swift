public import FacePipeline
import FaceTypes
import Imaging

extension FacePipeline {
    /// The embedding of the face whose box lies nearest to the middle of a photo, which is whom LFW's
    /// photos are of; others may stand beside them.
    ///
    /// Call it on a bounded pool: it blocks.
    /// - Returns: `nil` when the photo shows no face or cannot be decoded.
    /// - Throws: `PipelineError` of the engine.
    public func embeddingOfCentralFace(
        in bytes: [UInt8]
    ) throws(PipelineError) -> EmbeddedPhoto? {
        guard let photo = try facesIfDecodable(bytes) else { return nil }
        let middle = Point(
            x: Float(photo.photo.fullWidth) / 2,
            y: Float(photo.photo.fullHeight) / 2
        )
        let distances = photo.faces.map { face in
            let centre = face.detection.box.centre
            let across = centre.x - middle.x
            let down = centre.y - middle.y
            return across * across + down * down
        }
        guard let nearest = distances.indices.min(by: { distances[$0] < distances[$1] }) else {
            return nil
        }
        let crop = try align(photo)[nearest]
        return try embedWithRaw([crop]).first.map { EmbeddedPhoto($0.embedding, raw: $0.raw) }
    }

    private func facesIfDecodable(_ bytes: [UInt8]) throws(PipelineError) -> PhotoFaces? {
        do throws(PipelineError) {
            return try detect(bytes)
        } catch {
            if case .undecodable = error { return nil }
            throw error
        }
    }
}

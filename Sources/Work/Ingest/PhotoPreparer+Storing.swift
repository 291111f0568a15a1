import FacePipeline
import FaceTypes
import Gallery
import Imaging
import ObjectStorage

extension PhotoPreparer {
    typealias ReadPhoto = (bytes: [UInt8], hash: ContentHash)

    /// Stores what the gallery keeps; objects come before the catalogue, so that a crash between
    /// the two leaves an unreferenced object and never a record without its object.
    func store(
        _ faces: [AnalysedFace],
        of analysis: PhotoAnalysis,
        _ read: ReadPhoto,
        _ candidate: PhotoCandidate
    ) async throws -> PreparedPhoto {
        let keep = settings.dryRun ? KeepPolicy.nothing : gallery.keep
        if keep == .photos { try await objects.put(read.bytes, hash: read.hash) }
        var enrolled: [Enrolment.Face] = []
        for face in faces {
            enrolled.append(
                Enrolment.Face(
                    person: nil,
                    detection: face.detection,
                    quality: face.quality,
                    embedding: face.embedding,
                    crop: keep == .crops ? try await storeCrop(of: face, in: analysis) : nil
                )
            )
        }
        let enrolment = Enrolment(
            hash: read.hash,
            perceptualHash: analysis.perceptualHash,
            width: analysis.fullWidth,
            height: analysis.fullHeight,
            byteCount: read.bytes.count,
            origin: candidate.origin,
            credit: candidate.credit,
            stored: keep == .photos,
            faces: enrolled
        )
        return PreparedPhoto(
            claim: gallery.labelled ? candidate.claim : nil,
            origin: candidate.origin,
            enrolment: enrolment
        )
    }

    private func storeCrop(
        of face: AnalysedFace,
        in analysis: PhotoAnalysis
    ) async throws -> ContentHash {
        let bytes = try await pool.run {
            let crop = FaceCrop.cut(
                face.detection.box,
                from: analysis.image,
                fullWidth: analysis.fullWidth,
                margin: Self.cropMargin,
                edgeMax: Self.cropEdgeMax
            )
            return try encodeJPEG(crop, quality: Self.cropJPEGQuality)
        }
        return try await objects.put(bytes)
    }
}

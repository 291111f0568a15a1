import FacePipeline
import FaceTypes
import Gallery
import Hashing
import Imaging
import Pools

extension PhotoPreparer {
    typealias ReadPhoto = (bytes: [UInt8], hash: ContentHash)

    /// Where its photos are written.
    var target: EnrolmentWriter.Target {
        EnrolmentWriter.Target(
            gallery: gallery,
            store: store,
            objects: objects,
            dryRun: settings.dryRun
        )
    }

    /// Makes what the gallery keeps of a photo, ready to be written.
    func keep(
        _ faces: [AnalysedFace],
        of analysis: PhotoAnalysis,
        _ read: ReadPhoto,
        _ candidate: PhotoCandidate
    ) async throws -> PreparedPhoto {
        let policy = settings.dryRun ? KeepPolicy.nothing : gallery.keep
        var objects: [[UInt8]] = policy == .photos ? [read.bytes] : []
        var enrolled: [Enrolment.Face] = []
        for face in faces {
            var cropAddress: ContentHash?
            if policy == .crops {
                let crop = try await pool.run {
                    try Self.encodedCrop(of: face.detection, in: analysis.photo)
                }
                cropAddress = crop.hash
                objects.append(crop.bytes)
            }
            enrolled.append(
                Enrolment.Face(
                    person: nil,
                    detection: face.detection,
                    quality: face.quality,
                    embedding: face.embedding,
                    crop: cropAddress
                )
            )
        }
        let enrolment = Enrolment(
            hash: read.hash,
            perceptualHash: analysis.perceptualHash,
            width: analysis.width,
            height: analysis.height,
            byteCount: read.bytes.count,
            origin: candidate.origin,
            credit: candidate.credit,
            year: candidate.year,
            stored: policy == .photos,
            faces: enrolled,
            claim: gallery.labelled ? candidate.claim : nil
        )
        return PreparedPhoto(
            origin: candidate.origin,
            enrolment: enrolment,
            objects: objects
        )
    }

    static func encodedCrop(
        of face: DetectedFace,
        in photo: DecodedImage
    ) throws -> ReadPhoto {
        let crop = FaceCrop.cut(
            face.box,
            from: photo.image,
            fullWidth: photo.fullWidth,
            margin: cropMargin,
            edgeMax: cropEdgeMax
        )
        let bytes = try encodeJPEG(crop, quality: cropJPEGQuality)
        return (bytes: bytes, hash: sha256(bytes))
    }
}

internal import Foundation
import FaceTypes
package import Imaging
package import Inference
package import ModelPacks

/// Finds the faces of a decoded photo and brings them into the form the following steps need.
package struct FaceLocator: Sendable {
    private let finder: FaceFinder
    private let predictor: LandmarkPredictor?
    private let scheme: EmbedderSpec.LandmarkScheme
    private let facesMax: Int

    /// Compiles the pack's detector and reads its landmark predictor.
    package init(
        pack: InstalledPack,
        engine: InferenceEngine,
        settings: PipelineSettings
    ) throws(PipelineError) {
        var spec = pack.manifest.detector
        if let edge = settings.detectionLongEdge, spec.head != .scrfd { spec.longEdge = edge }
        var plan = DetectionPlan.standard(for: spec)
        if !settings.looksFiner { plan.finerEdges = [] }
        finder = FaceFinder(
            detector: try FaceDetector(pack: pack, engine: engine, precision: settings.precision),
            plan: plan,
            triesTurns: settings.triesTurns
        )
        predictor = try Self.predictor(of: pack)
        scheme = pack.manifest.embedder.landmarkScheme
        facesMax = settings.facesMax
        guard scheme == .centres || predictor != nil else {
            throw .incompletePack(pack: pack.manifest.name, missing: "the landmark predictor")
        }
    }

    private static func predictor(of pack: InstalledPack) throws(PipelineError)
        -> LandmarkPredictor?
    {
        guard let file = pack.manifest.detector.landmarkPredictor else { return nil }
        let path = pack.path(of: file)
        do {
            let data = try Data(contentsOf: URL(fileURLWithPath: path))
            return LandmarkPredictor(try LandmarkPredictorModel(bytes: [UInt8](data)))
        } catch {
            throw .unreadablePredictor(path: path, reason: "\(error)")
        }
    }

    /// Finds the faces.
    package func locate(in photo: DecodedImage) throws(PipelineError) -> PhotoFaces {
        let finding = try finder.find(in: photo.image)
        let frame = StoredFrame(photo: photo, turn: finding.turn)
        let searched = finding.pyramid.picture
        let faces = finding.sightings.compactMap { sighting in
            located(sighting, in: searched, frame: frame)
        }
        return PhotoFaces(
            photo: photo,
            turn: finding.turn,
            isPoorlyLit: finding.isPoorlyLit,
            faces: Array(faces.orderedByProminence(in: searched).prefix(facesMax)),
            pyramid: finding.pyramid
        )
    }

    /// A face with its points, or `nil` when they determine no crop.
    private func located(
        _ sighting: Sighting,
        in picture: PixelImage,
        frame: StoredFrame
    ) -> LocatedFace? {
        var face = sighting.face
        var points = face.landmarks?.points
        if let predictor {
            let corners = predictor.points(in: face.box, of: picture)
            face.landmarks = DlibCorners.landmarks(from: corners)
            points = scheme == .dlibCorners ? corners : face.landmarks?.points
        }
        guard let points, let landmarks = face.landmarks,
            (try? SimilarityTransform(mapping: points, to: Self.anyTriangle)) != nil
        else { return nil }
        let stored = face.mapped(by: frame.inStoredPhoto)
        return LocatedFace(
            detection: DetectedFace(
                box: stored.box,
                landmarks: stored.landmarks ?? landmarks,
                confidence: min(max(sighting.score, 0), 1)
            ),
            sureness: min(max(sighting.sureness, 0), 1),
            looksReal: finder.plan.isReal(sighting),
            uprightBox: face.box,
            uprightLandmarks: landmarks,
            alignmentPoints: points
        )
    }

    /// Five points in no special arrangement: fitting to them fails only for degenerate points.
    private static let anyTriangle = [
        Point(x: 0, y: 0), Point(x: 8, y: 0), Point(x: 4, y: 4), Point(x: 1, y: 9),
        Point(x: 7, y: 9),
    ]
}

/// How pixels of the searched picture become pixels of the stored photo at full size.
private struct StoredFrame {
    let turn: QuarterTurn
    let width: Float
    let height: Float
    let scale: Float

    init(photo: DecodedImage, turn: QuarterTurn) {
        self.turn = turn
        width = Float(photo.image.width)
        height = Float(photo.image.height)
        scale = Float(photo.fullWidth) / Float(photo.image.width)
    }

    func inStoredPhoto(_ point: Point) -> Point {
        let upright = turn.undone(point, width: width, height: height)
        return Point(x: upright.x * scale, y: upright.y * scale)
    }
}

extension [LocatedFace] {
    /// Large and sure faces first, those near the middle before those at the edge.
    fileprivate func orderedByProminence(in picture: PixelImage) -> [LocatedFace] {
        let middle = Point(x: Float(picture.width) / 2, y: Float(picture.height) / 2)
        let reach = Swift.max(middle.length, 1)
        let ranked = enumerated().map { index, face in
            let distance = face.uprightBox.centre.minus(middle).length / reach
            let prominence =
                face.uprightBox.area * face.sureness * face.sureness * (1 - 0.5 * distance)
            return (face: face, prominence: prominence, index: index)
        }
        return ranked.sorted {
            $0.prominence == $1.prominence
                ? $0.index < $1.index : $0.prominence > $1.prominence
        }.map(\.face)
    }
}

package import FaceTypes
import Imaging

/// Finds the faces of a picture at the right scale and turn with as few looks as it takes.
///
/// A photo with one clear face costs one look. Only when that leaves doubt do others follow: closer
/// up (faces that fill the frame break into fragments), finer (group photos), turned (photos lying
/// on their side), stretched in brightness (very dark ones).
package struct FaceFinder: Sendable {
    /// What was found, and in which picture.
    package struct Finding {
        /// The picture as it was searched: turned upright when it lay on its side.
        package var pyramid: ImagePyramid
        /// How far it was turned clockwise.
        package var turn: QuarterTurn
        /// The faces, in pixels of that picture.
        package var sightings: [Sighting]
        /// Whether nothing was found and the photo's light may be why.
        package var isPoorlyLit = false
    }

    let detector: FaceDetector
    let plan: DetectionPlan
    let triesTurns: Bool

    /// Prepares a search.
    ///
    /// - Parameters:
    ///   - detector: Of the pack.
    ///   - plan: Which looks there are.
    ///   - triesTurns: Whether pictures are turned when no face stands upright in them.
    package init(detector: FaceDetector, plan: DetectionPlan, triesTurns: Bool) {
        self.detector = detector
        self.plan = plan
        self.triesTurns = triesTurns
    }

    /// Searches a picture.
    ///
    /// - Throws: `PipelineError` when the engine fails; a picture without a face is no error.
    package func find(in picture: PixelImage) throws(PipelineError) -> Finding {
        var pyramid = ImagePyramid(picture)
        let asTaken = try find(in: &pyramid, exposure: .asTaken)
        if !asTaken.sightings.isEmpty { return asTaken }
        let small = pyramid.level(forScale: Float(plan.longEdge) / Float(picture.longEdge))
        let light = PhotoLight(of: small.image)
        for exposure in Exposure.helping(light) {
            let helped = try find(in: &pyramid, exposure: exposure)
            if !helped.sightings.isEmpty { return helped }
        }
        var nothing = asTaken
        nothing.isPoorlyLit = light.isPoor
        return nothing
    }

    private func find(
        in pyramid: inout ImagePyramid,
        exposure: Exposure
    ) throws(PipelineError) -> Finding {
        let upright = try search(&pyramid, exposure: exposure)
        let asStored = Finding(pyramid: pyramid, turn: .none, sightings: upright)
        guard triesTurns, !upright.contains(where: isUpright) else { return asStored }
        let turn = try bestTurn(&pyramid, exposure: exposure, toBeat: upright)
        guard turn != .none else { return asStored }
        var turned = ImagePyramid(pyramid.picture.rotated(quarterTurns: turn.rawValue))
        let sightings = try search(&turned, exposure: exposure)
        guard !sightings.isEmpty else { return asStored }
        return Finding(pyramid: turned, turn: turn, sightings: sightings)
    }

    /// Whether a face surely stands upright, so that no turn can be better.
    private func isUpright(_ sighting: Sighting) -> Bool {
        if sighting.score >= plan.sure { return true }
        guard let limit = plan.confirmation?.upright else { return false }
        return sighting.confirmation.map { $0 >= limit } ?? false
    }

    /// All looks at a picture that is held to be upright.
    private func search(
        _ pyramid: inout ImagePyramid,
        exposure: Exposure
    ) throws(PipelineError) -> [Sighting] {
        var faces = try firstLook(&pyramid, exposure: exposure)
        let fillsFrame = faces.contains { $0.lookEdge > plan.frameFilling }
        if fillsFrame || !faces.contains(where: isUpright), let closeUp = plan.closeUp {
            var closer = try look(
                &pyramid,
                edge: closeUp.edge,
                canvas: closeUp.canvas,
                exposure: exposure
            )
            for index in closer.indices { closer[index].isCloseUp = true }
            faces = faces.joined(withCloser: closer, plan: plan)
        }
        try confirm(&faces, in: &pyramid, exposure: exposure)
        faces = try lookFiner(faces, &pyramid, exposure: exposure)
        return faces.withoutFragments(plan: plan)
    }

    private func firstLook(
        _ pyramid: inout ImagePyramid,
        exposure: Exposure
    ) throws(PipelineError) -> [Sighting] {
        let longEdge = pyramid.picture.longEdge
        var edge = plan.enlarges ? plan.longEdge : min(plan.longEdge, longEdge)
        var faces = try look(&pyramid, edge: edge, canvas: plan.canvas, exposure: exposure)
        for _ in 0..<plan.doublings where faces.isEmpty {
            edge *= 2
            faces = try look(&pyramid, edge: edge, canvas: plan.canvas, exposure: exposure)
        }
        return faces
    }

    /// One look at the whole picture.
    func look(
        _ pyramid: inout ImagePyramid,
        edge: Int,
        canvas: LookFrame.Canvas,
        turn: QuarterTurn = .none,
        exposure: Exposure
    ) throws(PipelineError) -> [Sighting] {
        let picture = pyramid.picture
        let scale = Float(edge) / Float(picture.longEdge)
        let whole = Box(x: 0, y: 0, width: Float(picture.width), height: Float(picture.height))
        let frame = LookFrame(region: whole, scale: scale, turn: turn, canvas: canvas)
        return try detector.faces(in: frame, of: &pyramid, exposure: exposure)
            .map { Sighting($0, scale: scale) }
    }

    /// The turn in which a face scores best, if that is better than as stored.
    private func bestTurn(
        _ pyramid: inout ImagePyramid,
        exposure: Exposure,
        toBeat upright: [Sighting]
    ) throws(PipelineError) -> QuarterTurn {
        // Scores of one upright face differ by .009 or more among turns, so half of it decides.
        let margin: Float = 0.005
        var best = max((upright.map(\.score).max() ?? 0) + margin, plan.fallbackScore)
        var bestTurn = QuarterTurn.none
        let smaller = min(plan.longEdge, pyramid.picture.longEdge)
        let edge = plan.enlarges ? plan.longEdge : smaller
        for turn in QuarterTurn.allCases where turn != .none {
            var faces = try look(
                &pyramid,
                edge: edge,
                canvas: plan.canvas,
                turn: turn,
                exposure: exposure
            )
            if let closeUp = plan.closeUp {
                faces += try look(
                    &pyramid,
                    edge: closeUp.edge,
                    canvas: closeUp.canvas,
                    turn: turn,
                    exposure: exposure
                )
            }
            guard let score = faces.map(\.score).max(), score > best else { continue }
            best = score
            bestTurn = turn
        }
        return bestTurn
    }
}

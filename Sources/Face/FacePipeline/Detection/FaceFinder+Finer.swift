import FaceTypes

extension FaceFinder {
    /// Looks for faces too small for the looks so far, as long as only small ones were found.
    func lookFiner(
        _ coarse: [Sighting],
        _ pyramid: inout ImagePyramid,
        exposure: Exposure
    ) throws(PipelineError) -> [Sighting] {
        var faces = coarse
        let longEdge = pyramid.picture.longEdge
        var seenEdge = plan.enlarges ? plan.longEdge : min(plan.longEdge, longEdge)
        // A picture without a face has been looked at enlarged already.
        if faces.isEmpty { seenEdge <<= plan.doublings }
        // Pictures smaller than the first look have nothing more to show.
        guard longEdge >= plan.longEdge else { return coarse }
        for wanted in plan.finerEdges {
            let edge = min(wanted, Int(Float(longEdge) * plan.enlargement))
            // A look that is hardly finer shows nothing new.
            guard edge * 4 > seenEdge * 5 else { continue }
            let seenScale = Float(seenEdge) / Float(longEdge)
            let largest = faces.map { $0.face.box.shortEdge * seenScale }.max() ?? 0
            guard largest < plan.smallFace else { break }
            var finer = try lookInTiles(&pyramid, edge: edge, exposure: exposure)
            try confirm(&finer, in: &pyramid, exposure: exposure)
            let real = plan.confirmation?.upright ?? plan.fallbackScore
            faces = faces.joined(withFiner: finer.filter { $0.sureness >= real - 0.1 }, plan: plan)
            seenEdge = edge
        }
        return faces
    }

    /// One look at the whole picture in tiles, so that memory does not grow with the picture.
    private func lookInTiles(
        _ pyramid: inout ImagePyramid,
        edge: Int,
        exposure: Exposure
    ) throws(PipelineError) -> [Sighting] {
        let picture = pyramid.picture
        let scale = Float(edge) / Float(picture.longEdge)
        let columns = Self.tileStarts(length: Float(picture.width) * scale, tile: plan.tile)
        let rows = Self.tileStarts(length: Float(picture.height) * scale, tile: plan.tile)
        let side = Float(plan.tile.edge) / scale
        var found: [Sighting] = []
        for row in rows {
            for column in columns {
                let x = column / scale
                let y = row / scale
                let region = Box(
                    x: x,
                    y: y,
                    width: min(side, Float(picture.width) - x),
                    height: min(side, Float(picture.height) - y)
                )
                let frame = LookFrame(
                    region: region,
                    scale: scale,
                    canvas: plan.enlarges ? .square(plan.tile.edge) : .content
                )
                found += try detector.faces(
                    in: frame,
                    of: &pyramid,
                    exposure: exposure,
                    threshold: plan.finerThreshold
                )
                .map { Sighting($0, scale: scale) }
            }
        }
        return found.withoutTileDoubles()
    }

    /// Where tiles begin along one axis, so that each overlaps the next and the last ends at the
    /// picture's edge.
    static func tileStarts(
        length: Float,
        tile: (edge: Int, overlap: Int)
    ) -> [Float] {
        let edge = Float(tile.edge)
        guard length > edge else { return [0] }
        let step = edge - Float(tile.overlap)
        let count = Int(((length - edge) / step).rounded(.up)) + 1
        return (0..<count).map { Float($0) * (length - edge) / Float(count - 1) }
    }
}

extension [Sighting] {
    /// Keeps the best of the same face in neighbouring tiles, of which one may show a part only.
    fileprivate func withoutTileDoubles() -> [Sighting] {
        var kept: [Sighting] = []
        for face in sorted(by: { $0.score > $1.score }) {
            let isNew = kept.allSatisfy {
                OverlapMeasure.smaller.value($0.face.box, face.face.box) <= 0.5
                    && !$0.isSameFace(as: face)
            }
            if isNew { kept.append(face) }
        }
        return kept
    }

    /// Adds what a finer look shows, and takes its points for faces that were small before.
    func joined(withFiner finer: [Sighting], plan: DetectionPlan) -> [Sighting] {
        var joined = self
        for face in finer {
            guard let index = joined.firstIndex(where: { $0.isSameFace(as: face) }) else {
                if !contains(where: { face.isPart(of: $0) }) { joined.append(face) }
                continue
            }
            var better = face
            better.score = Swift.max(better.score, joined[index].score)
            better.confirmation = joined[index].confirmation ?? face.confirmation
            if joined[index].lookEdge < plan.smallFace { joined[index] = better }
        }
        return joined
    }
}

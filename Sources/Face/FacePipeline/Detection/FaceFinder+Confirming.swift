import FaceTypes

extension FaceFinder {
    /// Looks a second time, closer, at every face whose score leaves doubt.
    func confirm(
        _ faces: inout [Sighting],
        in pyramid: inout ImagePyramid,
        exposure: Exposure
    ) throws(PipelineError) {
        guard let confirmation = plan.confirmation else { return }
        for index in faces.indices where faces[index].needsConfirmation(below: plan.sure) {
            let box = faces[index].face.box
            let side = confirmation.context * max(box.width, box.height)
            let region = Box(
                x: box.centre.x - side / 2,
                y: box.centre.y - side / 2,
                width: side,
                height: side
            )
            let frame = LookFrame(
                region: region,
                scale: Float(confirmation.edge) / side,
                canvas: .square(confirmation.edge)
            )
            let seen = try detector.faces(in: frame, of: &pyramid, exposure: exposure)
            faces[index].confirmation =
                seen.filter { $0.box.overlap(with: box) > 0.3 }.map(\.score).max() ?? 0
        }
    }
}

extension Sighting {
    fileprivate func needsConfirmation(below sure: Float) -> Bool {
        confirmation == nil && score < sure && !isCloseUp
    }
}

extension [Sighting] {
    /// Adds what a look at a shrunken picture shows: faces that fill the frame, of which an
    /// ordinary look shows nothing or fragments.
    ///
    /// The points of faces that fill the frame are taken from it even when both saw them.
    func joined(withCloser closer: [Sighting], plan: DetectionPlan) -> [Sighting] {
        var joined = self
        for face in closer {
            let rivals = joined.indices.filter { joined[$0].isPart(of: face) }
            let bestRival = rivals.map { joined[$0].score }.max() ?? 0
            let isFilled = rivals.contains { joined[$0].lookEdge > plan.frameFilling }
            let wins =
                rivals.isEmpty
                ? face.score >= plan.fallbackScore
                : face.score > bestRival || isFilled && face.score >= plan.fallbackScore
            guard wins else { continue }
            joined = joined.enumerated().filter { !rivals.contains($0.offset) }.map(\.element)
            var closest = face
            closest.score = Swift.max(face.score, bestRival)
            joined.append(closest)
        }
        return joined
    }

    /// Drops what a second look did not confirm when it is a part of a surer face.
    func withoutFragments(plan: DetectionPlan) -> [Sighting] {
        filter { face in
            guard !plan.isReal(face) else { return true }
            return !contains { $0 != face && plan.isReal($0) && face.isPart(of: $0) }
        }
    }
}

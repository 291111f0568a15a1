import FaceTypes
package import ModelPacks

/// MTCNN's cascade of three nets (Zhang et al., "Joint Face Detection and Alignment Using Multitask
/// Cascaded Convolutional Networks", 2016), as `facenet-pytorch` runs it.
package enum MTCNNHead {
    /// Side of each stage's window, in pixels.
    static let proposalEdge = 12
    static let refinementEdge = 24
    static let outputEdge = 48

    /// Pixels of a level between cells of the first net's maps.
    static let proposalStride = 2

    /// Overlaps above which two boxes are one: within a level, among levels, and at the end.
    static let levelOverlap: Float = 0.5
    static let stageOverlap: Float = 0.7

    /// Most boxes that go from one stage to the next, best first: a bound on hostile pictures.
    static let boxesMax = 512

    /// The three nets, each a function from planes to the outputs named in the manifest's contract.
    package struct Stages: Sendable {
        /// One level: (1, 3, H, W) to `face` (1, 2, h, w) and `box` (1, 4, h, w).
        package var proposal: @Sendable (PlanarImage) throws(PipelineError) -> HeadOutputs
        /// N crops of 24 x 24 to `face` (N, 2) and `box` (N, 4).
        package var refinement: @Sendable ([PlanarImage]) throws(PipelineError) -> HeadOutputs
        /// N crops of 48 x 48 to `face` (N, 2), `box` (N, 4), `points` (N, 10).
        package var output: @Sendable ([PlanarImage]) throws(PipelineError) -> HeadOutputs

        /// Takes the nets.
        package init(
            proposal: @escaping @Sendable (PlanarImage) throws(PipelineError) -> HeadOutputs,
            refinement: @escaping @Sendable ([PlanarImage]) throws(PipelineError) -> HeadOutputs,
            output: @escaping @Sendable ([PlanarImage]) throws(PipelineError) -> HeadOutputs
        ) {
            self.proposal = proposal
            self.refinement = refinement
            self.output = output
        }
    }

    /// A box with the correction the net asks for, in fractions of its sides.
    struct Proposal {
        var candidate: Candidate
        var correction: (left: Float, top: Float, right: Float, bottom: Float)
    }

    /// Finds faces.
    ///
    /// - Parameters:
    ///   - picture: Already as the nets want it.
    ///   - numbers: Thresholds of the first two stages, the pyramid's factor, the smallest face.
    ///   - threshold: Of the last stage, 0...1.
    ///   - stages: The nets.
    /// - Returns: Faces in pixels of the picture, suppressed.
    package static func detect(
        _ picture: PlanarImage,
        numbers: CascadeNumbers,
        threshold: Float,
        stages: Stages
    ) throws(PipelineError) -> [Candidate] {
        var boxes: [Proposal] = []
        for scale in scales(width: picture.width, height: picture.height, numbers: numbers) {
            let level = picture.averaged(
                partWidth: picture.width,
                partHeight: picture.height,
                toWidth: Int(Float(picture.width) * scale + 1),
                height: Int(Float(picture.height) * scale + 1)
            )
            boxes += try proposals(
                stages.proposal(level),
                scale: scale,
                threshold: numbers.proposalThreshold
            )
        }
        boxes = keep(boxes, overlap: stageOverlap).map { $0.corrected(inclusive: 0) }
        boxes = try refine(boxes, of: picture, threshold: numbers.refinementThreshold, stages)
        return try finish(boxes, of: picture, threshold: threshold, stages)
    }

    /// Scales of the pyramid's levels relative to the picture, greatest first.
    static func scales(width: Int, height: Int, numbers: CascadeNumbers) -> [Float] {
        let window = Float(proposalEdge)
        let first = window / Float(max(numbers.smallestFace, proposalEdge))
        let factor = min(max(numbers.pyramidFactor, 0.1), 0.95)
        var scale = first
        var scales: [Float] = []
        while Float(min(width, height)) * scale >= window {
            scales.append(scale)
            scale *= factor
        }
        return scales
    }

    /// Windows of one level that may hold a face.
    static func proposals(
        _ outputs: HeadOutputs,
        scale: Float,
        threshold: Float
    ) throws(PipelineError) -> [Proposal] {
        let faces = try outputs.output(named: "face", rank: 4)
        let (rows, columns) = (faces.shape[2], faces.shape[3])
        let cells = rows * columns
        guard faces.values.count == 2 * cells else {
            throw .unexpectedOutput(name: "face", expected: 2 * cells, found: faces.values.count)
        }
        let corrections = try outputs.values(named: "box", count: 4 * cells)
        var found: [Proposal] = []
        for cell in 0..<cells where faces.values[cells + cell] >= threshold {
            let x = Float(proposalStride * (cell % columns))
            let y = Float(proposalStride * (cell / columns))
            let left = ((x + 1) / scale).rounded(.down)
            let top = ((y + 1) / scale).rounded(.down)
            let reach = Float(proposalEdge)
            found.append(
                Proposal(
                    candidate: Candidate(
                        box: Box(
                            x: left,
                            y: top,
                            width: ((x + reach) / scale).rounded(.down) - left,
                            height: ((y + reach) / scale).rounded(.down) - top
                        ),
                        landmarks: nil,
                        score: faces.values[cells + cell]
                    ),
                    correction: (
                        corrections[cell], corrections[cells + cell],
                        corrections[2 * cells + cell], corrections[3 * cells + cell]
                    )
                )
            )
        }
        return keep(found, overlap: levelOverlap)
    }

    /// The second stage: drops most boxes and corrects the rest.
    private static func refine(
        _ boxes: [Proposal],
        of picture: PlanarImage,
        threshold: Float,
        _ stages: Stages
    ) throws(PipelineError) -> [Proposal] {
        let squares = boxes.map(\.squared)
        let crops = crops(squares, of: picture, edge: refinementEdge)
        guard !crops.isEmpty else { return [] }
        let judged = try judge(crops, by: stages.refinement(crops.map(\.image)), threshold)
        return keep(judged.map(\.proposal), overlap: stageOverlap)
            .map { $0.corrected(inclusive: 1) }
    }

    /// The last stage: drops, corrects and gives the points.
    private static func finish(
        _ boxes: [Proposal],
        of picture: PlanarImage,
        threshold: Float,
        _ stages: Stages
    ) throws(PipelineError) -> [Candidate] {
        let crops = crops(boxes.map(\.squared), of: picture, edge: outputEdge)
        guard !crops.isEmpty else { return [] }
        let outputs = try stages.output(crops.map(\.image))
        let points = try outputs.values(named: "points", count: 10 * crops.count)
        let judged = try judge(crops, by: outputs, threshold)
        let faces = judged.map { entry in
            var face = entry.proposal
            let box = face.candidate.box
            let at = 10 * entry.index
            face.candidate.landmarks = FaceLandmarks { point in
                Point(
                    x: (box.width + 1) * points[at + point] + box.x - 1,
                    y: (box.height + 1) * points[at + 5 + point] + box.y - 1
                )
            }
            return face.corrected(inclusive: 1).candidate
        }
        return faces.filter(\.isSound).suppressed(threshold: stageOverlap, measure: .smaller)
    }
}

extension MTCNNHead {
    private struct Crop {
        let proposal: Proposal
        let image: PlanarImage
    }

    /// Cuts the boxes out of the picture, as far as they lie in it.
    private static func crops(
        _ boxes: [Proposal],
        of picture: PlanarImage,
        edge: Int
    ) -> [Crop] {
        boxes.compactMap { proposal in
            let box = proposal.candidate.box
            guard abs(box.x) < 1e6, abs(box.y) < 1e6, box.width < 1e6, box.height < 1e6 else {
                return nil
            }
            // The original counts columns from 1 and its last column belongs to the crop.
            let left = max(Int(box.x), 1) - 1
            let top = max(Int(box.y), 1) - 1
            let right = min(Int(box.x + box.width), picture.width)
            let bottom = min(Int(box.y + box.height), picture.height)
            guard right > left, bottom > top else { return nil }
            let image = picture.averaged(
                left: left,
                top: top,
                partWidth: right - left,
                partHeight: bottom - top,
                toWidth: edge,
                height: edge
            )
            return Crop(proposal: proposal, image: image)
        }
    }

    /// Reads `face` and `box` of a batch of crops.
    private static func judge(
        _ crops: [Crop],
        by outputs: HeadOutputs,
        _ threshold: Float
    ) throws(PipelineError) -> [(index: Int, proposal: Proposal)] {
        let faces = try outputs.values(named: "face", count: 2 * crops.count)
        let corrections = try outputs.values(named: "box", count: 4 * crops.count)
        return crops.enumerated().compactMap { index, crop in
            let score = faces[2 * index + 1]
            guard score > threshold else { return nil }
            var proposal = crop.proposal
            proposal.candidate.score = score
            let at = 4 * index
            proposal.correction = (
                corrections[at], corrections[at + 1], corrections[at + 2], corrections[at + 3]
            )
            return (index, proposal)
        }
    }

    /// Suppression that carries the corrections along.
    private static func keep(_ boxes: [Proposal], overlap: Float) -> [Proposal] {
        let ordered = boxes.sorted { $0.candidate.score > $1.candidate.score }
        var kept: [Proposal] = []
        for box in ordered where kept.count < boxesMax {
            let isNew = kept.allSatisfy {
                $0.candidate.box.overlap(with: box.candidate.box) <= overlap
            }
            if isNew { kept.append(box) }
        }
        return kept
    }
}

extension MTCNNHead.Proposal {
    /// The box moved by its correction; the later stages count the last pixel (`inclusive` 1).
    func corrected(inclusive: Float) -> Self {
        let box = candidate.box
        let wide = box.width + inclusive
        let high = box.height + inclusive
        let left = box.x + correction.left * wide
        let top = box.y + correction.top * high
        let right = box.x + box.width + correction.right * wide
        let bottom = box.y + box.height + correction.bottom * high
        var moved = self
        moved.candidate.box = Box(x: left, y: top, width: right - left, height: bottom - top)
        return moved
    }

    /// The square of the longer side with the same centre.
    var squared: Self {
        let box = candidate.box
        let side = max(box.width, box.height)
        var square = self
        square.candidate.box = Box(
            x: box.x + (box.width - side) / 2,
            y: box.y + (box.height - side) / 2,
            width: side,
            height: side
        )
        return square
    }
}

import FaceTypes

/// Reads SCRFD's outputs (Guo et al., "Sample and Computation Redistribution for Efficient Face
/// Detection", 2021), the models with keypoints.
///
/// For each stride s of 8, 16, 32 and each cell, two anchors at (gx, gy) s: a score, the distances
/// from the anchor to the box's left, top, right and bottom, and five points relative to the
/// anchor, distances and points in units of s.
package enum SCRFDHead {
    /// The strides of the three output maps, in pixels.
    package static let strides = [8, 16, 32]

    /// Anchors in each cell.
    package static let anchors = 2

    /// Both sides of the input must be a multiple of this many pixels.
    package static let multiple = 32

    /// Numbers of the outputs of one stride.
    package struct Level: Sendable {
        /// One number an anchor.
        package var scores: [Float]
        /// Four numbers an anchor.
        package var distances: [Float]
        /// Ten numbers an anchor.
        package var points: [Float]

        /// Takes the three outputs.
        package init(scores: [Float], distances: [Float], points: [Float]) {
            self.scores = scores
            self.distances = distances
            self.points = points
        }
    }

    /// Decodes the outputs of one stride.
    ///
    /// - Parameters:
    ///   - level: The outputs, anchors of a cell next to each other, cells row-major.
    ///   - stride: 8, 16 or 32.
    ///   - width: Of the input, in pixels; a multiple of 32.
    ///   - height: Likewise.
    ///   - threshold: Smallest score kept.
    /// - Returns: Candidates in pixels of the input, not yet suppressed.
    /// - Throws: `PipelineError.unexpectedOutput` when an output has another size.
    package static func decode(
        _ level: Level,
        stride: Int,
        width: Int,
        height: Int,
        threshold: Float
    ) throws(PipelineError) -> [Candidate] {
        let columns = width / stride
        let count = columns * (height / stride) * anchors
        try check(level.scores, name: "scores of stride \(stride)", count: count)
        try check(level.distances, name: "boxes of stride \(stride)", count: count * 4)
        try check(level.points, name: "points of stride \(stride)", count: count * 10)
        let unit = Float(stride)
        var found: [Candidate] = []
        for anchor in 0..<count where level.scores[anchor] >= threshold {
            let cell = anchor / anchors
            let x = Float(cell % columns) * unit
            let y = Float(cell / columns) * unit
            let at = anchor * 4
            let left = level.distances[at] * unit
            let top = level.distances[at + 1] * unit
            let candidate = Candidate(
                box: Box(
                    x: x - left,
                    y: y - top,
                    width: left + level.distances[at + 2] * unit,
                    height: top + level.distances[at + 3] * unit
                ),
                landmarks: FaceLandmarks(
                    interleaved: level.points[(anchor * 10)..<(anchor * 10 + 10)]
                ) { Point(x: x + $0.x * unit, y: y + $0.y * unit) },
                score: level.scores[anchor]
            )
            if candidate.isSound { found.append(candidate) }
        }
        return found
    }

    private static func check(
        _ values: [Float],
        name: String,
        count: Int
    ) throws(PipelineError) {
        guard values.count == count else {
            throw .unexpectedOutput(name: name, expected: count, found: values.count)
        }
    }
}

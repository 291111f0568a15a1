import FaceTypes
internal import Foundation

/// Reads YuNet's outputs (Wu, Peng, Yu, "YuNet: A Tiny Millisecond-level Face Detector", 2023).
///
/// For each stride s of 8, 16, 32 the net gives one row per cell (gx, gy), row-major: `cls_s` and
/// `obj_s` (1 number), `bbox_s` (4) and `kps_s` (10). The score is the geometric mean of the first
/// two; the centre lies at `(gx + dx) s`, the size is `exp(w) s`, a point lies at `(gx + x) s`.
package enum YuNetHead {
    /// The strides of the three output maps, in pixels.
    package static let strides = [8, 16, 32]

    /// Both sides of the input must be a multiple of this many pixels.
    package static let multiple = 32

    /// Decodes the outputs of one picture.
    ///
    /// - Parameters:
    ///   - outputs: `cls_s`, `obj_s`, `bbox_s`, `kps_s`.
    ///   - width: Of the input, in pixels; a multiple of 32.
    ///   - height: Likewise.
    ///   - threshold: Smallest score kept, above 0.
    /// - Returns: Candidates in pixels of the input, not yet suppressed.
    /// - Throws: `PipelineError.unexpectedOutput` when an output is missing or of another size.
    package static func decode(
        _ outputs: HeadOutputs,
        width: Int,
        height: Int,
        threshold: Float
    ) throws(PipelineError) -> [Candidate] {
        var found: [Candidate] = []
        for stride in strides {
            let columns = width / stride
            let cells = columns * (height / stride)
            let classes = try outputs.values(named: "cls_\(stride)", count: cells)
            let objects = try outputs.values(named: "obj_\(stride)", count: cells)
            let boxes = try outputs.values(named: "bbox_\(stride)", count: cells * 4)
            let points = try outputs.values(named: "kps_\(stride)", count: cells * 10)
            // Comparing squares spares the root for the thousands of empty cells.
            let least = threshold * threshold
            for cell in 0..<cells {
                let squared = clipped(classes[cell]) * clipped(objects[cell])
                guard squared >= least else { continue }
                let candidate = Candidate(
                    column: cell % columns,
                    row: cell / columns,
                    stride: Float(stride),
                    box: boxes[(cell * 4)..<(cell * 4 + 4)],
                    points: points[(cell * 10)..<(cell * 10 + 10)],
                    score: squared.squareRoot()
                )
                if candidate.isSound { found.append(candidate) }
            }
        }
        return found
    }

    private static func clipped(_ value: Float) -> Float { min(max(value, 0), 1) }
}

extension Candidate {
    /// One cell of YuNet's output.
    fileprivate init(
        column: Int,
        row: Int,
        stride: Float,
        box: ArraySlice<Float>,
        points: ArraySlice<Float>,
        score: Float
    ) {
        let x = Float(column)
        let y = Float(row)
        let offset = box.startIndex
        let width = exp(box[offset + 2]) * stride
        let height = exp(box[offset + 3]) * stride
        self.init(
            box: Box(
                x: (x + box[offset]) * stride - width / 2,
                y: (y + box[offset + 1]) * stride - height / 2,
                width: width,
                height: height
            ),
            landmarks: FaceLandmarks(interleaved: points) {
                Point(x: ($0.x + x) * stride, y: ($0.y + y) * stride)
            },
            score: score
        )
    }
}

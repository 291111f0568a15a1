/// The rows of a segment with four bits a component: half the memory traffic of bytes, and close
/// enough to find the way by.
///
/// A component is `floor(value * scale) + 8`, clamped to 0...15, and stands for the code less 7.5, times
/// the row's step.
struct GraphNibbles: @unchecked Sendable {
    /// Step of sixteen uniform levels, in standard deviations, that loses least of a normal variable.
    private static let levelStep: Float = 0.335

    /// Components a row has: a multiple of 128.
    let dimension: Int
    /// `dimension / 2` bytes a row.
    let codes: UnsafeMutablePointer<UInt8>
    let steps: UnsafeMutablePointer<Float>
    private let owners: [AnyObject]

    static func dimension(codeDimension: Int) -> Int { (codeDimension + 127) / 128 * 128 }

    init(
        dimension: Int,
        codes: UnsafeMutablePointer<UInt8>,
        steps: UnsafeMutablePointer<Float>,
        owners: [AnyObject]
    ) {
        self.dimension = dimension
        self.codes = codes
        self.steps = steps
        self.owners = owners
    }

    init(rows: Int, codeDimension: Int) {
        let dimension = Self.dimension(codeDimension: codeDimension)
        let codes = AlignedMemory<UInt8>(count: rows * dimension / 2)
        let steps = AlignedMemory<Float>(count: rows)
        self.init(
            dimension: dimension,
            codes: codes.start,
            steps: steps.start,
            owners: [codes, steps]
        )
    }

    /// Writes the nibbles of a row of a segment; `turned` has room for `dimension` floats.
    func write(_ row: Int, of segment: Segment, turned: UnsafeMutablePointer<Float>) {
        let width = segment.transform.codeDimension
        segment.transform.apply(segment.vector(at: row), into: turned)
        for i in width..<dimension { turned[i] = 0 }
        var squared: Float = 0
        for i in 0..<width { squared += turned[i] * turned[i] }
        let step = Self.levelStep * (squared / Float(width)).squareRoot()
        let scale = step > 0 ? 1 / step : 0
        Encoding.nibbles(
            of: turned,
            dimension: dimension,
            scale: scale,
            into: codes + row * dimension / 2
        )
        var aligned: Float = 0
        for i in 0..<width {
            let level = min(max((turned[i] * scale).rounded(.down), -8), 7)
            aligned += turned[i] * (level + 0.5)
        }
        steps[row] = aligned > 0 ? squared / aligned : 0
    }
}

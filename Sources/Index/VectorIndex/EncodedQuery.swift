/// A query in the forms the stages of a scan need, for segments of one transform.
///
/// The pointers belong to a scratch and hold until it encodes another query.
struct EncodedQuery {
    /// Bit planes a query is scanned with: a third costs more than the rows it would keep out.
    static let planeCount = 2

    let transform: CodeTransform
    let bits: BitQuery
    let codes: CodeQuery
    /// What the centre adds to every product.
    let constant: Float
    /// Length of the turned query.
    let length: Float
    /// Length of what the query's codes lose.
    let lost: Float

    init(_ vector: UnsafePointer<Float>, transform: CodeTransform, scratch: SearchScratch) {
        let width = transform.codeDimension
        let turned = scratch.turned.start
        self.transform = transform
        transform.apply(vector, into: turned)
        constant = transform.productWithCentre(vector)
        var squared: Float = 0
        var greatest: Float = 0
        for i in 0..<width {
            squared += turned[i] * turned[i]
            greatest = max(greatest, abs(turned[i]))
        }
        length = squared.squareRoot()
        let step = greatest / 127
        let encoded = Encoding.query(
            of: turned,
            dimension: width,
            scale: step > 0 ? 1 / step : 0,
            into: scratch.codes.start
        )
        codes = CodeQuery(
            codes: UnsafePointer(scratch.codes.start),
            dimension: width,
            sum: encoded.sum,
            step: step
        )
        lost = encoded.lost.squareRoot()
        bits = Encoding.planes(
            of: turned,
            dimension: width,
            planeCount: Self.planeCount,
            into: scratch.planes.start
        )
    }

    /// A bound no error of a code product exceeds, or one that is seldom exceeded.
    func codeErrorBound(_ view: SegmentView, certain: Bool) -> Float {
        let rounding = 4e-6 * length * view.lengthMax
        let fromRow = length * view.lostMax
        let fromQuery = lost * (view.lengthMax + view.lostMax)
        if certain { return fromRow + fromQuery + rounding }
        // The losses point anywhere, so their products shrink with the root of the dimension;
        // five deviations are exceeded once in a million.
        let deviation =
            ((fromRow * fromRow + fromQuery * fromQuery) / Float(transform.codeDimension))
            .squareRoot()
        return min(5 * deviation, fromRow + fromQuery) + rounding
    }
}

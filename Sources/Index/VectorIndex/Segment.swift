import Synchronization

/// A run of rows with all their planes.
///
/// A row is written once, before a snapshot that counts it is published; nothing is changed in
/// place afterwards. A search reads bits only of whole blocks of counted rows, so it never looks
/// at a byte that is still being written.
final class Segment: @unchecked Sendable {
    private static let lastSerial = Atomic<UInt64>(0)

    /// Tells this segment from every other one of the process.
    let serial: UInt64
    let transform: CodeTransform
    let planes: SegmentPlanes
    /// The number of the file that holds it, or `nil` while it is only in memory.
    let file: UInt64?
    /// Rows whose order by id is written, or 0 while rows are added.
    private let orderedCount: Int
    /// What keeps the planes' memory alive.
    private let owner: AnyObject

    /// - Parameters:
    ///   - serial: that of the segment this one stands for, with the same rows.
    ///   - orderedCount: rows whose order by id the planes hold.
    init(
        transform: CodeTransform,
        planes: SegmentPlanes,
        owner: AnyObject,
        file: UInt64? = nil,
        serial: UInt64? = nil,
        orderedCount: Int = 0
    ) {
        self.orderedCount = orderedCount
        self.serial = serial ?? Self.lastSerial.add(1, ordering: .relaxed).newValue
        self.file = file
        self.transform = transform
        self.planes = planes
        self.owner = owner
    }

    /// An empty segment in memory; a growing one takes a row now and then.
    convenience init(transform: CodeTransform, capacity: Int, growing: Bool = false) {
        let rounded = SegmentPlanes.rounded(capacity)
        let layout = SegmentPlanes.layout(transform: transform, capacity: rounded, alignment: 64)
        let memory = AlignedMemory<UInt8>(count: layout.end, hugePages: !growing)
        let planes = SegmentPlanes(
            base: UnsafeMutableRawPointer(memory.start),
            transform: transform,
            capacity: rounded,
            alignment: 64
        )
        self.init(transform: transform, planes: planes, owner: memory)
    }

    /// The same rows from the file they were written to, under this segment's serial.
    func mapped(as other: Segment) -> Segment {
        Segment(
            transform: other.transform,
            planes: other.planes,
            owner: other.owner,
            file: other.file,
            serial: serial,
            orderedCount: other.orderedCount
        )
    }

    /// The same rows with their order by id; no more are added.
    func ordered(count: Int) -> Segment {
        RowOrder.fill(planes.order, ids: planes.ids, count: count)
        return Segment(
            transform: transform,
            planes: planes,
            owner: owner,
            file: file,
            serial: serial,
            orderedCount: count
        )
    }

    /// Where ids lie, once no more rows are added.
    var order: RowOrder? {
        guard orderedCount > 0 else { return nil }
        return RowOrder(rows: planes.order, ids: planes.ids, count: orderedCount)
    }

    func vector(at slot: Int) -> UnsafePointer<Float> {
        UnsafePointer(planes.vectors + slot * transform.dimension)
    }

    func match(at slot: Int, similarity: Float) -> VectorMatch {
        let group = planes.groups[slot]
        return VectorMatch(
            id: planes.ids[slot],
            group: group == noGroup ? nil : group,
            similarity: similarity
        )
    }

    /// Writes a row that no snapshot counts yet, codes included.
    ///
    /// - Returns: the length of what the codes lose of the vector, and the length of the turned
    ///   vector.
    func write(
        slot: Int,
        id: UInt64,
        group: UInt64,
        vector: UnsafePointer<Float>
    ) -> (lost: Float, length: Float) {
        let width = transform.codeDimension
        (planes.vectors + slot * transform.dimension).update(
            from: vector,
            count: transform.dimension
        )
        planes.ids[slot] = id
        planes.groups[slot] = group
        if let offsets = planes.offsets {
            offsets[slot] = transform.productWithCentre(vector) - transform.centreSquared
        }
        return withUnsafeTemporaryAllocation(of: Float.self, capacity: width) { turned in
            guard let turned = turned.baseAddress else { return (0, 0) }
            transform.apply(vector, into: turned)
            return encode(UnsafePointer(turned), slot: slot)
        }
    }

    private func encode(
        _ turned: UnsafePointer<Float>,
        slot: Int
    ) -> (lost: Float, length: Float) {
        let width = transform.codeDimension
        var squared: Float = 0
        var greatest: Float = 0
        for i in 0..<width {
            squared += turned[i] * turned[i]
            greatest = max(greatest, abs(turned[i]))
        }
        let step = greatest / 127
        planes.steps[slot] = step
        let lost = Encoding.codes(
            of: turned,
            dimension: width,
            scale: step > 0 ? 1 / step : 0,
            into: planes.codes + slot * width
        )
        let sum = Encoding.bits(
            of: turned,
            dimension: width,
            lane: slot % SegmentPlanes.blockRows,
            block: planes.block(of: slot, width),
            levels: planes.levels + slot * transform.levelStride
        )
        planes.factors[slot] = sum > 0 ? squared / sum : 0
        return (lost.squareRoot(), squared.squareRoot())
    }
}

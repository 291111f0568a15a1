extension SegmentView {
    /// Whether a dead row still has its vector.
    var holdsRemovedVectors: Bool {
        (0..<count).contains { slot in !isLive(slot) && !isBlank(slot) }
    }

    /// Whether zeros have taken the place of a row's vector.
    func isBlank(_ slot: Int) -> Bool {
        let vector = segment.vector(at: slot)
        return (0..<segment.transform.dimension).allSatisfy { vector[$0] == 0 }
    }

    /// The same rows in memory of their own, zeros in place of the vectors of dead ones, and a graph
    /// with the same links.
    ///
    /// Ids stay, as rows are found by their order; groups of dead rows go.
    func blanked() -> SegmentView {
        var copy = self
        let blank = segment.copied(count: count)
        let zeros = [Float](repeating: 0, count: segment.transform.dimension)
        let dead = (0..<count).filter { !isLive($0) }
        zeros.withUnsafeBufferPointer { zeros in
            guard let zeros = zeros.baseAddress else { return }
            for slot in dead {
                let id = segment.planes.ids[slot]
                let (lost, length) = blank.write(slot: slot, id: id, group: noGroup, vector: zeros)
                copy.lostMax = max(copy.lostMax, lost)
                copy.lengthMax = max(copy.lengthMax, length)
            }
        }
        copy.segment = blank
        copy.graph = graph?.copied(blanking: dead, of: blank)
        return copy
    }
}

extension Segment {
    /// The same rows in memory of their own, under a serial of their own.
    fileprivate func copied(count: Int) -> Segment {
        let copy = Segment(transform: transform, capacity: max(1, count))
        for plane in SegmentPlane.allCases {
            let bytes = plane.byteCount(transform: transform, capacity: copy.planes.capacity)
            let from = planes.bytes(of: plane, count: bytes)
            let target = UnsafeMutableRawBufferPointer(
                mutating: copy.planes.bytes(of: plane, count: bytes)
            )
            target.copyMemory(from: from)
        }
        return copy.ordered(count: count)
    }
}

extension SegmentGraph {
    /// The same links; the nibbles of some rows are those their segment now has.
    fileprivate func copied(blanking dead: [Int], of segment: Segment) -> SegmentGraph {
        let copy = SegmentGraph(rows: rows, codeDimension: segment.transform.codeDimension)
        copy.links.update(from: links, count: rows * Self.stride)
        copy.nibbles.codes.update(from: nibbles.codes, count: rows * nibbles.dimension / 2)
        copy.nibbles.steps.update(from: nibbles.steps, count: rows)
        withUnsafeTemporaryAllocation(of: Float.self, capacity: nibbles.dimension) { turned in
            guard let turned = turned.baseAddress else { return }
            for row in dead { copy.nibbles.write(row, of: segment, turned: turned) }
        }
        return copy.with(trials)
    }
}

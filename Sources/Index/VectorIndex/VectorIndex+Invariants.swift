import Synchronization

extension VectorIndex {
    /// What is wrong with the state in memory; empty when all is well.
    ///
    /// For tests, after every step: every row that counts as live is where its id says, and its
    /// codes are those of its vector.
    package func brokenInvariants() -> [String] {
        writer.withLock { writer in
            var broken = writer.brokenInvariants()
            for view in writer.snapshot.views { broken += view.brokenInvariants() }
            return broken
        }
    }
}

extension IndexWriter {
    fileprivate func brokenInvariants() -> [String] {
        var broken: [String] = []
        if positions.count != snapshot.views.count || tables.count != snapshot.views.count {
            broken.append(
                "\(positions.count) positions and \(tables.count) tables for"
                    + " \(snapshot.views.count) segments"
            )
        }
        var seen: Set<UInt64> = []
        for (position, view) in snapshot.views.enumerated() {
            for slot in 0..<view.count where view.isLive(slot) {
                let id = view.segment.planes.ids[slot]
                let found = location(of: id)
                if found?.position != position || found?.row != slot {
                    broken.append("id \(id) is not found in the row it has")
                }
                seen.insert(id)
            }
        }
        if seen.count != snapshot.count {
            broken.append("\(seen.count) ids for \(snapshot.count) live rows")
        }
        for view in snapshot.views.dropLast() where !view.sealed {
            broken.append("segment \(view.segment.serial) is open and not the last")
        }
        return broken
    }
}

extension SegmentView {
    fileprivate func brokenInvariants() -> [String] {
        var broken: [String] = []
        if let live, live.count != count || live.setCount != liveCount {
            broken.append("\(liveCount) of \(count) rows live, the marks say \(live.setCount)")
        }
        if live == nil, liveCount != count { broken.append("dead rows without marks") }
        let again = Segment(transform: segment.transform, capacity: SegmentPlanes.blockRows)
        for slot in 0..<count {
            let lane = slot % SegmentPlanes.blockRows
            let (lost, length) = again.write(
                slot: lane,
                id: segment.planes.ids[slot],
                group: segment.planes.groups[slot],
                vector: segment.vector(at: slot)
            )
            if lost > lostMax || length > lengthMax {
                broken.append("row \(slot) loses more than the segment says")
            }
            if !again.planes.holdsSame(lane, as: segment.planes, slot, segment.transform) {
                broken.append("row \(slot) has codes of another vector")
            }
        }
        return broken
    }
}

extension SegmentPlanes {
    private func signs(_ row: Int, _ word: Int, _ width: Int) -> UInt64 {
        let lane = row % Self.blockRows
        return block(of: row, width)[word * Self.blockRows + lane % 2 * 8 + lane / 2]
    }

    fileprivate func holdsSame(
        _ row: Int,
        as other: SegmentPlanes,
        _ otherRow: Int,
        _ transform: CodeTransform
    ) -> Bool {
        let width = transform.codeDimension
        for i in 0..<width where codes[row * width + i] != other.codes[otherRow * width + i] {
            return false
        }
        for w in 0..<width / 64 {
            if signs(row, w, width) != other.signs(otherRow, w, width) { return false }
        }
        let stride = transform.levelStride
        for i in 0..<stride where levels[row * stride + i] != other.levels[otherRow * stride + i] {
            return false
        }
        return steps[row] == other.steps[otherRow] && factors[row] == other.factors[otherRow]
            && offsets?[row] == other.offsets?[otherRow]
    }
}

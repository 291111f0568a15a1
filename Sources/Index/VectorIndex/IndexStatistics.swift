/// Figures of an index at one moment.
public struct IndexStatistics: Sendable, Hashable {
    /// Vectors stored.
    public var count = 0
    /// Rows of removed or replaced vectors that the next merges will overwrite.
    public var removed = 0
    /// Segments, the one being filled included.
    public var segments = 0
    /// Segments that have a graph.
    public var graphs = 0
    /// Rows that are in no segment on disk.
    public var unsaved = 0
    /// Bytes a search may touch, a stored row: codes, marks, ids and links, without the floats.
    public var codeBytesPerRow = 0
    /// Bytes of the floats of a row.
    public var floatBytesPerRow = 0
    /// The family of compute kernels in use.
    public var kernels = ""
}

extension IndexSnapshot {
    /// Figures of the contents.
    public var statistics: IndexStatistics {
        var found = IndexStatistics()
        let codeDimension = (dimension + 63) / 64 * 64
        var codeBytes = codeDimension * 11 / 8 + 12 + 16
        for view in views {
            found.count += view.liveCount
            found.removed += view.count - view.liveCount
            found.segments += 1
            if view.segment.file == nil { found.unsaved += view.count }
            if view.graph != nil { found.graphs += 1 }
        }
        if views.contains(where: { !$0.segment.transform.centre.isEmpty }) { codeBytes += 4 }
        if found.graphs > 0 {
            codeBytes +=
                SegmentGraph.stride * 4 + 4
                + GraphNibbles.dimension(codeDimension: codeDimension) / 2
        }
        found.codeBytesPerRow = codeBytes
        found.floatBytesPerRow = dimension * 4
        found.kernels = kernels.name
        return found
    }
}

import FaceTypes

extension PlanarImage {
    /// Scales, turns and converts a part of a picture in one pass.
    ///
    /// Bilinear with pixel centres at half numbers; beyond the picture's edge its border pixels
    /// are black, as is the rest of the canvas. The picture should not be much more than twice as
    /// large as the look (`ImagePyramid` sees to that).
    ///
    /// - Parameters:
    ///   - frame: What to look at, in pixels of the picture `level` belongs to.
    ///   - level: The picture, or a halved copy of it.
    ///   - scaling: How bytes become floats.
    package init(_ frame: LookFrame, of level: ImagePyramid.Level, scaling: PixelScaling) {
        let region = frame.region
        let layout = LookLayout(frame)
        let picture = level.image
        let plane = layout.width * layout.height
        let columns = SamplingLine(
            count: layout.contentWidth,
            start: region.x * level.scale,
            extent: region.width * level.scale,
            limit: picture.width
        )
        let rows = SamplingLine(
            count: layout.contentHeight,
            start: region.y * level.scale,
            extent: region.height * level.scale,
            limit: picture.height
        )
        let values = [Float](unsafeUninitializedCapacity: 3 * plane) { buffer, count in
            for (index, black) in scaling.black.enumerated() {
                buffer[(index * plane)..<((index + 1) * plane)].update(repeating: black)
            }
            picture.pixels.withUnsafeBufferPointer { source in
                let target = LookTarget(layout: layout, planes: buffer, scaling: scaling)
                target.fill(from: source, pictureWidth: picture.width, columns, rows)
            }
            count = 3 * plane
        }
        self.init(width: layout.width, height: layout.height, values: values)
    }
}

/// For each output position along one axis: the two source positions it lies between.
struct SamplingLine {
    /// Positions that lie inside the picture; the others stay black.
    let inside: Range<Int>

    /// The nearer-to-zero source position.
    let first: [Int]

    /// The other one; the same at the picture's edge.
    let second: [Int]

    /// Weight of the other one, 0..<1.
    let weight: [Float]

    init(count: Int, start: Float, extent: Float, limit: Int) {
        let step = extent / Float(count)
        var first = [Int](repeating: 0, count: count)
        var second = first
        var weight = [Float](repeating: 0, count: count)
        var lowest = count
        var highest = 0
        for index in 0..<count {
            let exact = start + (Float(index) + 0.5) * step - 0.5
            guard exact > -1, exact < Float(limit) else { continue }
            lowest = min(lowest, index)
            highest = index + 1
            let clamped = min(max(exact, 0), Float(limit - 1))
            let whole = Int(clamped)
            first[index] = whole
            second[index] = min(whole + 1, limit - 1)
            weight[index] = clamped - Float(whole)
        }
        self.inside = lowest < highest ? lowest..<highest : 0..<0
        self.first = first
        self.second = second
        self.weight = weight
    }
}

/// Where the samples of a part of a picture go on their canvas.
private struct LookLayout {
    let contentWidth: Int
    let contentHeight: Int
    let width: Int
    let height: Int
    /// Where the part's top left sample goes, and the steps to its right and lower neighbours.
    let origin: Int
    let rightStep: Int
    let downStep: Int

    init(_ frame: LookFrame) {
        contentWidth = frame.contentWidth
        contentHeight = frame.contentHeight
        width = frame.width
        height = frame.height
        let wide = frame.width
        switch frame.turn {
        case .none:
            (origin, rightStep, downStep) = (0, 1, wide)
        case .quarter:
            (origin, rightStep, downStep) = (frame.contentHeight - 1, wide, -1)
        case .half:
            let last = (frame.contentHeight - 1) * wide + frame.contentWidth - 1
            (origin, rightStep, downStep) = (last, -1, -wide)
        case .threeQuarters:
            (origin, rightStep, downStep) = ((frame.contentWidth - 1) * wide, -wide, 1)
        }
    }
}

/// Writes the samples of a look, turned, into its planes.
private struct LookTarget {
    let layout: LookLayout
    let planes: UnsafeMutableBufferPointer<Float>
    let scaling: PixelScaling

    func fill(
        from source: UnsafeBufferPointer<UInt8>,
        pictureWidth: Int,
        _ columns: SamplingLine,
        _ rows: SamplingLine
    ) {
        guard !columns.inside.isEmpty, !rows.inside.isEmpty else { return }
        let stride = pictureWidth * 3
        // Only the needed span of each source row is blended.
        let from = columns.first[columns.inside.lowerBound] * 3
        let upTo = columns.second[columns.inside.upperBound - 1] * 3 + 3
        withUnsafeTemporaryAllocation(of: Float.self, capacity: stride) { line in
            for row in rows.inside {
                let weight = rows.weight[row]
                let upper = source.baseAddress.unsafelyUnwrapped + rows.first[row] * stride
                let lower = source.baseAddress.unsafelyUnwrapped + rows.second[row] * stride
                for index in from..<upTo {
                    let top = Float(upper[index])
                    line[index] = top + (Float(lower[index]) - top) * weight
                }
                write(line, row: row, columns)
            }
        }
    }

    private func write(
        _ line: UnsafeMutableBufferPointer<Float>,
        row: Int,
        _ columns: SamplingLine
    ) {
        let (first, second, third) = scaling.channels
        let (firstOffset, secondOffset, thirdOffset) = scaling.offsets
        let scale = scaling.scale
        let planeSize = planes.count / 3
        let rightStep = layout.rightStep
        var at =
            layout.origin + row * layout.downStep + columns.inside.lowerBound * rightStep
        columns.first.withUnsafeBufferPointer { lefts in
            columns.second.withUnsafeBufferPointer { rights in
                columns.weight.withUnsafeBufferPointer { weights in
                    for column in columns.inside {
                        let left = lefts[column] * 3
                        let right = rights[column] * 3
                        let weight = weights[column]
                        func blend(_ channel: Int) -> Float {
                            let value = line[left + channel]
                            return value + (line[right + channel] - value) * weight
                        }
                        planes[at] = blend(first) * scale + firstOffset
                        planes[at + planeSize] = blend(second) * scale + secondOffset
                        planes[at + 2 * planeSize] = blend(third) * scale + thirdOffset
                        at += rightStep
                    }
                }
            }
        }
    }
}

internal import FaceTypes

/// Gathers RGB rows from top to bottom, averaging squares of pixels on the way when asked to, so
/// that a large picture never lies in memory at full size.
struct RowCollector {
    /// Size of the picture that comes out.
    let width: Int
    let height: Int

    private let sourceWidth: Int
    private let sourceHeight: Int
    private let factor: Int
    private var pixels: [UInt8]
    private var sums: [UInt32]
    private var rowsTaken = 0

    /// - Parameter factor: The side of the squares; rows and columns beyond the last whole square
    ///   join it, so nothing of the picture's edge is lost.
    init(sourceWidth: Int, sourceHeight: Int, factor: Int) {
        precondition(factor >= 1 && factor <= sourceWidth && factor <= sourceHeight)
        self.sourceWidth = sourceWidth
        self.sourceHeight = sourceHeight
        self.factor = factor
        width = sourceWidth / factor
        height = sourceHeight / factor
        pixels = [UInt8](repeating: 0, count: width * height * 3)
        sums = factor > 1 ? [UInt32](repeating: 0, count: width * 3) : []
    }

    /// Takes the next rows, as a decoder gives them.
    ///
    /// - Precondition: the buffer holds that many rows, and the picture has as many left.
    mutating func take(_ buffer: UnsafeRawBufferPointer, count: Int, layout: SampleLayout) {
        let stride = sourceWidth * layout.pixelBytes
        precondition(rowsTaken + count <= sourceHeight && buffer.count >= stride * count)
        guard let rows = buffer.baseAddress else { return }
        if factor == 1 {
            takeWhole(rows, count: count, stride: stride, layout: layout)
        } else {
            takeAveraged(rows, count: count, stride: stride, layout: layout)
        }
    }

    private mutating func takeWhole(
        _ rows: UnsafeRawPointer,
        count: Int,
        stride: Int,
        layout: SampleLayout
    ) {
        let first = rowsTaken
        pixels.withUnsafeMutableBufferPointer { target in
            guard let base = target.baseAddress?.advanced(by: first * width * 3) else { return }
            if layout.isRGB8 {
                UnsafeMutableRawPointer(base).copyMemory(from: rows, byteCount: stride * count)
            } else {
                for row in 0..<count {
                    layout.convert(
                        rows + row * stride,
                        width: width,
                        into: base + row * width * 3
                    )
                }
            }
        }
        rowsTaken += count
    }

    private mutating func takeAveraged(
        _ rows: UnsafeRawPointer,
        count: Int,
        stride: Int,
        layout: SampleLayout
    ) {
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: sourceWidth * 3) { scratch in
            guard let row = scratch.baseAddress else { return }
            for index in 0..<count {
                let source = rows + index * stride
                if layout.isRGB8 {
                    add(row: source.assumingMemoryBound(to: UInt8.self))
                } else {
                    layout.convert(source, width: sourceWidth, into: row)
                    add(row: row)
                }
            }
        }
    }

    private mutating func add(row: UnsafePointer<UInt8>) {
        let squares = width
        let side = factor
        let extra = sourceWidth - squares * side
        sums.withUnsafeMutableBufferPointer { sums in
            for square in 0..<squares {
                let columns = square == squares - 1 ? side + extra : side
                var (red, green, blue) = (UInt32(0), UInt32(0), UInt32(0))
                var from = square &* side &* 3
                for _ in 0..<columns {
                    red &+= UInt32(row[from])
                    green &+= UInt32(row[from &+ 1])
                    blue &+= UInt32(row[from &+ 2])
                    from &+= 3
                }
                sums[square &* 3] &+= red
                sums[square &* 3 &+ 1] &+= green
                sums[square &* 3 &+ 2] &+= blue
            }
        }
        rowsTaken += 1
        let target = min((rowsTaken - 1) / side, height - 1)
        let isLast = target == height - 1
        if rowsTaken == (isLast ? sourceHeight : (target + 1) * side) { finish(row: target) }
    }

    private mutating func finish(row: Int) {
        let rowsSummed = row == height - 1 ? sourceHeight - row * factor : factor
        let lastColumns = sourceWidth - (width - 1) * factor
        for square in 0..<width {
            let columns = square == width - 1 ? lastColumns : factor
            let area = UInt32(rowsSummed * columns)
            for channel in 0..<3 {
                let sum = sums[square * 3 + channel]
                pixels[(row * width + square) * 3 + channel] = UInt8((sum + area / 2) / area)
                sums[square * 3 + channel] = 0
            }
        }
    }

    /// The gathered picture.
    ///
    /// - Precondition: every row has been taken.
    consuming func finished() -> PixelImage {
        precondition(rowsTaken == sourceHeight)
        return PixelImage(width: width, height: height, pixels: pixels)
    }
}

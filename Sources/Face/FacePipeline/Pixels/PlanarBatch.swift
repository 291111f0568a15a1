package import FaceTypes

/// Pictures of one size as a tensor (N, 3, height, width).
package struct PlanarBatch: Sendable, Equatable {
    /// Dimensions: count, 3, height, width.
    package let shape: [Int]

    /// The samples, picture after picture.
    package let values: [Float]

    /// Converts pictures.
    ///
    /// - Parameters:
    ///   - pictures: At least one, all of one size.
    ///   - scaling: How bytes become floats.
    package init(_ pictures: [PixelImage], scaling: PixelScaling) {
        precondition(!pictures.isEmpty)
        let width = pictures[0].width
        let height = pictures[0].height
        let plane = width * height
        let total = pictures.count * 3 * plane
        shape = [pictures.count, 3, height, width]
        values = [Float](unsafeUninitializedCapacity: total) { buffer, count in
            for (index, picture) in pictures.enumerated() {
                precondition(picture.width == width && picture.height == height)
                let planes = UnsafeMutableBufferPointer(
                    rebasing: buffer[(index * 3 * plane)..<((index + 1) * 3 * plane)]
                )
                Self.fill(planes, from: picture.pixels, scaling: scaling)
            }
            count = total
        }
    }

    /// Joins planes of one size.
    package init(_ planes: [PlanarImage]) {
        precondition(!planes.isEmpty)
        shape = [planes.count, 3, planes[0].height, planes[0].width]
        values = planes.count == 1 ? planes[0].values : planes.flatMap(\.values)
    }

    private static func fill(
        _ planes: UnsafeMutableBufferPointer<Float>,
        from pixels: [UInt8],
        scaling: PixelScaling
    ) {
        let plane = planes.count / 3
        let (first, second, third) = scaling.channels
        let offsets = scaling.offsets
        let scale = scaling.scale
        pixels.withUnsafeBufferPointer { source in
            for index in 0..<plane {
                let at = 3 * index
                planes[index] = Float(source[at + first]) * scale + offsets.0
                planes[plane + index] = Float(source[at + second]) * scale + offsets.1
                planes[2 * plane + index] = Float(source[at + third]) * scale + offsets.2
            }
        }
    }
}

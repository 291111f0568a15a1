/// Three colour planes of 32-bit floats, as a graph is fed: (3, height, width), row-major.
package struct PlanarImage: Sendable, Equatable {
    /// Columns.
    package let width: Int

    /// Rows.
    package let height: Int

    /// The samples: `plane * width * height + y * width + x`.
    package let values: [Float]

    /// Takes samples that are already laid out.
    ///
    /// - Precondition: `values.count == 3 * width * height`.
    package init(width: Int, height: Int, values: [Float]) {
        precondition(width > 0 && height > 0 && values.count == 3 * width * height)
        self.width = width
        self.height = height
        self.values = values
    }

    /// The shape of the tensor with a batch axis of one.
    package var shape: [Int] { [1, 3, height, width] }
}

import CVectorKernels

/// A family of compute kernels; the only door to the C room.
///
/// Sizes are the caller's promise, as the C header says.
package struct Kernels: @unchecked Sendable {
    /// The fastest family this processor can run.
    package static let best = Kernels(table: smb_kernels_best().pointee)

    /// Names of all families, fastest first.
    package static let familyNames = ["avx512", "avx2", "neon", "scalar"]

    // Immutable pointers to code, safe to share.
    private let table: smb_kernels

    private init(table: smb_kernels) {
        self.table = table
    }

    /// A family by name, or `nil` when this processor cannot run it.
    package init?(family name: String) {
        guard let found = smb_kernels_named(name) else { return nil }
        table = found.pointee
    }

    /// The name of the family.
    package var name: String { String(cString: table.name) }

    /// Inner products of a query with consecutive rows of floats.
    @inline(__always)
    package func f32Rows(
        query: UnsafePointer<Float>,
        rows: UnsafePointer<Float>,
        stride: Int,
        count: Int,
        dimension: Int,
        products: UnsafeMutablePointer<Float>
    ) {
        table.f32_rows(query, rows, stride, count, dimension, products)
    }

    /// Inner products of a query with chosen rows of floats.
    @inline(__always)
    package func f32Gather(
        query: UnsafePointer<Float>,
        rows: UnsafePointer<Float>,
        stride: Int,
        slots: UnsafePointer<UInt32>,
        count: Int,
        dimension: Int,
        products: UnsafeMutablePointer<Float>
    ) {
        table.f32_gather(query, rows, stride, slots, count, dimension, products)
    }
}

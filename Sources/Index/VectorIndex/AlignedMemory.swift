#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// Zeroed memory on a cache-line boundary, overwritten before it is given back, so that a removed
/// embedding does not linger in a later allocation.
///
/// Who may write and when is the owner's rule; readers see what was published to them.
package final class AlignedMemory<Element: BitwiseCopyable>: @unchecked Sendable {
    /// From this size on, memory is asked for in huge pages: random reads then miss the
    /// translation cache far less.
    private static var hugePageBytes: Int { 2 << 20 }

    /// The first element.
    package let start: UnsafeMutablePointer<Element>
    /// Number of elements.
    package let count: Int

    private let raw: UnsafeMutableRawBufferPointer

    /// Reserves memory for `count` elements, all bits zero.
    package init(count: Int) {
        let bytes = max(64, count * MemoryLayout<Element>.stride)
        let alignment = bytes >= Self.hugePageBytes ? Self.hugePageBytes : 64
        raw = .allocate(byteCount: bytes, alignment: alignment)
        #if os(Linux)
        if let base = raw.baseAddress, bytes >= Self.hugePageBytes {
            // Advice: when it is refused, small pages serve.
            _ = madvise(base, bytes, MADV_HUGEPAGE)
        }
        #endif
        raw.initializeMemory(as: UInt8.self, repeating: 0)
        let bound = raw.bindMemory(to: Element.self)
        guard let first = bound.baseAddress else { preconditionFailure("no memory for \(bytes)") }
        start = first
        self.count = count
    }

    deinit {
        raw.initializeMemory(as: UInt8.self, repeating: 0)
        raw.deallocate()
    }
}

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
    /// From this size on, memory comes from the system page by page when it is first written, already
    /// zero, so that reserving much takes no time.
    private static var mappedBytes: Int { 1 << 20 }
    /// Bytes of a huge page: from this size on, memory is asked for in huge pages, whose random reads
    /// miss the translation cache far less.
    private static var hugePage: Int { 2 << 20 }

    /// The first element.
    package let start: UnsafeMutablePointer<Element>
    /// Number of elements.
    package let count: Int

    private let raw: UnsafeMutableRawBufferPointer
    /// The whole mapping that `raw` lies in, or `nil` when it was allocated.
    private let mapping: UnsafeMutableRawBufferPointer?

    /// Reserves memory for `count` elements, all bits zero.
    ///
    /// - Parameter hugePages: whether to ask for them; memory that is filled a little at a time is
    ///   better without, because each holds up whoever touches it first.
    package init(count: Int, hugePages: Bool = true) {
        let bytes = max(64, count * MemoryLayout<Element>.stride)
        mapping = bytes >= Self.mappedBytes ? Self.mapped(bytes) : nil
        if let mapping, let base = mapping.baseAddress {
            let aligned = base.alignedUp(toMultipleOf: Self.hugePage)
            raw = UnsafeMutableRawBufferPointer(start: aligned, count: bytes)
            #if os(Linux)
            // Advice: when it is refused, small pages serve.
            if hugePages, bytes >= Self.hugePage { _ = madvise(aligned, bytes, MADV_HUGEPAGE) }
            #endif
        } else {
            raw = .allocate(byteCount: bytes, alignment: 64)
            raw.initializeMemory(as: UInt8.self, repeating: 0)
        }
        let bound = raw.bindMemory(to: Element.self)
        guard let first = bound.baseAddress else { preconditionFailure("no memory for \(bytes)") }
        start = first
        self.count = count
    }

    /// Fresh memory of the system with room to begin at a huge page.
    private static func mapped(_ bytes: Int) -> UnsafeMutableRawBufferPointer {
        let length = bytes + hugePage
        let found = mmap(nil, length, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)
        guard let found, found != MAP_FAILED else {
            preconditionFailure("no memory for \(bytes) bytes")
        }
        return UnsafeMutableRawBufferPointer(start: found, count: length)
    }

    deinit {
        raw.initializeMemory(as: UInt8.self, repeating: 0)
        if let mapping, let base = mapping.baseAddress {
            munmap(base, mapping.count)
        } else {
            raw.deallocate()
        }
    }
}

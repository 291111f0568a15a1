#if canImport(Glibc)
import Glibc
#endif

/// How the process deals with freed memory.
enum MemoryHabits {
    /// Largest block that is taken from the heap instead of being mapped on its own; pictures and
    /// tensors of usual photos are smaller.
    static let heapBlockMax: Int32 = 32 << 20

    /// Freed memory at the end of the heap that is kept for the next photo.
    static let keptFreeMax: Int32 = 128 << 20

    /// Keeps the buffers of one photo for the next.
    ///
    /// By default glibc maps every large buffer, the kernel clears it, and both give it back: some
    /// percent of the time of a search. The limits above bound what is kept. Elsewhere nothing is
    /// changed.
    static func settle() {
        #if canImport(Glibc)
        typealias Tune = @convention(c) (_ parameter: Int32, _ value: Int32) -> Int32
        // <malloc.h> is not part of the Glibc module; the two names are its M_MMAP_THRESHOLD and
        // M_TRIM_THRESHOLD.
        let (mapThreshold, trimThreshold): (Int32, Int32) = (-3, -1)
        guard let symbol = dlsym(dlopen(nil, RTLD_NOW), "mallopt") else { return }
        let tune = unsafeBitCast(symbol, to: Tune.self)
        _ = tune(mapThreshold, heapBlockMax)
        _ = tune(trimThreshold, keptFreeMax)
        #endif
    }
}

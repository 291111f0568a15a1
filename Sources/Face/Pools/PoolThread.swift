#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#else
internal import Darwin
#endif

/// Stack of a pool's thread, in bytes: that of a main thread.
///
/// The default of a further thread depends on the system and the shell's limits, from 128 KiB up,
/// and image codecs and graph compilers are written and tested on a main thread. Memory is only
/// spent on the pages that are touched.
let stackBytes = 8 << 20

/// Starts a detached thread of the system.
///
/// - Precondition: the system grants another thread.
func startThread(_ body: @escaping @Sendable () -> Void) {
    let start = Unmanaged.passRetained(ThreadStart(body))
    // Allocated, because the type's Swift initialiser belongs to whichever module saw it first.
    let attributes = UnsafeMutablePointer<pthread_attr_t>.allocate(capacity: 1)
    defer { attributes.deallocate() }
    pthread_attr_init(attributes)
    defer { pthread_attr_destroy(attributes) }
    pthread_attr_setstacksize(attributes, stackBytes)
    pthread_attr_setdetachstate(attributes, Int32(PTHREAD_CREATE_DETACHED))
    var thread: pthread_t = 0
    let status = pthread_create(
        &thread,
        attributes,
        { argument in
            guard let argument else { return nil }
            Unmanaged<ThreadStart>.fromOpaque(argument).takeRetainedValue().body()
            return nil
        },
        start.toOpaque()
    )
    precondition(status == 0, "the system refuses another thread (error \(status))")
}

/// What a new thread runs.
private final class ThreadStart: Sendable {
    let body: @Sendable () -> Void

    init(_ body: @escaping @Sendable () -> Void) {
        self.body = body
    }
}

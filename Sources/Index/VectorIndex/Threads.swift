#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// Runs `body` once for each thread number below `count`, at the same time, and waits for all.
///
/// The calling thread is number 0; when the system gives fewer threads, it does their share too.
func runThreads(_ count: Int, _ body: @Sendable (Int) -> Void) {
    withoutActuallyEscaping(body) { body in
        var started: [pthread_t] = []
        var missing: [Int] = []
        for number in 1..<max(1, count) {
            if let thread = startThread(ThreadWork(number: number, body: body)) {
                started.append(thread)
            } else {
                missing.append(number)
            }
        }
        body(0)
        for number in missing { body(number) }
        for thread in started { pthread_join(thread, nil) }
    }
}

private final class ThreadWork {
    let number: Int
    let body: @Sendable (Int) -> Void

    init(number: Int, body: @escaping @Sendable (Int) -> Void) {
        self.number = number
        self.body = body
    }
}

private func startThread(_ work: ThreadWork) -> pthread_t? {
    let context = Unmanaged.passRetained(work)
    #if canImport(Darwin)
    var thread: pthread_t?
    #else
    var thread = pthread_t()
    #endif
    let result = pthread_create(&thread, nil, runThreadWork, context.toOpaque())
    guard result == 0 else {
        context.release()
        return nil
    }
    return thread
}

#if canImport(Darwin)
private func runThreadWork(_ context: UnsafeMutableRawPointer) -> UnsafeMutableRawPointer? {
    let work = Unmanaged<ThreadWork>.fromOpaque(context).takeRetainedValue()
    work.body(work.number)
    return nil
}
#else
private func runThreadWork(_ context: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
    guard let context else { return nil }
    let work = Unmanaged<ThreadWork>.fromOpaque(context).takeRetainedValue()
    work.body(work.number)
    return nil
}
#endif

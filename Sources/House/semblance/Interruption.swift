@preconcurrency import Dispatch
import Foundation

/// Turns the first Ctrl-C into a cancellation, so that work under way is kept, and lets the second
/// one end the process at once.
final class Interruption: Sendable {
    private let source: any DispatchSourceSignal

    init(cancelling task: Task<Int32, Never>) {
        signal(SIGINT, SIG_IGN)
        source = DispatchSource.makeSignalSource(signal: SIGINT, queue: .global())
        source.setEventHandler {
            guard !task.isCancelled else { exit(ExitStatus.interrupted.rawValue) }
            Console.talk("\nStopping after the photos under way; Ctrl-C again stops at once.")
            task.cancel()
        }
        source.resume()
    }

    func end() { source.cancel() }
}

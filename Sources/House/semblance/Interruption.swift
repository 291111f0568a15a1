@preconcurrency import Dispatch
import Foundation

/// Turns the first Ctrl-C, or `SIGTERM`, into a cancellation, so that work under way is kept, and lets the second
/// one end the process at once.
final class Interruption: Sendable {
    private let sources: [any DispatchSourceSignal]

    init(cancelling task: Task<Int32, Never>) {
        sources = [SIGINT, SIGTERM].map { number in
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
            source.setEventHandler {
                guard !task.isCancelled else { exit(ExitStatus.interrupted.rawValue) }
                Console.talk("\nStopping in good order; Ctrl-C again stops at once.")
                task.cancel()
            }
            source.resume()
            return source
        }
    }

    func end() {
        for source in sources { source.cancel() }
    }
}

import FaceTypes
package import Foundation
import Hashing

/// Turns at hosts for all processes that name the same folder.
///
/// A host is met by so many requests at once, so spaced, as its limits say, however many processes ask
/// it: each also keeps its own ``HostLine``. A turn is a lock on a file (flock(2)), so it ends with the
/// process that has it, however that ends. Names of hosts are not written down, only a hash; hosts of one
/// hash share their turns, which is more polite than need be.
///
/// Safe from any task and process.
public struct SharedTurns: Sendable {
    /// Least pause between two looks for a free turn.
    package static let lookInterval = Duration.milliseconds(20)
    /// Hashes that are told apart, and so the number of lines in the folder.
    static let linesMax = 4_096
    /// Turns at once that are shared of one line.
    static let widthMax = 16
    /// Tries for a line's times, a millisecond apart; others hold them for microseconds.
    static let changeTriesMax = 100

    private let folder: String

    /// Turns in a folder, which is made when it is first needed.
    public init(folder: String) { self.folder = folder }

    /// One request's turn at a host; it ends with the last reference to it.
    package final class Turn: Sendable {
        private let descriptor: CInt
        init(descriptor: CInt) { self.descriptor = descriptor }
        deinit { close(descriptor) }
    }

    /// The answer to somebody who wants to send a request.
    package enum Answer: Sendable {
        /// Send it now.
        case turn(Turn)
        /// Ask again after this time.
        case wait(Duration)
    }

    /// What of a line is known to all: seconds since 1970.
    private struct Times {
        var nextStart = 0.0
        var pauseEnd = 0.0
    }

    /// Asks for a turn.
    ///
    /// - Throws: `file` when the folder can't be used.
    package func ask(
        _ host: String,
        _ limits: HostLimits,
        at date: Date
    ) throws(FetchError) -> Answer {
        let line = path(of: host)
        guard let turn = try freeTurn(line, width: min(limits.concurrent, Self.widthMax)) else {
            return .wait(Self.lookInterval)
        }
        let now = date.timeIntervalSince1970
        let wait = try change(line) { times in
            // A clock that was set back must not make anybody wait for what it showed before.
            let spacing = limits.spacing / .seconds(1)
            let next = min(times.nextStart, now + spacing)
            let pause = min(times.pauseEnd, now + RetryAfter.secondsMax)
            let wait = max(next, pause) - now
            if wait <= 0 { times.nextStart = now + spacing }
            return wait
        }
        guard let wait else { return .wait(Self.lookInterval) }
        return wait <= 0 ? .turn(turn) : .wait(.seconds(wait))
    }

    /// Makes all processes wait, as the host asked one of them to.
    package func pause(_ host: String, _ time: Duration, at date: Date) throws(FetchError) {
        let end = date.timeIntervalSince1970 + RetryAfter.bounded(time / .seconds(1))
        // Not known to the others when their times can't be had: the host will tell them itself.
        _ = try change(path(of: host)) { $0.pauseEnd = max($0.pauseEnd, end) }
    }

    private func path(of host: String) -> String {
        let hash = sha256(Array(host.utf8)).bytes
        return folder + "/\((Int(hash[0]) << 8 | Int(hash[1])) % Self.linesMax)"
    }

    private func freeTurn(_ line: String, width: Int) throws(FetchError) -> Turn? {
        for place in 0..<width {
            let descriptor = try lockFile("\(line).\(place)")
            if flock(descriptor, LOCK_EX | LOCK_NB) == 0 { return Turn(descriptor: descriptor) }
            close(descriptor)
        }
        return nil
    }

    /// Changes what is known of a line; `nil` when another process does and does not end.
    private func change<Value>(
        _ line: String,
        _ body: (inout Times) -> Value
    ) throws(FetchError) -> Value? {
        let descriptor = try lockFile(line)
        defer { close(descriptor) }
        var tries = 1
        while flock(descriptor, LOCK_EX | LOCK_NB) != 0 {
            guard tries < Self.changeTriesMax else { return nil }
            tries += 1
            usleep(1_000)
        }
        var times = Times()
        let size = MemoryLayout<Times>.size
        // A short file is a new one; times torn by a crash are bounded by whoever reads them.
        if pread(descriptor, &times, size, 0) != size { times = Times() }
        if !times.nextStart.isFinite || !times.pauseEnd.isFinite { times = Times() }
        let value = body(&times)
        guard pwrite(descriptor, &times, size, 0) == size else { throw failed("write", line) }
        return value
    }

    private func lockFile(_ path: String) throws(FetchError) -> CInt {
        let flags = O_RDWR | O_CREAT | O_CLOEXEC
        var descriptor = open(path, flags, 0o600)
        if descriptor < 0, errno == ENOENT {
            mkdir(folder, 0o700)
            descriptor = open(path, flags, 0o600)
        }
        guard descriptor >= 0 else { throw failed("open", path) }
        return descriptor
    }

    private func failed(_ call: String, _ path: String) -> FetchError {
        .file(path: path, reason: "\(call): \(String(cString: strerror(errno)))")
    }
}

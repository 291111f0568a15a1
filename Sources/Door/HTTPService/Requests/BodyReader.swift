import HTTPTypes
import Hummingbird
import NIOCore

/// Reads a request's body within limits of size and time.
struct BodyReader: Sendable {
    /// Largest body, in bytes.
    let bytesMax: Int
    /// Longest wait for all of it.
    let limit: Duration
    /// What the request may hold of all bodies' memory.
    let share: BodyShare
    /// Is told when the body has been read to its end.
    let ledger: RequestLedger

    /// Reads the whole body into one piece of memory.
    func bytes(of request: Request) async throws -> [UInt8] {
        let announced = try announcedLength(of: request)
        return try await timed { [bytesMax, share] in
            var bytes: [UInt8] = []
            for try await chunk in request.body {
                guard bytes.count + chunk.readableBytes <= bytesMax else {
                    throw Problem.tooLarge(limit: bytesMax)
                }
                try share.take(chunk.readableBytes)
                // Room for all of it only when some of it came: a promise costs nothing to make.
                if bytes.isEmpty, let announced { bytes.reserveCapacity(announced) }
                bytes.append(contentsOf: chunk.readableBytesView)
            }
            return bytes
        }
    }

    /// Hands the body over chunk by chunk.
    func chunks<State: Sendable>(
        of request: Request,
        into state: State,
        _ take: @escaping @Sendable (inout State, [UInt8]) throws -> Void
    ) async throws -> State {
        _ = try announcedLength(of: request)
        return try await timed { [bytesMax, share] in
            var state = state
            var count = 0
            for try await chunk in request.body {
                count += chunk.readableBytes
                guard count <= bytesMax else { throw Problem.tooLarge(limit: bytesMax) }
                try share.take(chunk.readableBytes)
                try take(&state, Array(chunk.readableBytesView))
            }
            return state
        }
    }

    private func timed<Value: Sendable>(
        _ body: @escaping @Sendable () async throws -> Value
    ) async throws -> Value {
        let seconds = Int(limit.components.seconds)
        do {
            let value = try await within(limit, orThrow: .tooSlow(seconds: seconds), body)
            ledger.isBodyRead = true
            return value
        } catch let problem as Problem {
            throw problem
        } catch is CancellationError {
            throw CancellationError()
        } catch {
            // The line broke, or what came on it is no HTTP: the client's doing, not a fault here.
            throw Self.broken
        }
    }

    private static let broken: Problem = {
        var problem = Problem(.malformedBody, "The body broke off or makes no sense as HTTP.")
        problem.closes = true
        return problem
    }()

    /// What the client says the body has; refuses at once what is over the limit.
    private func announcedLength(of request: Request) throws(Problem) -> Int? {
        guard let text = request.headers[.contentLength] else { return nil }
        guard let length = Int(text), length >= 0 else {
            throw Problem(.malformedBody, "Content-Length is no number.")
        }
        guard length <= bytesMax else { throw .tooLarge(limit: bytesMax) }
        return length
    }
}

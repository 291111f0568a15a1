import AsyncHTTPClient
import NIOCore
import NIOHTTP1
import Synchronization

/// One request and its answer on one connection, within the limits of time and rate.
struct Exchange: Sendable {
    let request: FetchRequest
    let settings: FetchSettings
    let userAgent: String

    /// Bytes of an error's text that are kept.
    static let excerptBytes = 2048

    /// What came back.
    struct Reply: Sendable {
        var status: Int
        var headers: HTTPHeaders
        var bytes: [UInt8] = []
    }

    /// Where the bytes of a good answer go.
    enum Destination: Sendable {
        /// Into memory; with `prefix` bytes beyond the limit are dropped, not refused.
        case memory(prefix: Bool)
        /// To a file, from the byte asked for; the file decides by status and headers.
        case file(PartialFile)
    }

    /// Sends the request to a pinned host and reads the answer.
    func run(
        on client: HTTPClient,
        extraHeaders: [(String, String)],
        into destination: Destination
    ) async throws(FetchError) -> Reply {
        let progress = Progress()
        do {
            return try await withThrowingTaskGroup(of: Reply?.self) { group in
                group.addTask {
                    try await exchange(client, extraHeaders, destination, progress)
                }
                group.addTask { try await watch(progress) }
                while let outcome = try await group.next() {
                    if let reply = outcome {
                        group.cancelAll()
                        return reply
                    }
                }
                throw FetchError.cancelled
            }
        } catch {
            throw translate(error, progress)
        }
    }

    /// Counts what came, for the watch.
    final class Progress: Sendable {
        struct Counts {
            var received = 0
            var expected: Int?
            var hasHead = false
        }
        let counts = Mutex(Counts())
    }

    private func exchange(
        _ client: HTTPClient,
        _ extraHeaders: [(String, String)],
        _ destination: Destination,
        _ progress: Progress
    ) async throws -> Reply {
        let response = try await client.execute(
            prepared(extraHeaders),
            timeout: TimeAmount(request.timeLimit)
        )
        let declared = response.headers.first(name: "content-length").flatMap { Int($0) }
        progress.counts.withLock {
            $0.hasHead = true
            $0.expected = declared
        }
        let status = Int(response.status.code)
        var reply = Reply(status: status, headers: response.headers)
        guard [200, 203, 206].contains(status) else {
            reply.bytes = await excerpt(of: response)
            return reply
        }
        switch destination {
        case .memory(let prefix):
            reply.bytes = try await collect(response, declared, keepsPrefix: prefix, progress)
        case .file(let file):
            try await store(response, declared, in: file, progress)
        }
        return reply
    }

    private func collect(
        _ response: HTTPClientResponse,
        _ declared: Int?,
        keepsPrefix: Bool,
        _ progress: Progress
    ) async throws -> [UInt8] {
        try refuse(declared, beyond: keepsPrefix ? .max : request.byteLimit)
        var bytes: [UInt8] = []
        let encoding = response.headers.first(name: "content-encoding")
        var sink = try BodySink(request, encoding: encoding, keepsPrefix: keepsPrefix) {
            bytes += $0
        }
        for try await buffer in response.body {
            progress.counts.withLock { $0.received += buffer.readableBytes }
            try sink.take(Array(buffer.readableBytesView))
            if sink.isFull { return bytes }
        }
        try sink.finish()
        return bytes
    }

    private func store(
        _ response: HTTPClientResponse,
        _ declared: Int?,
        in file: PartialFile,
        _ progress: Progress
    ) async throws {
        let head = PartialFile.Head(
            status: Int(response.status.code),
            contentRange: response.headers.first(name: "content-range"),
            validators: Validators(response.headers)
        )
        let start = try await file.begin(head)
        // Subtracted, because a server may declare any number.
        try refuse(declared, beyond: request.byteLimit - start)
        var judged = request
        judged.byteLimit = request.byteLimit - start
        // The beginning was looked at when it came.
        if start > 0 { judged.content = .anything }
        var waiting: [UInt8] = []
        let encoding = response.headers.first(name: "content-encoding")
        var sink = try BodySink(judged, encoding: encoding) { waiting += $0 }
        do {
            for try await buffer in response.body {
                progress.counts.withLock { $0.received += buffer.readableBytes }
                try sink.take(Array(buffer.readableBytesView))
                guard waiting.count >= PartialFile.writeBytes else { continue }
                try await file.append(waiting)
                waiting = []
            }
            try sink.finish()
        } catch {
            // What came before a break is worth going on from; what was refused is not.
            if !(error is FetchError) { try await file.append(waiting) }
            throw error
        }
        try await file.append(waiting)
    }

    private func refuse(_ declared: Int?, beyond limit: Int) throws(FetchError) {
        guard let declared, declared > limit else { return }
        throw .tooLarge(address: "\(request.address)", limit: request.byteLimit)
    }

    /// The beginning of an error's text; an error in reading it is not worth a word.
    private func excerpt(of response: HTTPClientResponse) async -> [UInt8] {
        var bytes: [UInt8] = []
        do {
            for try await buffer in response.body {
                bytes += buffer.readableBytesView.prefix(Self.excerptBytes - bytes.count)
                if bytes.count >= Self.excerptBytes { break }
            }
        } catch {}
        return bytes
    }

    private func prepared(_ extraHeaders: [(String, String)]) -> HTTPClientRequest {
        var prepared = HTTPClientRequest(url: "\(request.address)")
        prepared.headers.add(name: "user-agent", value: userAgent)
        prepared.headers.add(name: "accept", value: request.accept)
        let packed = request.content == .json || request.content == .anything
        prepared.headers.add(name: "accept-encoding", value: packed ? "gzip" : "identity")
        for (name, value) in extraHeaders { prepared.headers.add(name: name, value: value) }
        if let form = request.form {
            prepared.method = .POST
            prepared.headers.add(
                name: "content-type",
                value: "application/x-www-form-urlencoded"
            )
            prepared.body = .bytes(ByteBuffer(string: form.encoded))
        }
        return prepared
    }
}

// Time, rate and errors.
extension Exchange {
    /// Ends the exchange when it takes too long or trickles.
    private func watch(_ progress: Progress) async throws -> Reply? {
        let start = ContinuousClock.now
        var windowStart = start
        var windowBytes = 0
        while true {
            let left = request.timeLimit - (ContinuousClock.now - start)
            guard left > .zero else {
                throw FetchError.timedOut(
                    address: "\(request.address)",
                    seconds: request.timeLimit / .seconds(1)
                )
            }
            try await Task.sleep(for: min(left, settings.rateWindow))
            let counts = progress.counts.withLock { ($0.received, $0.hasHead) }
            let window = ContinuousClock.now - windowStart
            guard counts.1, window >= settings.rateWindow else { continue }
            if Double(counts.0 - windowBytes) < Double(settings.slowestRate)
                * (window / .seconds(1))
            {
                throw FetchError.tooSlow(
                    address: "\(request.address)",
                    bytesPerSecond: settings.slowestRate
                )
            }
            windowStart = .now
            windowBytes = counts.0
        }
    }

    private func translate(_ error: any Error, _ progress: Progress) -> FetchError {
        let address = "\(request.address)"
        let counts = progress.counts.withLock { ($0.received, $0.expected, $0.hasHead) }
        switch error {
        case let error as FetchError: return error
        case is CancellationError: return .cancelled
        case let error as HTTPClientError where error == .cancelled: return .cancelled
        case let error as HTTPClientError where error == .connectTimeout:
            let seconds = settings.connectTimeout / .seconds(1)
            return .connection(
                address: address,
                reason: "nobody took the connection within \(seconds) seconds"
            )
        case let error as HTTPClientError
        where error == .readTimeout || error == .deadlineExceeded:
            let limit = error == .readTimeout ? settings.silenceMax : request.timeLimit
            return .timedOut(address: address, seconds: limit / .seconds(1))
        default:
            if counts.2 {
                return .truncated(address: address, expected: counts.1, found: counts.0)
            }
            return .connection(address: address, reason: "no answer (\(error))")
        }
    }
}

extension Validators {
    init(_ headers: HTTPHeaders) {
        self.init(
            etag: headers.first(name: "etag"),
            lastModified: headers.first(name: "last-modified")
        )
    }
}

extension FetchRequest.Form {
    /// As `application/x-www-form-urlencoded`.
    var encoded: String {
        fields.map { "\(PercentCoding.encode($0.name))=\(PercentCoding.encode($0.value))" }
            .joined(separator: "&")
    }
}

/// Percent-encoding of parts of addresses (RFC 3986).
public enum PercentCoding {
    /// Encodes everything but unreserved characters.
    public static func encode(_ text: String) -> String {
        let hex = Array("0123456789ABCDEF".utf8)
        var out: [UInt8] = []
        for byte in text.utf8 {
            let isPlain =
                (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte)
                || (0x61...0x7A).contains(byte) || "-._~".utf8.contains(byte)
            out += isPlain ? [byte] : [0x25, hex[Int(byte >> 4)], hex[Int(byte & 15)]]
        }
        return String(decoding: out, as: UTF8.self)
    }
}

import FaceTypes
import Fetching
import FixtureServer
import Foundation
import Hashing
import TestSupport
import Testing

/// Downloads that break off, go on, change, and are checked.
@Suite struct Downloads {
    /// More than what four attempts get that break off after 100,000 bytes each.
    private static let content = (0..<600_000).map { UInt8(truncatingIfNeeded: $0 &* 7 &+ $0 >> 8) }

    private func inFolder(_ body: (String) async throws -> Void) async throws {
        let folder = FileManager.default.temporaryDirectory.path + "/semblance-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try await body(folder)
    }

    private func download(
        _ server: FixtureServer,
        _ folder: String,
        expected: ContentHash? = nil
    ) async throws -> ContentHash {
        let fetcher = Fetcher(
            identity: try FetchIdentity(version: "test", contact: "ops@example.org"),
            settings: FetchSettings(network: NetworkGuard(allowsLoopback: true)),
            clock: VirtualClock().clock
        )
        let request = FetchRequest(
            try WebAddress(server.address + "/model.onnx"),
            content: .file,
            byteLimit: 1 << 20,
            robots: .notACrawl
        )
        do {
            let hash = try await fetcher.download(
                request,
                to: folder + "/model.onnx",
                partial: folder + "/model.part",
                expected: expected
            )
            await fetcher.close()
            return hash
        } catch {
            await fetcher.close()
            throw error
        }
    }

    /// Serves the content, honouring ranges of one version, and breaks off `breaks` times.
    private func handler(
        breaks: Int,
        etag: @escaping @Sendable (Int) -> String? = { _ in "\"v1\"" }
    ) -> FixtureServer.Handler {
        let counter = Counter()
        return { request in
            let turn = counter.next()
            var headers: [String: String] = [:]
            headers["ETag"] = etag(turn)
            var start = 0
            var status = 200
            if let range = request.headers["range"], request.headers["if-range"] == etag(turn) {
                start = Int(range.dropFirst("bytes=".count).prefix { $0 != "-" }) ?? 0
                status = 206
                headers["Content-Range"] =
                    "bytes \(start)-\(Self.content.count - 1)/\(Self.content.count)"
            }
            let rest = Array(Self.content[start...])
            guard turn < breaks else { return FixtureReply(status, headers: headers, rest) }
            return FixtureReply(steps: [
                .bytes(FixtureReply.head(status, headers, length: rest.count)),
                .bytes(Array(rest.prefix(100_000))), .wait(20), .close,
            ])
        }
    }

    @Test func `a download that broke off goes on from its last byte`() async throws {
        try await inFolder { folder in
            try await FixtureServer.run(handler(breaks: 2)) { server in
                let hash = try await download(server, folder, expected: sha256(Self.content))
                #expect(hash == sha256(Self.content))
                let ranges = server.requests.map { $0.headers["range"] }
                #expect(ranges.count == 3)
                #expect(ranges[0] == nil)
                #expect(ranges[2] != nil)
                #expect(server.requests[2].headers["if-range"] == "\"v1\"")
                let stored = try Data(contentsOf: URL(filePath: folder + "/model.onnx"))
                #expect(Array(stored) == Self.content)
                let left = try FileManager.default.contentsOfDirectory(atPath: folder)
                #expect(left == ["model.onnx"])
            }
        }
    }

    @Test func `another run goes on too`() async throws {
        try await inFolder { folder in
            try await FixtureServer.run(handler(breaks: 5)) { server in
                await #expect(throws: FetchError.self) { try await download(server, folder) }
                let hash = try await download(server, folder)
                #expect(hash == sha256(Self.content))
                #expect(server.requests.count == 6)
            }
        }
    }

    @Test func `a file that changed meanwhile is begun anew`() async throws {
        try await inFolder { folder in
            let handler = handler(breaks: 1) { turn in "\"v\(turn)\"" }
            try await FixtureServer.run(handler) { server in
                let hash = try await download(server, folder)
                #expect(hash == sha256(Self.content))
                #expect(server.requests[1].headers["range"] != nil)
            }
        }
    }

    @Test func `without a version to hold on to, it is begun anew`() async throws {
        try await inFolder { folder in
            try await FixtureServer.run(handler(breaks: 1) { _ in nil }) { server in
                let hash = try await download(server, folder)
                #expect(hash == sha256(Self.content))
                #expect(server.requests[1].headers["range"] == nil)
            }
        }
    }

    @Test func `a file with the wrong hash never gets its name`() async throws {
        try await inFolder { folder in
            try await FixtureServer.run(handler(breaks: 0)) { server in
                let failure = await #expect(throws: FetchError.self) {
                    try await download(server, folder, expected: sha256([1, 2, 3]))
                }
                #expect(failure?.code == "wrong_hash")
                let left = try FileManager.default.contentsOfDirectory(atPath: folder)
                #expect(left.isEmpty)
            }
        }
    }

    @Test func `a page in place of a file is refused`() async throws {
        try await inFolder { folder in
            try await FixtureServer.run({ _ in FixtureReply(text: "<html>log in</html>") }) {
                server in
                let failure = await #expect(throws: FetchError.self) {
                    try await download(server, folder)
                }
                #expect(failure?.code == "wrong_content")
            }
        }
    }

    @Test func `a rest that is declared endless is refused`() async throws {
        try await inFolder { folder in
            let first = handler(breaks: 1)
            let counter = Counter()
            let endless: FixtureServer.Handler = { request in
                if counter.next() == 0 { return first(request) }
                let headers = [
                    "ETag": "\"v1\"", "Content-Length": "\(Int.max)",
                    "Content-Range": "bytes 100000-\(Int.max - 1)/\(Int.max)",
                ]
                return FixtureReply(steps: [
                    .bytes(FixtureReply.head(206, headers, length: nil)), .silence,
                ])
            }
            try await FixtureServer.run(endless) { server in
                let failure = await #expect(throws: FetchError.self) {
                    try await download(server, folder)
                }
                #expect(failure?.code == "too_large")
            }
        }
    }
}

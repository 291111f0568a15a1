import Fetching
import FixtureServer
import Foundation
import Synchronization
import TestSupport
import Testing

/// Turns that several processes share; a second value on the same folder stands for another process,
/// because flock(2) tells apart who opened the file, not who runs.
@Suite struct SharedTurnsTests {
    private let folder: TemporaryFolder
    private let start = Date(timeIntervalSince1970: 1_000_000)

    init() throws { folder = try TemporaryFolder() }

    private var turns: SharedTurns { SharedTurns(folder: folder.path("hosts")) }

    private func limits(_ concurrent: Int, spacing: Duration = .milliseconds(100)) -> HostLimits {
        HostLimits(concurrent: concurrent, spacing: spacing)
    }

    private func turn(_ answer: SharedTurns.Answer) -> SharedTurns.Turn? {
        if case .turn(let turn) = answer { turn } else { nil }
    }

    private func wait(_ answer: SharedTurns.Answer) -> Double? {
        if case .wait(let time) = answer { time / .seconds(1) } else { nil }
    }

    @Test func `are as many as the limits say, and come back when they end`() throws {
        let (one, other) = (turns, turns)
        var held: [SharedTurns.Turn] = []
        for process in [one, other] {
            held.append(
                try #require(turn(try process.ask("a", limits(2, spacing: .zero), at: start)))
            )
        }
        let third = try one.ask("a", limits(2, spacing: .zero), at: start)
        #expect(wait(third) == SharedTurns.lookInterval / .seconds(1))
        held.removeFirst()
        #expect(turn(try other.ask("a", limits(2, spacing: .zero), at: start)) != nil)
    }

    @Test func `begin as far apart as the limits say, whoever takes them`() throws {
        _ = try #require(turn(try turns.ask("a", limits(2), at: start)))
        let early = wait(try turns.ask("a", limits(2), at: start + 0.04))
        #expect(abs(try #require(early) - 0.06) < 1e-6)
        #expect(turn(try turns.ask("a", limits(2), at: start + 0.1)) != nil)
        #expect(turn(try turns.ask("b", limits(2), at: start)) != nil)
    }

    @Test func `stop for a pause that one of them was asked for`() throws {
        try turns.pause("a", .seconds(7), at: start)
        #expect(wait(try turns.ask("a", limits(1), at: start + 2)) == 5)
        #expect(turn(try turns.ask("a", limits(1), at: start + 7)) != nil)
    }

    @Test func `are not held up by a clock that was set back, or by damaged times`() throws {
        _ = try #require(turn(try turns.ask("a", limits(1), at: start)))
        let back = wait(try turns.ask("a", limits(1), at: start - 5_000))
        #expect(try #require(back) <= 0.1)
        let files = try FileManager.default.contentsOfDirectory(atPath: folder.path("hosts"))
        let line = try #require(files.first { !$0.contains(".") })
        let path = folder.path("hosts/" + line)
        for bytes in [[], [1, 2, 3], Array(repeating: UInt8(0xFF), count: 16)] {
            try Data(bytes).write(to: URL(filePath: path))
            #expect(turn(try turns.ask("a", limits(1), at: start)) != nil, "\(bytes)")
        }
    }

    @Test func `name no host`() throws {
        _ = try turns.ask("secret.example", limits(1), at: start)
        for file in try FileManager.default.contentsOfDirectory(atPath: folder.path("hosts")) {
            #expect(!file.contains("secret"))
            let bytes = try Data(contentsOf: URL(filePath: folder.path("hosts/" + file)))
            #expect(bytes.range(of: Data("secret".utf8)) == nil)
        }
    }

    @Test func `can't be had in a folder that is a file`() throws {
        try Data().write(to: URL(filePath: folder.path("hosts")))
        #expect(throws: FetchError.self) { try turns.ask("a", limits(1), at: start) }
    }

    @Test func `keep two fetchers from asking one host at once`() async throws {
        let load = Mutex((now: 0, most: 0))
        let handler: FixtureServer.Handler = { _ in
            load.withLock {
                $0.now += 1
                $0.most = max($0.most, $0.now)
            }
            return FixtureReply(steps: [
                .wait(5),
                .until {
                    load.withLock { $0.now -= 1 }
                    return true
                },
                .bytes(FixtureReply.head(200, length: 2) + Array("ok".utf8)),
            ])
        }
        try await FixtureServer.run(handler) { server in
            try await withThrowingTaskGroup { group in
                for _ in 0..<3 {
                    group.addTask {
                        let fetcher = try fetcher()
                        for number in 0..<10 {
                            let answer = try await fetcher.fetch(
                                FetchRequest(
                                    WebAddress(server.address + "/\(number)"),
                                    content: .anything,
                                    byteLimit: 100,
                                    robots: .notACrawl
                                )
                            )
                            #expect(answer.bytes == Array("ok".utf8))
                        }
                        await fetcher.close()
                    }
                }
                try await group.waitForAll()
            }
        }
        #expect(load.withLock { $0.most } == 1)
    }

    private func fetcher() throws -> Fetcher {
        Fetcher(
            identity: try FetchIdentity(version: "test", contact: "ops@example.org"),
            settings: FetchSettings(
                network: NetworkGuard(allowsLoopback: true),
                limits: limits(1, spacing: .zero)
            ),
            turns: turns
        )
    }
}

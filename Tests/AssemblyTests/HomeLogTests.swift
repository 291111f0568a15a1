import Assembly
import Foundation
import TestSupport
import Testing

@Suite struct `The home's log` {
    private struct Line: Codable, Equatable {
        var writer: Int
        var number: Int
        var words: String
    }

    private let folder: TemporaryFolder
    private let path: String

    init() throws {
        folder = try TemporaryFolder()
        path = folder.path("log/ingest.jsonl")
    }

    private func lines(_ log: HomeLog) throws -> [Line] {
        try log.files.reversed().flatMap { file in
            try String(contentsOfFile: file, encoding: .utf8).split(separator: "\n").map {
                try JSONDecoder().decode(Line.self, from: Data($0.utf8))
            }
        }
    }

    private func mode(_ path: String) throws -> Int? {
        try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
    }

    @Test func `is a file of lines that only its owner may read`() throws {
        let log = HomeLog(path: path)
        let written = (0..<3).map { Line(writer: 1, number: $0, words: "a\n\"b\" / ü") }
        for line in written { try log.append(line) }
        #expect(try lines(log) == written)
        #expect(try mode(path) == 0o600)
        #expect(try mode(folder.path("log")) == 0o700)
    }

    @Test func `is put aside at its limit, and the oldest goes`() throws {
        let limit = 400
        let log = HomeLog(path: path, bytesMax: limit)
        for number in 0..<200 { try log.append(Line(writer: 1, number: number, words: "words")) }
        #expect(log.files.count == 1 + HomeLog.keptMax)
        for file in log.files {
            let size = try FileManager.default.attributesOfItem(atPath: file)[.size] as? Int
            #expect(try #require(size) <= limit)
            #expect(try mode(file) == 0o600)
        }
        let numbers = try lines(log).map(\.number)
        #expect(numbers.last == 199)
        let first = try #require(numbers.first)
        #expect(first > 100)
        #expect(numbers == Array(first...199))
    }

    @Test func `gives a line up when somebody keeps its lock`() throws {
        let log = HomeLog(path: path, lockSecondsMax: 0.05)
        try log.append(Line(writer: 1, number: 1, words: "first"))
        let held = open(path + ".lock", O_WRONLY)
        try #require(held >= 0 && flock(held, LOCK_EX) == 0)
        let error = try #require(throws: PrivateFileError.self) {
            try log.append(Line(writer: 1, number: 2, words: "second"))
        }
        #expect("\(error)".contains("lock"))
        close(held)
        try log.append(Line(writer: 1, number: 3, words: "third"))
        #expect(try lines(log).map(\.number) == [1, 3])
    }

    @Test func `takes the lines of several writers whole`() async throws {
        let limit = 2_000
        try await withThrowingTaskGroup(of: Void.self) { group in
            for writer in 0..<4 {
                group.addTask {
                    let log = HomeLog(path: path, bytesMax: limit)
                    for number in 0..<30 {
                        let line = Line(writer: writer, number: number, words: "words")
                        try log.append(line)
                    }
                }
            }
            try await group.waitForAll()
        }
        let all = try lines(HomeLog(path: path))
        #expect(all.count == 120)
        for writer in 0..<4 {
            #expect(all.filter { $0.writer == writer }.map(\.number) == Array(0..<30))
        }
    }

    @Test func `says where it could not be written`() throws {
        try Data().write(to: URL(filePath: folder.path("log")))
        #expect(throws: PrivateFileError.self) {
            try HomeLog(path: path).append(Line(writer: 1, number: 1, words: ""))
        }
    }
}

import Assembly
import Foundation
import TestSupport
import Testing

@Suite struct `A file of its own` {
    @Test func `never takes the place of another, whoever writes at the same moment`() async throws
    {
        let folder = try TemporaryFolder()
        let stem = folder.path("rejects-2026-02-02T120000-1")
        let paths = try await withThrowingTaskGroup(of: String.self) { group in
            for number in 0..<8 {
                group.addTask {
                    try PrivateFile.writeNew([UInt8(number)], to: stem, ending: ".jsonl")
                }
            }
            return try await group.reduce(into: Set<String>()) { $0.insert($1) }
        }
        #expect(paths.count == 8)
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
        #expect(names.count == 8)
        #expect(names.allSatisfy { $0.hasPrefix("rejects-") && $0.hasSuffix(".jsonl") })
        let contents = try paths.map { try Data(contentsOf: URL(filePath: $0)) }
        #expect(Set(contents).count == 8)
        let mode = try FileManager.default.attributesOfItem(atPath: stem + ".jsonl")
        #expect(mode[.posixPermissions] as? Int == 0o600)
    }
}

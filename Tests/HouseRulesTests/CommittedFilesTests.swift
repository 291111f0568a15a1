import Foundation
import Testing

/// No photo of a real person and no weight is ever committed.
@Suite struct CommittedFiles {
    private static let root = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    /// Endings of pictures, weights, archives and databases.
    private static let forbidden: Set<String> = [
        "jpg", "jpeg", "png", "webp", "gif", "bmp", "ico", "tif", "tiff", "heic", "avif", "mp4",
        "onnx", "xml", "bin", "dat", "pt", "tar", "gz", "zip", "whl", "sqlite", "npy",
    ]

    /// Made by the program itself, of people who do not exist.
    private static let allowed: Set<String> = ["docs/images/answer.jpg"]

    private static func committed() throws -> [String] {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = ["git", "-C", root.path(percentEncoded: false), "ls-files"]
        let pipe = Pipe()
        process.standardOutput = pipe
        try process.run()
        let output = try pipe.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        return String(decoding: output, as: UTF8.self).split(separator: "\n").map(String.init)
    }

    @Test func `no picture, weight, archive or database is committed`() throws {
        let files = try Self.committed()
        #expect(files.count > 300)
        for file in files where !Self.allowed.contains(file) {
            let ending = file.split(separator: ".").last.map { $0.lowercased() } ?? ""
            #expect(!Self.forbidden.contains(ending), "\(file)")
        }
    }

    @Test func `no home of the program is committed`() throws {
        for file in try Self.committed() {
            #expect(!file.contains("/objects/") && !file.contains("/packs/"), "\(file)")
        }
    }
}

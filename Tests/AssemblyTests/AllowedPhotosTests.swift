import Assembly
import Foundation
import TestSupport
import Testing

/// Marks are of absolute paths, which is what an ingest knows photos by.
@Suite struct AllowedPhotosTests {
    private func folder() throws -> TemporaryFolder {
        let folder = try TemporaryFolder()
        try FileManager.default.createDirectory(
            atPath: folder.path("people/ann"),
            withIntermediateDirectories: true
        )
        try Data([1]).write(to: URL(filePath: folder.path("people/ann/1.jpg")))
        return folder
    }

    /// The way from the working folder to an absolute path.
    private func relative(_ path: String) -> String {
        let depth = FileManager.default.currentDirectoryPath.split(separator: "/").count
        return String(repeating: "../", count: depth) + path.dropFirst()
    }

    @Test func `a relative path names the photo by its absolute one`() throws {
        let folder = try folder()
        let photo = folder.path("people/ann/1.jpg")
        #expect(try House.files(at: relative(photo)) == [photo])
        #expect(try House.files(at: relative(folder.path("people/../people"))) == [photo])
        #expect(try House.files(at: folder.path("people/")) == [photo])
    }
}

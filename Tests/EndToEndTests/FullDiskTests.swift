import Foundation
import TestSupport
import Testing

/// A home whose disk is full.
@Suite(
    Material.requirement(weights: "open/yunet_n_dynamic.onnx"),
    .enabled(if: SmallDisk.isPermitted, "mounting needs root and is not permitted here")
)
struct FullDisk {
    @Test func `can still be searched`() async throws {
        let disk = try SmallDisk(kilobytes: 40_000)
        let folder = try TemporaryFolder()
        // What the command prints goes beside its home, which is not to be on the full disk.
        let semblance = Semblance(home: folder.path("home"))
        try FileManager.default.createSymbolicLink(
            atPath: semblance.home,
            withDestinationPath: disk.path("")
        )
        _ = try await semblance.run("models", "pull", "open", "--from", Material.mirror ?? "")
        let photo = folder.path("drawn.png")
        _ = try await semblance.run("draw", "--person", "3", "--variation", "9", "--out", photo)
        _ = try await semblance.run("ingest", "drawn", "--people", "6", "--photos", "1")
        try fill(disk.path("rest"))
        let found = try await semblance.run("search", photo, "--json")
        #expect(found.status == 0, "\(found.talk)")
        // Without it the disk may be gone before the search begins.
        withExtendedLifetime(disk) {}
    }

    /// Writes a file until nothing more fits.
    private func fill(_ path: String) throws {
        let file = open(path, O_WRONLY | O_CREAT, 0o600)
        try #require(file >= 0)
        defer { close(file) }
        for size in [1 << 20, 4096, 1] {
            let bytes = [UInt8](repeating: 0, count: size)
            while write(file, bytes, size) == size {}
        }
    }
}

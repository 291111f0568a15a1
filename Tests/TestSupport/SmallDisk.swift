import Foundation
import Glibc

/// A file system of a few kilobytes in memory, mounted for one test.
package final class SmallDisk: Sendable {
    /// The system refused a mount.
    package struct Refused: Error {
        package let code: CInt
    }

    private let folder: TemporaryFolder

    package init(kilobytes: Int) throws {
        folder = try TemporaryFolder()
        guard mount("tmpfs", folder.path, "tmpfs", 0, "size=\(kilobytes)k") == 0 else {
            throw Refused(code: errno)
        }
    }

    /// Whether this process may mount.
    package static let isPermitted: Bool = (try? SmallDisk(kilobytes: 64)) != nil

    package func makeReadOnly() throws {
        let flags = UInt(MS_REMOUNT) | UInt(MS_RDONLY)
        guard mount("tmpfs", folder.path, "tmpfs", flags, nil) == 0 else {
            throw Refused(code: errno)
        }
    }

    package func path(_ name: String) -> String { folder.path(name) }

    deinit { _ = umount2(folder.path, CInt(MNT_DETACH)) }
}

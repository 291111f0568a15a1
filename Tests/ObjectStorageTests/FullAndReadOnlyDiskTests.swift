import FaceTypes
import Foundation
import Hashing
import ObjectStorage
import TestSupport
import Testing

@Suite(.enabled(if: SmallDisk.isPermitted, "mounting needs root and is not permitted here"))
struct `Objects on a small disk` {
    @Test func `a full disk is told, and what was stored before stays`() throws {
        let disk = try SmallDisk(kilobytes: 256)
        let store = FileObjectStore(folder: disk.path("objects"))
        let kept = try store.put([1, 2, 3])
        let large = [UInt8](repeating: 7, count: 1 << 20)
        #expect {
            try store.put([[4], large])
        } throws: { error in
            guard case ObjectStorageError.diskFull = error else { return false }
            return true
        }
        #expect(try store.bytes(of: kept) == [1, 2, 3])
        #expect(try store.contains(sha256([4])) == false)
        let left = try FileManager.default.contentsOfDirectory(atPath: disk.path("objects/tmp"))
        #expect(left.isEmpty)
        _ = try store.put([5])
    }

    @Test func `a read-only disk is told, and can be read`() throws {
        let disk = try SmallDisk(kilobytes: 256)
        let store = FileObjectStore(folder: disk.path("objects"))
        let kept = try store.put([1, 2, 3])
        try disk.makeReadOnly()
        #expect(try store.bytes(of: kept) == [1, 2, 3])
        #expect(try store.put([1, 2, 3]) == kept)
        for body in [{ _ = try store.put([4]) }, { try store.delete([kept]) }] {
            #expect {
                try body()
            } throws: { error in
                guard case ObjectStorageError.readOnly = error else { return false }
                return true
            }
        }
    }
}

import Glibc

/// Every system call of this room, with its errors translated.
enum FileSystem {
    /// Bytes asked for at once while reading a file whose size is not known.
    private static let readChunkByteCount = 1 << 16

    /// Only the owner reads faces.
    private static let fileMode: mode_t = 0o600
    private static let folderMode: mode_t = 0o700

    static func exists(_ path: String) throws(ObjectStorageError) -> Bool {
        if access(path, F_OK) == 0 { return true }
        if errno == ENOENT || errno == ENOTDIR { return false }
        throw ObjectStorageError(call: "access", path: path, code: errno)
    }

    /// - Returns: `nil` when there is no such file.
    static func read(_ path: String) throws(ObjectStorageError) -> [UInt8]? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else {
            if errno == ENOENT || errno == ENOTDIR { return nil }
            throw ObjectStorageError(call: "open", path: path, code: errno)
        }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else {
            throw ObjectStorageError(call: "fstat", path: path, code: errno)
        }
        var bytes = [UInt8](repeating: 0, count: max(Int(status.st_size), readChunkByteCount))
        var filled = 0
        while true {
            if filled == bytes.count {
                bytes += [UInt8](repeating: 0, count: readChunkByteCount)
            }
            let count = bytes.withUnsafeMutableBytes { buffer in
                Glibc.read(
                    descriptor,
                    buffer.baseAddress?.advanced(by: filled),
                    buffer.count - filled
                )
            }
            if count == 0 { break }
            if count > 0 {
                filled += count
            } else if errno != EINTR {
                throw ObjectStorageError(call: "read", path: path, code: errno)
            }
        }
        bytes.removeLast(bytes.count - filled)
        return bytes
    }

    /// Writes a new file and waits until it is on the disk.
    static func write(_ bytes: [UInt8], to path: String) throws(ObjectStorageError) {
        let flags = O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC
        let descriptor = open(path, flags, fileMode)
        guard descriptor >= 0 else {
            throw ObjectStorageError(call: "open", path: path, code: errno)
        }
        var failure = append(bytes, to: descriptor, path)
        if failure == nil, fsync(descriptor) != 0 {
            failure = ObjectStorageError(call: "fsync", path: path, code: errno)
        }
        if close(descriptor) != 0, failure == nil {
            failure = ObjectStorageError(call: "close", path: path, code: errno)
        }
        if let failure { throw failure }
    }

    private static func append(
        _ bytes: [UInt8],
        to descriptor: CInt,
        _ path: String
    ) -> ObjectStorageError? {
        var written = 0
        while written < bytes.count {
            let count = bytes.withUnsafeBytes { buffer in
                Glibc.write(
                    descriptor,
                    buffer.baseAddress?.advanced(by: written),
                    buffer.count - written
                )
            }
            if count > 0 {
                written += count
            } else if count == 0 || errno != EINTR {
                return ObjectStorageError(
                    call: "write",
                    path: path,
                    code: count == 0 ? ENOSPC : errno
                )
            }
        }
        return nil
    }

    static func rename(_ path: String, to target: String) throws(ObjectStorageError) {
        guard Glibc.rename(path, target) == 0 else {
            throw ObjectStorageError(call: "rename", path: target, code: errno)
        }
    }

    /// - Returns: `false` when there was nothing to remove.
    static func remove(_ path: String) throws(ObjectStorageError) -> Bool {
        if unlink(path) == 0 { return true }
        if errno == ENOENT || errno == ENOTDIR { return false }
        throw ObjectStorageError(call: "unlink", path: path, code: errno)
    }

    /// Opens a file that is only there to be locked, and makes it when it is not.
    static func openLock(_ path: String) throws(ObjectStorageError) -> CInt {
        let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, fileMode)
        guard descriptor >= 0 else {
            throw ObjectStorageError(call: "open", path: path, code: errno)
        }
        return descriptor
    }

    /// - Returns: `false` when somebody else has it.
    static func lock(
        _ descriptor: CInt,
        _ operation: CInt,
        _ path: String
    ) throws(ObjectStorageError) -> Bool {
        if flock(descriptor, operation | LOCK_NB) == 0 { return true }
        if errno == EWOULDBLOCK || errno == EINTR { return false }
        throw ObjectStorageError(call: "flock", path: path, code: errno)
    }

    /// Makes a folder unless it is there already.
    static func makeFolder(_ path: String) throws(ObjectStorageError) {
        if mkdir(path, folderMode) == 0 || errno == EEXIST { return }
        throw ObjectStorageError(call: "mkdir", path: path, code: errno)
    }

    /// Makes a folder and the one above it.
    static func makeFolders(_ path: String) throws(ObjectStorageError) {
        if access(path, F_OK) == 0 { return }
        let parent = String(path[..<(path.lastIndex(of: "/") ?? path.startIndex)])
        if !parent.isEmpty { try makeFolder(parent) }
        try makeFolder(path)
    }

    /// Waits until renames and removals in a folder are on the disk.
    static func sync(folder path: String) throws(ObjectStorageError) {
        let descriptor = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else {
            throw ObjectStorageError(call: "open", path: path, code: errno)
        }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else {
            throw ObjectStorageError(call: "fsync", path: path, code: errno)
        }
    }

    /// The names in a folder, in no order; none when there is no such folder.
    static func names(in path: String) throws(ObjectStorageError) -> [String] {
        guard let folder = opendir(path) else {
            if errno == ENOENT { return [] }
            throw ObjectStorageError(call: "opendir", path: path, code: errno)
        }
        defer { closedir(folder) }
        var names: [String] = []
        while let entry = readdir(folder) {
            let name = withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
                String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            if name != ".", name != ".." { names.append(name) }
        }
        return names
    }

    /// Seconds since a file was last written; `nil` when it is gone.
    static func ageSeconds(of path: String) throws(ObjectStorageError) -> Int? {
        var status = stat()
        guard stat(path, &status) == 0 else {
            if errno == ENOENT { return nil }
            throw ObjectStorageError(call: "stat", path: path, code: errno)
        }
        return time(nil) - status.st_mtim.tv_sec
    }
}

#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#else
internal import Darwin
#endif

/// Every system call of this room, with its errors translated.
enum FileSystem {
    private static let ownerOnly: mode_t = 0o600
    private static let folderMode: mode_t = 0o700

    /// What tells one content of a file from another: each change makes a new file.
    struct Stamp: Equatable {
        let device: UInt64
        let inode: UInt64
        let byteCount: Int
        let changedSeconds: Int
        let changedNanoseconds: Int

        fileprivate init(_ status: stat) {
            device = UInt64(status.st_dev)
            inode = UInt64(status.st_ino)
            byteCount = Int(status.st_size)
            #if canImport(Darwin)
            changedSeconds = status.st_ctimespec.tv_sec
            changedNanoseconds = status.st_ctimespec.tv_nsec
            #else
            changedSeconds = status.st_ctim.tv_sec
            changedNanoseconds = status.st_ctim.tv_nsec
            #endif
        }
    }

    /// The stamp of a file; `nil` when there is none.
    static func stamp(of path: String) throws(AccessKeyError) -> Stamp? {
        var status = stat()
        guard stat(path, &status) == 0 else {
            if errno == ENOENT { return nil }
            throw .system(call: "stat", path: path, code: errno)
        }
        return Stamp(status)
    }

    /// The bytes of a file with their stamp; `nil` when there is none.
    static func read(
        _ path: String,
        bytesMax: Int
    ) throws(AccessKeyError) -> (bytes: [UInt8], stamp: Stamp)? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else {
            if errno == ENOENT { return nil }
            throw .system(call: "open", path: path, code: errno)
        }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else {
            throw .system(call: "fstat", path: path, code: errno)
        }
        guard status.st_mode & S_IFMT == S_IFREG else {
            throw .damaged(path: path, reason: "it is not a regular file")
        }
        let permissions = status.st_mode & 0o777
        guard permissions & 0o022 == 0 else {
            throw .changeableByOthers(path: path, mode: String(permissions, radix: 8))
        }
        guard Int(status.st_size) <= bytesMax else {
            throw .damaged(path: path, reason: "it has more than \(bytesMax) bytes")
        }
        return (try readAll(descriptor, path: path, bytesMax: bytesMax), Stamp(status))
    }

    private static func readAll(
        _ descriptor: CInt,
        path: String,
        bytesMax: Int
    ) throws(AccessKeyError) -> [UInt8] {
        var bytes: [UInt8] = []
        var piece = [UInt8](repeating: 0, count: 1 << 16)
        while bytes.count <= bytesMax {
            let count = systemRead(descriptor, &piece, piece.count)
            if count == 0 { return bytes }
            if count > 0 {
                bytes += piece[..<count]
            } else if errno != EINTR {
                throw .system(call: "read", path: path, code: errno)
            }
        }
        throw .damaged(path: path, reason: "it has more than \(bytesMax) bytes")
    }

    /// Puts a file in place whole: written beside it, synced, renamed, its folder synced.
    static func replace(_ path: String, with bytes: [UInt8]) throws(AccessKeyError) {
        let temporary = path + ".tmp-\(getpid())-\(UInt64.random(in: 0...UInt64.max))"
        do throws(AccessKeyError) {
            try write(bytes, to: temporary)
            guard rename(temporary, path) == 0 else {
                throw .system(call: "rename", path: path, code: errno)
            }
        } catch {
            unlink(temporary)
            throw error
        }
        try sync(folder: folder(of: path))
    }

    private static func write(_ bytes: [UInt8], to path: String) throws(AccessKeyError) {
        let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, ownerOnly)
        guard descriptor >= 0 else { throw .system(call: "open", path: path, code: errno) }
        defer { close(descriptor) }
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { systemWrite(descriptor, $0.baseAddress, $0.count) }
            if count > 0 {
                rest = rest.dropFirst(count)
            } else if count == 0 || errno != EINTR {
                throw .system(call: "write", path: path, code: count == 0 ? ENOSPC : errno)
            }
        }
        guard fsync(descriptor) == 0 else { throw .system(call: "fsync", path: path, code: errno) }
    }

    private static func sync(folder: String) throws(AccessKeyError) {
        let descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw .system(call: "open", path: folder, code: errno) }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else {
            throw .system(call: "fsync", path: folder, code: errno)
        }
    }

    /// Holds the lock beside a file while `body` runs; other processes and stores wait.
    static func withLock<Value>(
        on path: String,
        waitingAtMost wait: Duration,
        _ body: () throws(AccessKeyError) -> Value
    ) throws(AccessKeyError) -> Value {
        if mkdir(folder(of: path), folderMode) != 0, errno != EEXIST {
            throw .system(call: "mkdir", path: folder(of: path), code: errno)
        }
        let lockPath = path + ".lock"
        let descriptor = open(lockPath, O_RDWR | O_CREAT | O_CLOEXEC, ownerOnly)
        guard descriptor >= 0 else { throw .system(call: "open", path: lockPath, code: errno) }
        // Closing gives the lock back, as does the end of a process.
        defer { close(descriptor) }
        let pause = Duration.milliseconds(10)
        var waited = Duration.zero
        while flock(descriptor, LOCK_EX | LOCK_NB) != 0 {
            guard errno == EWOULDBLOCK || errno == EINTR else {
                throw .system(call: "flock", path: lockPath, code: errno)
            }
            guard waited < wait else { throw .busy(path: path) }
            usleep(10_000)
            waited += pause
        }
        return try body()
    }

    private static func folder(of path: String) -> String {
        guard let slash = path.lastIndex(of: "/") else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }
}

private func systemRead(_ descriptor: CInt, _ bytes: UnsafeMutableRawPointer, _ count: Int) -> Int {
    read(descriptor, bytes, count)
}

private func systemWrite(_ descriptor: CInt, _ bytes: UnsafeRawPointer?, _ count: Int) -> Int {
    write(descriptor, bytes, count)
}

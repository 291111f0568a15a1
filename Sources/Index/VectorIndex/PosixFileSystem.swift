#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// A folder of the operating system; all system calls of the index are in this file.
package struct PosixFileSystem: IndexFileSystem {
    private let folder: String

    /// Uses a folder that is there.
    package init(reading folder: String) { self.folder = folder }

    /// Uses a folder, making it when it is not there.
    package init(folder: String) throws(VectorIndexError) {
        self.folder = folder
        guard mkdir(folder, 0o700) == 0 || errno == EEXIST else {
            throw .system(operation: "make", file: folder, code: errno)
        }
    }

    private func path(_ name: String) -> String { folder + "/" + name }

    private func failure(_ operation: String, _ name: String) -> VectorIndexError {
        .system(operation: operation, file: path(name), code: errno)
    }

    package func list() throws(VectorIndexError) -> [String] {
        guard let stream = opendir(folder) else { throw failure("list", "") }
        defer { closedir(stream) }
        var names: [String] = []
        while let entry = readdir(stream) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { start in
                start.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name != ".", name != ".." { names.append(name) }
        }
        return names
    }

    package func map(_ name: String) throws(VectorIndexError) -> (any MappedBytes)? {
        let descriptor = open(path(name), O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else {
            if errno == ENOENT { return nil }
            throw failure("open", name)
        }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw failure("examine", name) }
        let count = Int(status.st_size)
        guard count > 0 else { return PosixMapping(start: nil, count: 0) }
        let start = mmap(nil, count, PROT_READ, MAP_SHARED, descriptor, 0)
        guard let start, start != MAP_FAILED else { throw failure("map", name) }
        return PosixMapping(start: start, count: count)
    }

    package func create(_ name: String) throws(VectorIndexError) -> any WritableFile {
        let descriptor = open(path(name), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw failure("create", name) }
        return PosixFile(descriptor: descriptor, path: path(name))
    }

    package func append(
        to name: String,
        length: Int
    ) throws(VectorIndexError) -> any WritableFile {
        let descriptor = open(path(name), O_WRONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw failure("open", name) }
        let file = PosixFile(descriptor: descriptor, path: path(name))
        guard ftruncate(descriptor, off_t(length)) == 0,
            lseek(descriptor, off_t(length), SEEK_SET) == off_t(length)
        else { throw failure("cut", name) }
        return file
    }

    package func rename(_ name: String, to newName: String) throws(VectorIndexError) {
        #if canImport(Glibc)
        let result = Glibc.rename(path(name), path(newName))
        #elseif canImport(Musl)
        let result = Musl.rename(path(name), path(newName))
        #else
        let result = Darwin.rename(path(name), path(newName))
        #endif
        guard result == 0 else { throw failure("rename", name) }
    }

    package func remove(_ name: String) throws(VectorIndexError) {
        guard unlink(path(name)) == 0 || errno == ENOENT else { throw failure("remove", name) }
    }

    package func syncFolder() throws(VectorIndexError) {
        let descriptor = open(folder, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw failure("open", "") }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw failure("sync", "") }
    }

    package func lock(_ name: String) throws(VectorIndexError) -> any FolderLock {
        let descriptor = open(path(name), O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw failure("create", name) }
        let file = PosixFile(descriptor: descriptor, path: path(name))
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            if errno == EWOULDBLOCK { throw .locked(file: path(name)) }
            throw failure("lock", name)
        }
        return file
    }
}

/// An open file; closed, and its lock released, when the object is gone.
private final class PosixFile: WritableFile, FolderLock {
    private let descriptor: Int32
    private let path: String

    init(descriptor: Int32, path: String) {
        self.descriptor = descriptor
        self.path = path
    }

    deinit { close(descriptor) }

    func write(_ bytes: UnsafeRawBufferPointer) throws(VectorIndexError) {
        var done = 0
        while done < bytes.count {
            guard let start = bytes.baseAddress else { return }
            #if canImport(Glibc)
            let written = Glibc.write(descriptor, start + done, bytes.count - done)
            #elseif canImport(Musl)
            let written = Musl.write(descriptor, start + done, bytes.count - done)
            #else
            let written = Darwin.write(descriptor, start + done, bytes.count - done)
            #endif
            if written < 0, errno == EINTR { continue }
            guard written > 0 else { throw .system(operation: "write", file: path, code: errno) }
            done += written
        }
    }

    func sync() throws(VectorIndexError) {
        guard fsync(descriptor) == 0 else {
            throw .system(operation: "sync", file: path, code: errno)
        }
    }
}

private final class PosixMapping: MappedBytes, @unchecked Sendable {
    let bytes: UnsafeRawBufferPointer

    init(start: UnsafeMutableRawPointer?, count: Int) {
        bytes = UnsafeRawBufferPointer(start: start, count: count)
    }

    deinit {
        if let start = bytes.baseAddress {
            munmap(UnsafeMutableRawPointer(mutating: start), bytes.count)
        }
    }
}

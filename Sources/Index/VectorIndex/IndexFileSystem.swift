/// The folder an index lives in: everything the index asks of a disk.
///
/// One conformer makes the system calls; the tests have another that loses power.
package protocol IndexFileSystem: Sendable {
    /// Names of the files in the folder.
    func list() throws(VectorIndexError) -> [String]
    /// The bytes of a file, or `nil` when there is none.
    func map(_ name: String) throws(VectorIndexError) -> (any MappedBytes)?
    /// Makes an empty file, replacing one of the same name.
    func create(_ name: String) throws(VectorIndexError) -> any WritableFile
    /// Opens a file to write behind its first `length` bytes; the rest is cut off.
    func append(to name: String, length: Int) throws(VectorIndexError) -> any WritableFile
    /// Gives a file another name, replacing a file that has it.
    func rename(_ name: String, to newName: String) throws(VectorIndexError)
    /// Deletes a file; nothing happens when there is none.
    func remove(_ name: String) throws(VectorIndexError)
    /// Makes creations, renames and removals survive a loss of power.
    func syncFolder() throws(VectorIndexError)
    /// Takes the folder for one writer; it is free again when the result is gone.
    func lock(_ name: String) throws(VectorIndexError) -> any FolderLock
}

/// A file being written, by one thread at a time.
package protocol WritableFile: AnyObject, Sendable {
    /// Writes all bytes at the end.
    func write(_ bytes: UnsafeRawBufferPointer) throws(VectorIndexError)
    /// Makes what was written survive a loss of power.
    func sync() throws(VectorIndexError)
}

/// A folder taken for one writer, as long as this object is there.
package protocol FolderLock: AnyObject, Sendable {}

/// The bytes of a file, there as long as this object is.
package protocol MappedBytes: AnyObject, Sendable {
    /// Page-aligned.
    var bytes: UnsafeRawBufferPointer { get }
}

extension IndexFileSystem {
    /// Writes a file that is there whole or not at all after a crash, once the folder is synced.
    func writeWhole(
        _ name: String,
        _ parts: [UnsafeRawBufferPointer]
    ) throws(VectorIndexError) {
        let temporary = name + ".tmp"
        let file = try create(temporary)
        for part in parts { try file.write(part) }
        try file.sync()
        try rename(temporary, to: name)
    }
}

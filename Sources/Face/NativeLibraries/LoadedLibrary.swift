/// A library that is open for the rest of the process's life.
///
/// `@unchecked` because a raw pointer is not `Sendable` by itself; this one is never closed, and
/// looking symbols up in it is safe from any thread.
public struct LoadedLibrary: @unchecked Sendable {
    /// What `dlopen` gave; a C shim binds its functions from it.
    public let handle: UnsafeMutableRawPointer

    /// The path it was opened by, or its bare file name when the system found it.
    public let path: String
}

public import FaceTypes

/// What can go wrong between a caller and the stored objects.
public enum ObjectStorageError: Error, Sendable, Hashable {
    /// Nothing is stored under this address.
    case missing(ContentHash)
    /// The bytes stored under an address have another SHA-256.
    case damaged(expected: ContentHash, found: ContentHash)
    /// The disk is full; nothing was stored.
    case diskFull(path: String)
    /// The disk is mounted read-only.
    case readOnly(path: String)
    /// The system refused access.
    case permissionDenied(path: String)
    /// Another process stored or swept objects for longer than the store waits, in seconds.
    case busy(path: String, waitedSeconds: Double)
    /// Anything else the system said: the call's name and its `errno`.
    case system(call: String, path: String, code: Int32)
}

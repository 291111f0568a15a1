public import FaceTypes

/// A job as it is put into the queue.
public struct NewJob: Sendable, Hashable {
    /// The gallery it works for.
    public var gallery: GalleryID
    /// What it asks for.
    public var kind: JobKind
    /// What makes it the same as another one of the gallery.
    public var key: JobKey
    /// What the worker needs to know, at most `JobPolicy.payloadBytesMax` bytes.
    public var payload: [UInt8]
    /// The key of the person it is for; `nil` when it is for nobody in particular.
    ///
    /// Stores keep no more of it than a keyed hash, by which removing the person takes the job away.
    public var person: String?

    /// Makes a job.
    public init(
        gallery: GalleryID,
        kind: JobKind,
        key: JobKey,
        payload: [UInt8],
        person: String? = nil
    ) {
        self.person = person
        self.gallery = gallery
        self.kind = kind
        self.key = key
        self.payload = payload
    }
}

public import FaceTypes

/// What makes a job the same as another: putting it twice puts it once.
public struct JobKey: Sendable, Hashable {
    /// Which source it comes from, such as `folder`; not personal.
    public var source: String

    /// Hash of the address and of what tells its versions apart.
    public var address: ContentHash

    /// Makes a key.
    public init(source: String, address: ContentHash) {
        self.source = source
        self.address = address
    }
}

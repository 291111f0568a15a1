/// Where a photo lies, so that any process of this machine can read it.
public enum PhotoPlace: Sendable, Hashable, Codable {
    /// A file, by its absolute path.
    case file(path: String)
    /// An address of the net.
    case address(String)
}

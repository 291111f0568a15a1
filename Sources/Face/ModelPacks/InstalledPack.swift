public import FaceTypes

/// A pack that lies complete and checked on this machine; its files are read-only.
public struct InstalledPack: Sendable, Hashable {
    /// What it is.
    public let manifest: PackManifest

    /// Its folder, an absolute path.
    public let folder: String

    /// What galleries are bound to.
    public let identity: PackIdentity

    /// Names an installed pack.
    public init(manifest: PackManifest, folder: String, identity: PackIdentity) {
        self.manifest = manifest
        self.folder = folder
        self.identity = identity
    }

    /// The absolute path of one of its files.
    public func path(of file: String) -> String { folder + "/" + file }
}

/// What a process may do with a catalogue.
public enum CatalogueAccess: Sendable {
    /// Reads and writes; makes the file when it is missing and updates an older layout.
    case readWrite
    /// Reads only, also from a home that cannot be written; writes throw `GalleryError.readOnly`.
    case readOnly
}

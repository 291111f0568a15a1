public import FaceTypes

/// What can go wrong between a caller and the catalogue.
public enum GalleryError: Error, Sendable, Hashable {
    /// There is no gallery of this name.
    case noSuchGallery(name: String)
    /// There is no such person in the gallery.
    case noSuchPerson(PersonID)
    /// The gallery is bound to another pack; its photos must be embedded anew to change that.
    case packMismatch(gallery: String, expected: PackIdentity, found: PackIdentity)
    /// The gallery exists with other settings.
    case settingsMismatch(gallery: String, expected: String, found: String)
    /// An embedding of the wrong size.
    case dimensionMismatch(expected: Int, found: Int)
    /// Not a usable gallery name.
    case invalidName(String)
    /// Another process held the catalogue longer than the named limit.
    case busy(waitedSeconds: Double)
    /// The home cannot be written.
    case readOnly(path: String)
    /// The disk is full.
    case diskFull(path: String)
    /// The catalogue was written by a newer version.
    case newerSchema(expected: String, found: String)
    /// Anything else the storage engine said.
    case storage(path: String, detail: String)
}

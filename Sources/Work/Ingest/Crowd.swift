public import Gallery

/// Who is in a gallery: people, or people who were drawn.
///
/// The two never share one: how close a stranger comes would be measured against a crowd that is neither.
/// What a gallery holds is told by its first photo, since everything after it was refused or alike.
public enum Crowd: String, Sendable {
    /// Photos of people.
    case people = "photos of people"
    /// People of ``DrawnSource``.
    case drawn = "drawn people"

    /// Who a source shows.
    public init(of source: any PhotoSource) { self = source is DrawnSource ? .drawn : .people }

    /// - Throws: `GalleryError.settingsMismatch` when the gallery holds the other kind.
    public func check(_ gallery: GalleryRecord, in store: any GalleryStore) async throws {
        let photos = try await store.photos(in: gallery.id, after: nil, limit: 1)
        guard let first = photos.first else { return }
        let held: Crowd = first.origin.hasPrefix(DrawnSource.originPrefix) ? .drawn : .people
        guard held != self else { return }
        throw GalleryError.settingsMismatch(
            gallery: gallery.name,
            expected: held.rawValue,
            found: rawValue
        )
    }
}

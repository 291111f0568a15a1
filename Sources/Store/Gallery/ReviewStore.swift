public import FaceTypes

/// The list of doubts about the galleries of a home.
///
/// Every call is one transaction, durable when it returns. A doubt goes when its person, one of its
/// people, or its face goes; when two people are merged, doubts about the first are about the second.
public protocol ReviewStore: Sendable {
    /// Adds doubts; one whose key is known in the gallery, open or decided, changes nothing.
    ///
    /// - Returns: how many are new.
    func note(_ doubts: [ReviewItem.New], in gallery: GalleryID) async throws -> Int

    /// Adds doubts as `note` does, and drops the open ones of these kinds that are not among them:
    /// a look through the whole gallery no longer finds them.
    ///
    /// - Returns: how many are new.
    func replace(
        _ kinds: Set<ReviewItem.Kind>,
        with doubts: [ReviewItem.New],
        in gallery: GalleryID
    ) async throws -> Int

    /// Doubts in order of id, at most `limit`, after the given id.
    ///
    /// - Parameter kind: only of this kind; `nil` for all.
    func doubts(
        in state: ReviewItem.State,
        kind: ReviewItem.Kind?,
        of gallery: GalleryID,
        after: Int64?,
        limit: Int
    ) async throws -> [ReviewItem]

    /// One doubt, or `nil`.
    func doubt(_ id: Int64, in gallery: GalleryID) async throws -> ReviewItem?

    /// Which of these keys belong to doubts that were decided.
    func decided(among keys: [ContentHash], in gallery: GalleryID) async throws -> Set<ContentHash>

    /// Writes down how a doubt was decided, and forgets its payload.
    ///
    /// - Parameter state: `accepted` or `refused`.
    /// - Returns: whether it was open.
    func decide(
        _ id: Int64,
        as state: ReviewItem.State,
        in gallery: GalleryID
    ) async throws -> Bool
}

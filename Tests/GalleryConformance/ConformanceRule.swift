public import Gallery

/// One sentence every `GalleryStore` must keep, and the check that it does.
///
/// A store's tests run `ConformanceRule.all` against fresh stores; the same list holds for every
/// conformer, which is what makes them exchangeable.
public struct ConformanceRule: Sendable, CustomStringConvertible {
    /// The sentence.
    public let description: String

    private let body: @Sendable (any GalleryStore) async throws -> Void

    init(_ description: String, _ body: @escaping @Sendable (any GalleryStore) async throws -> Void)
    {
        self.description = description
        self.body = body
    }

    /// Checks the rule on a store that nobody else uses.
    ///
    /// - Throws: `ConformanceFailure`, or what the store threw unasked.
    public func check(_ store: any GalleryStore) async throws {
        try await body(store)
    }

    /// Every rule.
    public static let all: [ConformanceRule] =
        galleryRules + peopleRules + mergeRules + enrolmentRules + oneFaceRules + faceRules
        + changeRules
        + removalRules + suppressionRules + filterRules
}

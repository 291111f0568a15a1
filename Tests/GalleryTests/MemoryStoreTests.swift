import GalleryConformance
import GalleryDoubles
import Testing

@Suite struct `The catalogue in memory` {
    @Test(arguments: ConformanceRule.oneFaceRules)
    func `gives a face to one person at most`(_ rule: ConformanceRule) async throws {
        try await rule.check(MemoryGalleryStore())
    }
}

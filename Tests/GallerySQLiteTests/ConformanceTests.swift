import GalleryConformance
import GallerySQLite
import TestSupport
import Testing

@Suite struct `The catalogue in SQLite` {
    @Test(arguments: ConformanceRule.all)
    func `keeps every rule of a gallery store`(_ rule: ConformanceRule) async throws {
        let folder = try TemporaryFolder()
        let store = try SQLiteGallery(path: folder.path("catalog.sqlite"))
        try await rule.check(store)
    }
}

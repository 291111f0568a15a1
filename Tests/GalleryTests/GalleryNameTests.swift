import Gallery
import Testing

@Suite struct `A gallery's name` {
    @Test(arguments: ["a", "0", "films-1950_b", String(repeating: "x", count: 64)])
    func `may hold lower-case letters, digits, dash and underscore`(_ name: String) {
        #expect(GalleryRecord.isUsable(name: name))
    }

    @Test(arguments: [
        "", "-a", "_a", "A", "a b", "a/b", "..", "é", "a\0", String(repeating: "x", count: 65),
    ])
    func `may be nothing else`(_ name: String) {
        #expect(!GalleryRecord.isUsable(name: name))
    }
}

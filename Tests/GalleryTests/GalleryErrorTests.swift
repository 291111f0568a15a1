import FaceTypes
import Gallery
import Testing

@Suite struct `An error of the catalogue` {
    private static let pack = PackIdentity(name: "open", version: "1", hash: "ab", dimension: 4)

    private static let every: [GalleryError] = [
        .noSuchGallery(name: "g"), .noSuchPerson(PersonID(4)),
        .packMismatch(gallery: "g", expected: pack, found: pack),
        .settingsMismatch(gallery: "g", expected: "keep photos", found: "keep crops"),
        .dimensionMismatch(expected: 256, found: 128), .invalidName("G"),
        .busy(waitedSeconds: 30), .readOnly(path: "p"), .diskFull(path: "p"),
        .newerSchema(expected: "v1", found: "v2"), .storage(path: "p", detail: "d"),
    ]

    @Test(arguments: every)
    func `speaks in whole sentences`(_ error: GalleryError) {
        #expect(error.description.hasSuffix("."))
        #expect(error.description.contains(" "))
    }

    @Test func `names what was expected and what was found`() {
        let text = GalleryError.dimensionMismatch(expected: 256, found: 128).description
        #expect(text.contains("256"))
        #expect(text.contains("128"))
    }
}

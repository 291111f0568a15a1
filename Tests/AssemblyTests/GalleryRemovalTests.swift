import Assembly
import FaceTypes
import Foundation
import Gallery
import TestSupport
import Testing

@Suite struct GalleryRemoval {
    @Test func `takes the index of the gallery along, and what earlier crashes left`() async throws
    {
        let folder = try TemporaryFolder()
        let house = House(
            settings: try Settings(commandLine: ["home": folder.path("home")], environment: [:])
        )
        let store = try house.catalogue(creating: true)
        let pack = PackIdentity(name: "p", version: "1", hash: "00", dimension: 32)
        var galleries: [GalleryRecord] = []
        for name in ["first", "second"] {
            galleries.append(
                try await store.createGallery(
                    named: name,
                    pack: pack,
                    keep: .photos,
                    labelled: true
                )
            )
        }
        let index = house.settings.home.index
        let kept = "\(galleries[1].id.rawValue)"
        for name in ["\(galleries[0].id.rawValue)", kept, "99", "98.discarded-x", "notes"] {
            try FileManager.default.createDirectory(
                atPath: index + "/" + name,
                withIntermediateDirectories: true
            )
            try Data([1]).write(to: URL(filePath: index + "/" + name + "/segment-1"))
        }
        _ = try await house.removeGallery(galleries[0], from: store)
        let left = try FileManager.default.contentsOfDirectory(atPath: index)
        #expect(Set(left) == [kept, "notes"])
    }
}

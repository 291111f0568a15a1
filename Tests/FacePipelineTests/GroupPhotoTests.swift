import FacePipeline
import FaceTypes
import TestSupport
import Testing

@Suite(
    Material.requiresEngine(),
    Material.requirement(weights: "open/yunet_n_dynamic.onnx"),
    Material.requirement("faces/groups")
)
struct GroupPhotoTests {
    /// What the photo's name promises: the number after the underscore, one for letters.
    private func expectedCount(_ name: String) -> Int {
        let suffix = name.split(separator: "_").last?.split(separator: ".").first ?? ""
        return Int(suffix) ?? 1
    }

    @Test func `every group photo has exactly the faces its name says`() throws {
        let pipeline = try Laboratory.open()
        for name in try Laboratory.groups() {
            let photo = try pipeline.detect(Laboratory.file("faces/groups/\(name)"))
            let real = photo.faces.filter(\.looksReal)
            #expect(real.count == expectedCount(name), "\(name)")
            #expect(photo.turn == .none, "\(name)")
        }
    }

    @Test func `every nose lies in a box of its own`() throws {
        let pipeline = try Laboratory.open()
        for (name, noses) in try Laboratory.noses() {
            let photo = try pipeline.detect(Laboratory.file("faces/groups/\(name)"))
            for nose in noses {
                let around = photo.faces.filter { $0.detection.box.contains(nose) }
                #expect(around.count == 1, "\(name) \(nose)")
            }
        }
    }

    @Test func `dogs are found and refused as no faces`() throws {
        let analysis = try Laboratory.open().analyse(Laboratory.file("faces/groups/dogs_0.jpg"))
        #expect(analysis.faces.count == 2)
        for face in analysis.faces { #expect(face.quality.codes.first == .notAFace) }
    }

    @Test func `a photo without people has no face and is no error`() throws {
        let analysis = try Laboratory.open().analyse(Laboratory.file("faces/groups/017_0.jpg"))
        #expect(analysis.faces.isEmpty)
        #expect(analysis.width == 565 && analysis.height == 339)
    }

    @Test func `scrfd counts the group photos too`() throws {
        let pipeline = try Laboratory.arcface()
        var exact = 0
        let names = try Laboratory.groups().filter { $0 != "dogs_0.jpg" }
        for name in names {
            let photo = try pipeline.detect(Laboratory.file("faces/groups/\(name)"))
            if photo.faces.count == expectedCount(name) { exact += 1 }
        }
        #expect(exact >= names.count - 1)
    }
}

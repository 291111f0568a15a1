import FacePipeline
import FaceTypes
import Foundation
import Inference
import Likeness
import ModelPacks
import TestSupport
import Testing

@Suite struct FaceRegionTests {
    @Test func `the regions of a crop cover all of it once`() {
        let frame = FaceFrame(edge: 128, eyes: (Point(x: 40, y: 59), Point(x: 87, y: 59)))
        let boxes = FaceRegion.allCases.flatMap(frame.areas)
        let area = boxes.reduce(0) { $0 + $1.area }
        #expect(abs(area - 1) < 1e-4)
        for row in 0..<32 {
            for column in 0..<32 {
                let point = Point(
                    x: (Float(column) + 0.51) / 32,
                    y: (Float(row) + 0.51) / 32
                )
                #expect(boxes.count { $0.contains(point) } == 1)
            }
        }
    }

    @Test func `the eyes of the template lie in the eyes, its mouth corners in the mouth`() {
        let left = Point(x: 40, y: 59)
        let frame = FaceFrame(edge: 128, eyes: (left, Point(x: 87, y: 59)))
        func holds(_ region: FaceRegion, _ x: Float, _ y: Float) -> Bool {
            frame.areas(of: region).contains { $0.contains(Point(x: x / 128, y: y / 128)) }
        }
        #expect(holds(.eyes, 40, 59) && holds(.eyes, 87, 59))
        #expect(holds(.nose, 64, 82))
        #expect(holds(.mouth, 45, 105) && holds(.mouth, 84, 105))
        #expect(holds(.forehead, 64, 10) && holds(.jaw, 64, 126) && holds(.sides, 4, 70))
    }

    @Test func `a cover changes the region it covers and nothing far from it`() {
        var image = PixelImage(width: 64, height: 64)
        image.withMutablePixels { pixels in
            for index in pixels.indices { pixels[index] = UInt8(index * 7 % 256) }
        }
        let face = AlignedFace(image: image)
        let box = Box(x: 0.25, y: 0.25, width: 0.25, height: 0.25)
        let covered = CoveredFace(face: face).covered([box]).image
        func pixel(_ picture: PixelImage, _ x: Int, _ y: Int) -> [UInt8] {
            Array(picture.pixels[(3 * (y * 64 + x))..<(3 * (y * 64 + x) + 3)])
        }
        #expect(pixel(covered, 22, 22) == pixel(covered, 26, 25))
        #expect(pixel(covered, 50, 50) == pixel(image, 50, 50))
        #expect(pixel(covered, 8, 22) == pixel(image, 8, 22))
    }
}

@Suite(
    .serialized,
    Material.requiresEngine(),
    Material.requirement("faces/known", "faces/known-queries"),
    Material.requirement(
        weights: "open/yunet_n_dynamic.onnx",
        "open/face-reidentification-retail-0095.xml"
    )
)
struct LikenessExplainerTests {
    private func pipeline(in folder: String) async throws -> FacePipeline {
        let pack = try await PackStore(folder: folder).install(
            PackCatalogue.manifest(named: "open"),
            options: InstallOptions(mirror: Material.mirror, allowsPip: false)
        )
        return try FacePipeline(
            pack: pack,
            engine: InferenceEngine(EngineSettings(libraryFolder: Material.engineFolder))
        )
    }

    private func bytes(_ path: String) throws -> [UInt8] {
        [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
    }

    /// The first photo of a known person.
    private func photo(of person: String) throws -> [UInt8] {
        let folder = Material.file("faces/known/\(person)")
        let names = try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
        return try bytes(folder + "/" + #require(names.first { $0.hasSuffix(".jpg") }))
    }

    @Test func `two photos of one person are explained, alike in both orders`() async throws {
        let folder = FileManager.default.temporaryDirectory
            .appendingPathComponent("packs-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        let pipeline = try await pipeline(in: folder.path)
        let explainer = LikenessExplainer(pipeline: pipeline)
        let first = try #require(
            try explainer.alignedFace(
                inCutout: bytes(Material.file("faces/known-queries/obama1.jpg"))
            )
        )
        let stored = try photo(of: "obama")
        let face = try #require(try pipeline.analyse(stored).faces.first)
        let second = try #require(
            try explainer.alignedFace(inPhoto: stored, matching: face.detection)
        )
        #expect(second == face.aligned)

        let explanation = try explainer.explain(probe: first, mate: second)
        #expect(explanation.similarity > 0.5)
        #expect(abs(explanation.similarityCovered) < 0.25)
        #expect(Set(explanation.regions.map(\.region)) == Set(FaceRegion.allCases))
        let shares = explanation.regions.compactMap(\.share)
        #expect(shares.count == FaceRegion.allCases.count)
        #expect(abs(shares.reduce(0, +) - 1) < 1e-4)
        #expect(shares == shares.sorted(by: >))
        // The middle of the face says more than what is behind the head.
        let share = Dictionary(
            uniqueKeysWithValues: explanation.regions.map { ($0.region, $0.share ?? 0) }
        )
        let inner = [FaceRegion.eyes, .brows, .nose, .mouth].reduce(0) { $0 + (share[$1] ?? 0) }
        #expect(inner > 0.4 && inner > share[.sides] ?? 0)

        let swapped = try explainer.explain(probe: second, mate: first)
        #expect(swapped.similarity == explanation.similarity)
        for (one, other) in zip(explanation.regions, swapped.regions) {
            #expect(one.region == other.region)
            #expect(abs(one.similarityWithout - other.similarityWithout) < 1e-6)
        }
        let data = try JSONEncoder().encode(explanation)
        #expect(try JSONDecoder().decode(LikenessExplanation.self, from: data) == explanation)
    }

    @Test func `the unlikeness of two strangers is not explained`() async throws {
        let folder = FileManager.default.temporaryDirectory
            .appendingPathComponent("packs-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        let pipeline = try await pipeline(in: folder.path)
        let explainer = LikenessExplainer(pipeline: pipeline)
        let one = try #require(try pipeline.analyse(photo(of: "obama")).faces.first)
        let other = try #require(try pipeline.analyse(photo(of: "rose_leslie")).faces.first)
        let explanation = try explainer.explain(probe: one.aligned, mate: other.aligned)
        #expect(explanation.similarity < 0.2)
        #expect(explanation.regions.allSatisfy { $0.share == nil })
        #expect(try explainer.alignedFace(inCutout: encodedGrey()) == nil)
    }

    /// A BMP of one grey, as a photo without a face.
    private func encodedGrey() -> [UInt8] {
        let side = 64
        let size = UInt32(54 + side * side * 3)
        func little(_ value: UInt32, _ count: Int) -> [UInt8] {
            (0..<count).map { UInt8(truncatingIfNeeded: value >> (8 * UInt32($0))) }
        }
        let header =
            Array("BM".utf8) + little(size, 4) + little(0, 4) + little(54, 4) + little(40, 4)
            + little(UInt32(side), 4) + little(UInt32(side), 4) + little(1, 2) + little(24, 2)
            + [UInt8](repeating: 0, count: 24)
        return header + [UInt8](repeating: 120, count: side * side * 3)
    }
}

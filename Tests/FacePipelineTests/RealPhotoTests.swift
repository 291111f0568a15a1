import FacePipeline
import FaceTypes
import Foundation
import Imaging
import TestSupport
import Testing

@Suite(
    Material.requiresEngine(),
    Material.requirement(weights: "open/yunet_n_dynamic.onnx"),
    Material.requirement("faces/lfw/lfw-deepfunneled.tar")
)
struct RealPhotoTests {
    @Test func `next to no photo of LFW is refused, turned or without a face`() throws {
        let pipeline = try Laboratory.open()
        let photos = try Laboratory.lfw(300)
        var refused = 0
        for bytes in photos {
            let photo = try pipeline.decode(bytes)
            let quality = try #require(try Laboratory.quality(of: photo.image, by: pipeline))
            if !quality.codes.isEmpty { refused += 1 }
            #expect(try pipeline.detect(in: photo).turn == .none)
        }
        #expect(refused <= max(2, photos.count / 500), "\(refused) of \(photos.count)")
    }

    @Test func `close-ups are found`() throws {
        let pipeline = try Laboratory.open()
        let photos = try Laboratory.lfw(100)
        var missed = 0
        for bytes in photos {
            let photo = try pipeline.decode(bytes).image
            for edge in [110, 90, 75] {
                let corner = Float((250 - edge) / 2)
                let box = Box(x: corner, y: corner, width: Float(edge), height: Float(edge))
                let crop = try #require(photo.cropped(to: box))
                if try pipeline.detect(in: Laboratory.photo(crop)).faces.isEmpty { missed += 1 }
            }
        }
        #expect(missed <= photos.count * 3 / 200, "\(missed) of \(3 * photos.count)")
    }

    @Test func `photos on their side or head are found, with landmarks as in the upright one`()
        throws
    {
        let pipeline = try Laboratory.open()
        let photos = try Laboratory.lfw(60)
        var wrong = 0
        for bytes in photos {
            let picture = try pipeline.decode(bytes).image
            let upright = try pipeline.detect(in: Laboratory.photo(picture))
            let face = try #require(Laboratory.central(upright))
            for turn in [QuarterTurn.quarter, .half, .threeQuarters] {
                let turned = picture.rotated(quarterTurns: 4 - turn.rawValue)
                let found = try pipeline.detect(in: Laboratory.photo(turned))
                let back = found.faces.map { other in
                    other.detection.landmarks.points.map {
                        uprighted($0, turn, width: 250, height: 250)
                    }
                }
                let isFound = back.contains { points in
                    zip(points, face.detection.landmarks.points).allSatisfy {
                        hypot($0.x - $1.x, $0.y - $1.y) < 0.1 * face.detection.box.shortEdge
                    }
                }
                if !isFound || found.turn != turn { wrong += 1 }
            }
        }
        #expect(wrong <= max(2, photos.count * 3 / 100), "\(wrong) of \(3 * photos.count)")
    }

    /// A point of a photo lying on its side, once the photo is turned upright.
    private func uprighted(
        _ point: Point,
        _ turn: QuarterTurn,
        width: Float,
        height: Float
    ) -> Point {
        switch turn {
        case .none: point
        case .quarter: Point(x: height - point.y, y: point.x)
        case .half: Point(x: width - point.x, y: height - point.y)
        case .threeQuarters: Point(x: point.y, y: width - point.x)
        }
    }

    @Test func `small faces in a large photo are found, each once`() throws {
        let pipeline = try Laboratory.open()
        let photos = try Laboratory.lfw(60)
        var (hit, stray, pasted) = (0, 0, 0)
        for first in stride(from: 0, to: photos.count, by: Self.facesASheet) {
            let part = photos[first..<min(first + Self.facesASheet, photos.count)]
            let (sheet, places) = try Self.sheet(of: Array(part), pipeline)
            let found = try pipeline.detect(in: Laboratory.photo(sheet)).faces
            pasted += places.count
            hit += places.count { place in
                found.contains { place.overlap(with: $0.detection.box) > 0.3 }
            }
            stray += found.count { face in
                !places.contains { $0.overlap(with: face.detection.box) > 0.3 }
            }
        }
        #expect(hit >= pasted * 95 / 100, "\(hit) of \(pasted)")
        #expect(stray <= max(1, pasted / Self.facesASheet), "\(stray) beside \(pasted)")
    }

    private static let facesASheet = 300

    /// A photo of 4000 x 3000 with faces of 24 to 40 pixels, and where they are.
    private static func sheet(
        of photos: [[UInt8]],
        _ pipeline: FacePipeline
    ) throws -> (PixelImage, [Box]) {
        var canvas = PixelImage(width: 4000, height: 3000, grey: 120)
        var places: [Box] = []
        for (index, bytes) in photos.enumerated() {
            let photo = try pipeline.decode(bytes)
            let face = try #require(Laboratory.central(try pipeline.detect(in: photo)))
            let box = face.detection.box
            let scale = (24 + 16 * Float(index) / Float(photos.count)) / box.shortEdge
            guard let cut = photo.image.cropped(to: box) else { continue }
            let small = cut.resized(
                width: Int((Float(cut.width) * scale).rounded()),
                height: Int((Float(cut.height) * scale).rounded())
            )
            let x = 80 + (index % 20) * 195
            let y = 80 + (index / 20) * 195
            canvas.paste(small, x: x, y: y)
            places.append(
                Box(
                    x: Float(x),
                    y: Float(y),
                    width: Float(small.width),
                    height: Float(small.height)
                )
            )
        }
        return (canvas, places)
    }

    @Test func `an embedding is the same bits in any batch, on any thread`() async throws {
        let pipeline = try Laboratory.open()
        let photos = try Laboratory.lfw(12)
        let alone = try photos.map { try pipeline.analyse($0).faces.map(\.embedding) }
        let crops = try photos.flatMap { try pipeline.analyse($0).faces.map(\.aligned) }
        #expect(try pipeline.embed(crops) == alone.flatMap { $0 })
        let again = try await withThrowingTaskGroup(of: (Int, [Embedding]).self) { group in
            for (index, photo) in photos.enumerated() {
                group.addTask {
                    (index, try pipeline.analyse(photo).faces.map(\.embedding))
                }
            }
            return try await group.reduce(into: [Int: [Embedding]]()) { $0[$1.0] = $1.1 }
        }
        for (index, embeddings) in alone.enumerated() { #expect(again[index] == embeddings) }
    }

    @Test func `one person's photos are closer than two people's`() throws {
        let pipeline = try Laboratory.open()
        let archive = try TarFile(path: Material.file("faces/lfw/lfw-deepfunneled.tar"))
        let people = ["Ariel_Sharon", "Serena_Williams", "Vicente_Fox", "Jennifer_Aniston"]
        let embeddings = try people.map { person in
            try (1...4).map { number in
                let ending = "\(person)_000\(number).jpg"
                let entry = try #require(archive.entries.first { $0.name.hasSuffix(ending) })
                let analysis = try pipeline.analyse(archive.bytes(of: entry))
                return try #require(analysis.faces.first).embedding
            }
        }
        for (index, own) in embeddings.enumerated() {
            for probe in own.dropFirst() {
                let best = embeddings.map { other in
                    other.filter { $0 != probe }.map(probe.similarity).max() ?? -1
                }
                #expect(best.indices.max { best[$0] < best[$1] } == index)
            }
        }
    }

    @Test(arguments: [(1, 1), (1, 900), (3000, 2), (17, 40), (2600, 31)])
    func `a picture of any shape is searched without complaint`(width: Int, height: Int) throws {
        let picture = PixelImage(width: width, height: height, grey: 90)
        let found = try Laboratory.open().detect(in: Laboratory.photo(picture))
        #expect(found.faces.isEmpty && found.absence == .noFace)
    }

    @Test func `a file that is no picture is refused with the decoder's own words`() throws {
        let pipeline = try Laboratory.open()
        let error = #expect(throws: PipelineError.self) {
            try pipeline.analyse(Array("not a picture".utf8))
        }
        #expect(error?.description.isEmpty == false)
    }
}

extension PixelImage {
    /// Lays a smaller picture over this one.
    fileprivate mutating func paste(_ other: PixelImage, x: Int, y: Int) {
        let wide = width
        withMutablePixels { pixels in
            for row in 0..<other.height {
                for index in 0..<(3 * other.width) {
                    pixels[3 * ((y + row) * wide + x) + index] =
                        other.pixels[3 * row * other.width + index]
                }
            }
        }
    }
}

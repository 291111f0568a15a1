import FacePipeline
import FaceTypes
import Foundation
import Imaging
import Inference
import TestSupport
import Testing

/// Pipelines and photos for tests on real material; everything is made once a process.
enum Laboratory {
    private static let engine = Result { try InferenceEngine() }

    private static let openPipeline = Result {
        try FacePipeline(
            pack: TestPacks.open(weights: Material.weights("").trimmed),
            engine: engine.get()
        )
    }

    /// Pack `open`.
    static func open() throws -> FacePipeline { try openPipeline.get() }

    /// SCRFD and y1.
    static func arcface() throws -> FacePipeline {
        try FacePipeline(
            pack: TestPacks.arcface(weights: Material.weights("").trimmed),
            engine: engine.get()
        )
    }

    private static let archive = Result {
        try TarFile(path: Material.file("faces/lfw/lfw-deepfunneled.tar"))
    }

    /// How many times as many photos are looked at as a usual run has time for.
    private static let thoroughness =
        ProcessInfo.processInfo.environment["SEMBLANCE_THOROUGH"].flatMap { Int($0) } ?? 1

    /// Photos of LFW, spread evenly over the whole, always the same for one count; more for
    /// `SEMBLANCE_THOROUGH`.
    static func lfw(_ fewest: Int) throws -> [[UInt8]] {
        let archive = try archive.get()
        let photos = archive.entries.filter { $0.name.hasSuffix(".jpg") }
        let count = min(fewest * thoroughness, photos.count)
        let step = photos.count / count
        return (0..<count).map { archive.bytes(of: photos[$0 * step]) }
    }

    /// The bytes of a file below the test data.
    static func file(_ relative: String) throws -> [UInt8] {
        [UInt8](try Data(contentsOf: URL(fileURLWithPath: Material.file(relative))))
    }

    /// The group photos, by name.
    static func groups() throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: Material.file("faces/groups"))
            .filter { $0.hasSuffix(".jpg") }.sorted()
    }

    /// Where the noses of a group photo are.
    static func noses() throws -> [String: [Point]] {
        let text = String(decoding: try file("faces/groups/noses.tsv"), as: UTF8.self)
        var noses: [String: [Point]] = [:]
        for line in text.split(separator: "\n").dropFirst() {
            let fields = line.split(separator: "\t")
            guard fields.count == 3, let x = Float(fields[1]), let y = Float(fields[2]) else {
                continue
            }
            noses[String(fields[0]), default: []].append(Point(x: x, y: y))
        }
        return noses
    }

    /// A picture as if it had just been decoded at full size.
    static func photo(_ picture: PixelImage) -> DecodedImage {
        DecodedImage(
            image: picture,
            fullWidth: picture.width,
            fullHeight: picture.height,
            format: .jpeg
        )
    }

    /// The face nearest the middle of a photo.
    static func central(_ photo: PhotoFaces) -> LocatedFace? {
        func distance(_ face: LocatedFace) -> Float {
            let dx = face.detection.box.centre.x - Float(photo.photo.fullWidth) / 2
            let dy = face.detection.box.centre.y - Float(photo.photo.fullHeight) / 2
            return dx * dx + dy * dy
        }
        return photo.faces.min { distance($0) < distance($1) }
    }

    /// The codes of the face at a place, or `nil` when none is seen there.
    static func codes(
        ofFaceAt place: Box,
        in picture: PixelImage,
        by pipeline: FacePipeline
    ) throws -> [QualityCode]? {
        let found = try pipeline.detect(in: photo(picture))
        let here = found.faces.indices.filter { index in
            let box = found.faces[index].detection.box
            return box.overlap(with: place) > 0.15 || place.contains(box.centre)
        }
        func overlap(_ index: Int) -> Float {
            found.faces[index].detection.box.overlap(with: place)
        }
        guard let index = here.max(by: { overlap($0) < overlap($1) }) else { return nil }
        let aligned = try pipeline.align(found)[index]
        return try pipeline.judge(found.faces[index], aligned: aligned, in: found).codes
    }

    /// The quality of the face nearest the middle, or `nil` when there is no face.
    static func quality(
        of picture: PixelImage,
        by pipeline: FacePipeline
    ) throws -> FaceQuality? {
        let found = try pipeline.detect(in: photo(picture))
        guard let face = central(found), let index = found.faces.firstIndex(of: face) else {
            return nil
        }
        return try pipeline.judge(face, aligned: pipeline.align(found)[index], in: found)
    }
}

extension String {
    fileprivate var trimmed: String { hasSuffix("/") ? String(dropLast()) : self }
}

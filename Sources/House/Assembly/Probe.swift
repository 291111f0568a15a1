public import FacePipeline
public import FaceTypes
import Imaging
import Ingest
public import Likeness

/// A face someone asks about, with its picture for reports; lives in memory only.
public struct Probe: Sendable {
    /// Path of the photo.
    public let source: String
    /// Position among the photo's faces, from 1.
    public let number: Int
    /// How many faces the photo shows.
    public let of: Int
    /// The face.
    public let face: AnalysedFace
    /// Its surroundings, square, for reports.
    public let picture: PixelImage

    /// Side of `picture`, in pixels.
    static let pictureEdge = 480

    /// Cuts a face's picture out of its analysed photo.
    public init(source: String, number: Int, in analysis: PhotoAnalysis) {
        self.source = source
        self.number = number
        of = analysis.faces.count
        face = analysis.faces[number - 1]
        picture = FaceCrop.cut(
            face.detection.box,
            from: analysis.photo.image,
            fullWidth: analysis.width,
            margin: 0.35,
            edgeMax: Self.pictureEdge
        )
    }

    /// What the search engine is given.
    public var photo: ProbePhoto {
        ProbePhoto(
            embedding: face.embedding,
            quality: face.quality,
            source: source,
            box: face.detection.box
        )
    }
}

/// Which faces of a photo are asked about.
public enum ProbeSelection: Sendable, Hashable {
    /// The most prominent one.
    case primary
    /// One by its number, from 1, in the order `detect` prints.
    case number(Int)
    /// All that are fit.
    case all
}

extension Probe {
    /// Chooses the faces of a photo to search with.
    ///
    /// - Parameter allow: quality codes that do not refuse a face.
    /// - Throws: `ProbeError.unusable` when none is fit, with the reason of the most prominent one.
    public static func choose(
        _ selection: ProbeSelection,
        from analysis: PhotoAnalysis,
        source: String,
        allow: Set<QualityCode>
    ) throws(ProbeError) -> [Probe] {
        guard !analysis.faces.isEmpty else { throw .unusable(path: source, code: .noFace) }
        let refusing = { (face: AnalysedFace) in
            face.quality.codes.first { !allow.contains($0) }
        }
        switch selection {
        case .number(let number):
            guard (1...analysis.faces.count).contains(number) else {
                throw .noSuchFace(path: source, asked: number, found: analysis.faces.count)
            }
            if let code = refusing(analysis.faces[number - 1]) {
                throw .unusable(path: source, code: code)
            }
            return [Probe(source: source, number: number, in: analysis)]
        case .primary, .all:
            let fit = analysis.faces.indices.filter { refusing(analysis.faces[$0]) == nil }
            guard let first = fit.first else {
                throw .unusable(path: source, code: refusing(analysis.faces[0]) ?? .noFace)
            }
            // A bystander must not silently stand in for a prominent face that is unfit.
            if selection == .primary, first != 0, let code = refusing(analysis.faces[0]),
                code != .notAFace
            {
                throw .unusable(path: source, code: code)
            }
            let chosen = selection == .all ? fit : [first]
            return chosen.map { Probe(source: source, number: $0 + 1, in: analysis) }
        }
    }
}

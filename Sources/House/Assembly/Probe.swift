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
    /// The photo, for `picture`.
    private let image: PixelImage
    private let fullWidth: Int

    /// Side of `picture`, in pixels.
    static let pictureEdge = 480

    /// Takes a face of an analysed photo.
    public init(source: String, number: Int, in analysis: PhotoAnalysis) {
        self.source = source
        self.number = number
        of = analysis.faces.count
        face = analysis.faces[number - 1]
        image = analysis.photo.image
        fullWidth = analysis.width
    }

    /// Its surroundings, square, for reports; cut out anew at each call, for most searches want none.
    public var picture: PixelImage {
        FaceCrop.cut(
            face.detection.box,
            from: image,
            fullWidth: fullWidth,
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

extension Probe {
    /// What to say of a photo's other faces: that there are some, and why some were not asked about.
    ///
    /// - Parameter chosen: the faces that were chosen from it.
    static func notes(
        of analysis: PhotoAnalysis,
        source: String,
        selection: ProbeSelection,
        chosen: [Probe]
    ) -> [String] {
        let count = analysis.faces.count
        guard count > 1 else { return [] }
        let name = source == "-" ? "The photo" : source
        switch selection {
        case .number: return []
        case .primary:
            let number = chosen.first?.number ?? 1
            return [
                "\(name) shows \(count) faces (several_faces); this is about face \(number). Another is "
                    + "chosen by its number, see `semblance detect`."
            ]
        case .all:
            let asked = Set(chosen.map(\.number))
            return analysis.faces.indices.map { $0 + 1 }.filter { !asked.contains($0) }
                .map { number in
                    let codes = analysis.faces[number - 1].quality.codes
                    let why = codes.map { "\($0.rawValue): \($0.advice)" }.joined(separator: " ")
                    return "Face \(number) of \(count) of \(name) was not asked about: \(why)"
                }
        }
    }

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
        do throws(ProbeSelectionError) {
            return try selection.positions(
                among: analysis.faces.map(\.quality),
                absence: analysis.absence,
                allow: allow
            ).map { Probe(source: source, number: $0 + 1, in: analysis) }
        } catch {
            switch error {
            case .unusable(let code): throw .unusable(path: source, code: code)
            case .noSuchFace(let asked, let found):
                throw .noSuchFace(path: source, asked: asked, found: found)
            }
        }
    }
}

public import FacePipeline
public import FaceTypes
import Imaging

/// Measures which regions carry the likeness of two faces: covers one region after the other and
/// embeds again (occlusion analysis: Zeiler and Fergus, "Visualizing and Understanding Convolutional
/// Networks", 2014).
///
/// Only one of the two faces is covered at a time. Were both, the covers themselves would look alike:
/// two faces covered whole have a cosine of .88 in pack `open`, one covered face and one whole .03.
///
/// A pure function of the two crops, about 18 embeddings; it blocks, so call it on a bounded pool.
public struct LikenessExplainer: Sendable {
    /// How far a similarity must lie on the way from that of a covered face to 1 before its parts mean
    /// anything.
    public static let likenessMin: Float = 0.2

    private let pipeline: FacePipeline
    private let frame: FaceFrame

    /// Prepares for the crops of one pack.
    public init(pipeline: FacePipeline) {
        self.pipeline = pipeline
        frame = FaceFrame(edge: pipeline.cropEdge, eyes: pipeline.cropEyes)
    }

    /// Explains the likeness of two faces; which is which makes no difference.
    ///
    /// - Parameters:
    ///   - probe: A crop of the pack's template.
    ///   - mate: Another.
    /// - Throws: `PipelineError.engine`, `.unusableEmbedding`.
    /// - Precondition: both crops have the pack's side.
    public func explain(
        probe: AlignedFace,
        mate: AlignedFace
    ) throws(PipelineError) -> LikenessExplanation {
        precondition(probe.image.width == frame.edge && mate.image.width == frame.edge)
        let areas = FaceRegion.allCases.map(frame.areas)
        let covers = areas + [[Box(x: 0, y: 0, width: 1, height: 1)]]
        let own = [probe] + covers.map(CoveredFace(face: probe).covered)
        let other = [mate] + covers.map(CoveredFace(face: mate).covered)
        let vectors = try pipeline.embed(own + other)
        let similarity = vectors[0].similarity(to: vectors[own.count])
        let without = covers.indices.map { cover in
            let first = vectors[1 + cover].similarity(to: vectors[own.count])
            let second = vectors[0].similarity(to: vectors[own.count + 1 + cover])
            return (first + second) / 2
        }
        return explanation(similarity: similarity, without: without, areas: areas)
    }

    private func explanation(
        similarity: Float,
        without: [Float],
        areas: [[Box]]
    ) -> LikenessExplanation {
        let regions = FaceRegion.allCases
        let losses = regions.indices.map { max(0, similarity - without[$0]) }
        let lost = losses.reduce(0, +)
        let nothing = without[regions.count]
        let explains = similarity - nothing >= Self.likenessMin * (1 - nothing) && lost > 0
        var contributions = regions.indices.map { index in
            LikenessExplanation.Contribution(
                region: regions[index],
                areas: areas[index],
                similarityWithout: without[index],
                share: explains ? losses[index] / lost : nil
            )
        }
        contributions.sort { $0.similarityWithout < $1.similarityWithout }
        return LikenessExplanation(
            similarity: similarity,
            similarityCovered: nothing,
            regions: contributions,
            method: Self.method
        )
    }

    static let method =
        "Each region was covered in one face at a time with that face's mean colour and the face was "
        + "measured again; a region's share is its part of the similarity that is lost that way."
}

extension LikenessExplainer {
    /// The crop of an enrolled face, from its stored photo, exactly as it was enrolled.
    ///
    /// - Parameters:
    ///   - bytes: The photo as it was stored.
    ///   - detection: The face as the catalogue has it.
    /// - Returns: `nil` when the photo shows no face there.
    /// - Throws: `PipelineError`.
    public func alignedFace(
        inPhoto bytes: [UInt8],
        matching detection: DetectedFace
    ) throws(PipelineError) -> AlignedFace? {
        let found = try pipeline.detect(bytes)
        let overlaps = found.faces.map { $0.detection.box.overlap(with: detection.box) }
        guard let best = overlaps.indices.max(by: { overlaps[$0] < overlaps[$1] }),
            overlaps[best] > 0.5
        else { return nil }
        return try pipeline.align(found)[best]
    }

    /// The crop of an enrolled face of which only a cut-out is stored: the face nearest its middle.
    ///
    /// The cut-out may be smaller than the photo was, so the crop may be softer than at enrolment.
    /// - Returns: `nil` when the cut-out shows no face.
    /// - Throws: `PipelineError`.
    public func alignedFace(inCutout bytes: [UInt8]) throws(PipelineError) -> AlignedFace? {
        let found = try pipeline.detect(bytes)
        let middle = Point(
            x: Float(found.photo.fullWidth) / 2,
            y: Float(found.photo.fullHeight) / 2
        )
        let distances = found.faces.map { face in
            let centre = face.detection.box.centre
            let (across, down) = (centre.x - middle.x, centre.y - middle.y)
            return across * across + down * down
        }
        guard let nearest = distances.indices.min(by: { distances[$0] < distances[$1] }) else {
            return nil
        }
        return try pipeline.align(found)[nearest]
    }
}

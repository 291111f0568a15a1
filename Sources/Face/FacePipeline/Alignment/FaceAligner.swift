package import FaceTypes
import Imaging
package import ModelPacks

/// Cuts faces out of pictures so that their landmarks meet a pack's template.
package struct FaceAligner: Sendable {
    private let template: [Point]
    private let edge: Int
    private let chip: EmbedderSpec.Chip

    /// Prepares a pack's template.
    package init(_ spec: EmbedderSpec) {
        template = spec.template
        edge = spec.edge
        chip = spec.chip
    }

    /// Cuts one face out.
    ///
    /// - Parameters:
    ///   - points: The five points of the pack's landmark scheme, in pixels of the picture.
    ///   - pyramid: The picture.
    /// - Throws: `PipelineError.degenerateLandmarks` when the points determine no transform.
    /// - Complexity: O(edge²), and once for a picture much larger than the crop O(its pixels).
    package func align(
        _ points: [Point],
        in pyramid: inout ImagePyramid
    ) throws(PipelineError) -> AlignedFace {
        let fit: SimilarityTransform
        do {
            fit = try SimilarityTransform(mapping: template, to: points)
        } catch {
            throw .degenerateLandmarks
        }
        switch chip {
        case .similarity:
            return AlignedFace(image: plain(fit, in: &pyramid))
        case .dlib:
            let transform = DlibChip.transform(fitting: fit, edge: edge)
            let image = DlibChip.cut(from: pyramid.picture, by: transform, edge: edge)
            return AlignedFace(image: image)
        }
    }

    private func plain(_ fit: SimilarityTransform, in pyramid: inout ImagePyramid) -> PixelImage {
        let level = pyramid.level(forScale: Float(1 / fit.scale))
        let toLevel = fit.followed(by: level.fromPicture)
        return level.image.warped(by: toLevel.inverse, edge: edge)
    }
}

extension ImagePyramid.Level {
    /// From pixel centres of the picture to pixel centres of this level.
    fileprivate var fromPicture: SimilarityTransform {
        // A halved pixel's centre lies between those of the two it was made from.
        let shift = (Double(scale) - 1) / 2
        return SimilarityTransform(cosine: Double(scale), sine: 0, shiftX: shift, shiftY: shift)
    }
}

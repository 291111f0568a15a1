public import FaceTypes

/// Decides which face of a photo with one named person is theirs.
public enum SubjectChoice: Sendable, Hashable {
    /// This face is clearly the subject.
    case clear(index: Int)
    /// Several could be; the person's other photos must decide.
    case ambiguous
    /// There is none.
    case none

    /// A second face with at least this share of the first one's weight could be the subject too.
    ///
    /// Weight is box area, halved at the picture's edge; 1:2 in weight is 1:1.4 in size, where
    /// people in LFW's photos stop being bystanders.
    public static let rivalShare: Float = 0.5

    /// Looks at all faces of a photo, in any order.
    ///
    /// - Parameter faces: detections in pixels of a photo of `width` x `height`.
    public static func among(_ faces: [DetectedFace], width: Int, height: Int) -> SubjectChoice {
        let weights = faces.map { weight(of: $0.box, width: width, height: height) }
        guard let first = weights.indices.max(by: { weights[$0] < weights[$1] }) else {
            return .none
        }
        let rivals = weights.indices.filter {
            $0 != first && weights[$0] >= weights[first] * rivalShare
        }
        return rivals.isEmpty ? .clear(index: first) : .ambiguous
    }

    /// The face that agrees with a person's other photos.
    ///
    /// - Parameters:
    ///   - candidates: embeddings of the photo's faces.
    ///   - references: embeddings of the person's enrolled faces.
    ///   - threshold: the pack's same-person similarity.
    /// - Returns: its index, or `nil` when none reaches the threshold or two do.
    public static func agreeing(
        _ candidates: [Embedding],
        with references: [Embedding],
        threshold: Float
    ) -> Int? {
        let best = candidates.map { candidate in
            references.map { candidate.similarity(to: $0) }.max() ?? -1
        }
        let agreeing = best.indices.filter { best[$0] >= threshold }
        return agreeing.count == 1 ? agreeing[0] : nil
    }

    private static func weight(of box: Box, width: Int, height: Int) -> Float {
        let offsetX = abs(box.centre.x / Float(width) - 0.5) * 2
        let offsetY = abs(box.centre.y / Float(height) - 0.5) * 2
        return box.area * (1 - min(max(offsetX, offsetY), 1) / 2)
    }
}

import FaceTypes

/// How much two boxes are one, for suppression.
package enum OverlapMeasure: Sendable {
    /// Intersection over union.
    case union

    /// Intersection over the smaller box, which also drops a part inside a whole (MTCNN's last
    /// stage).
    case smaller

    /// dlib's: intersection over the area of the rectangle around both, all counted in whole
    /// pixels (`box_intersection_over_union`).
    case enclosing

    func value(_ left: Box, _ right: Box) -> Float {
        switch self {
        case .union:
            return left.overlap(with: right)
        case .smaller:
            let least = min(left.area, right.area)
            return least > 0 ? left.intersectionArea(with: right) / least : 0
        case .enclosing:
            let shared = left.intersectionArea(with: right)
            guard shared > 0 else { return 0 }
            let wide =
                max(left.x + left.width, right.x + right.width) - min(left.x, right.x)
            let high =
                max(left.y + left.height, right.y + right.height) - min(left.y, right.y)
            return shared / (wide * high)
        }
    }
}

extension [Candidate] {
    /// Keeps the best of every group of candidates that overlap: greedy, best score first.
    ///
    /// Candidates of equal score keep their order, so the outcome depends on nothing but the input.
    ///
    /// - Parameters:
    ///   - threshold: Two boxes that overlap more than this are one face.
    ///   - measure: What overlap means.
    /// - Complexity: O(n log n + n k) for k faces kept.
    package func suppressed(
        threshold: Float,
        measure: OverlapMeasure = .union
    ) -> [Candidate] {
        let ordered = enumerated().sorted {
            $0.element.score == $1.element.score
                ? $0.offset < $1.offset : $0.element.score > $1.element.score
        }
        var kept: [Candidate] = []
        for (_, candidate) in ordered {
            let isNew = kept.allSatisfy { measure.value($0.box, candidate.box) <= threshold }
            if isNew { kept.append(candidate) }
        }
        return kept
    }
}

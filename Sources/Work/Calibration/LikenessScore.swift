/// What can honestly be said about how close a hit is.
public enum LikenessScore: Sendable, Hashable {
    /// Closer than the best look-alike that `percent` of 100 people find here; 0...99.
    case measured(percent: Int, word: LikenessWord?)

    /// Nothing, for this reason.
    case withheld(WithheldScore)
}

/// Why a hit has no score.
public enum WithheldScore: Sendable, Hashable {
    /// The gallery has too few people to compare with.
    case tooFewPeople(found: Int, needed: Int)

    /// The filter leaves too few people to compare with.
    case filterTooNarrow(found: Int, needed: Int)

    /// The gallery has not been calibrated.
    case notCalibrated

    /// A stable word for the reason; part of the JSON schema.
    public var code: String {
        switch self {
        case .tooFewPeople: "too_few_people"
        case .filterTooNarrow: "filter_too_narrow"
        case .notCalibrated: "not_calibrated"
        }
    }
}

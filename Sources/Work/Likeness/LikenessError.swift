public import FaceTypes

/// Why a question about likeness has no answer.
public enum LikenessError: RetryAdvising, Sendable, Hashable, CustomStringConvertible {
    /// Nothing was asked about.
    case noPhoto
    /// A probe may consist of so many photos.
    case tooManyPhotos(limit: Int, found: Int)
    /// The probe was made by another pack than the gallery.
    case dimensionMismatch(expected: Int, found: Int)
    /// A photo is not fit to be searched with, and the request does not allow its faults.
    case refused(photo: Int, codes: [QualityCode])
    /// The photos point in opposite directions and have no mean.
    case noMean
    /// Too many searches wait for a calibration already.
    case busy(waiting: Int, limit: Int)

    /// A calibration in the making ends within seconds; the rest is the request's own fault.
    public var retryAdvice: RetryAdvice {
        switch self {
        case .busy: .later(seconds: 5)
        case .noPhoto, .tooManyPhotos, .dimensionMismatch, .refused, .noMean: .afterAChange
        }
    }

    /// What is wrong and what to do.
    public var description: String {
        switch self {
        case .noPhoto:
            "there is no face to search with: give at least one photo"
        case .tooManyPhotos(let limit, let found):
            "a probe may have \(limit) photos, this one has \(found): leave some out"
        case .dimensionMismatch(let expected, let found):
            "the gallery's embeddings have \(expected) components, the probe's have \(found): "
                + "search with the pack the gallery was made with"
        case .refused(let photo, let codes):
            "photo \(photo + 1) is not fit for a search: "
                + codes.map { "\($0.rawValue): \($0.advice)" }.joined(separator: " ")
        case .noMean:
            "the photos have nothing in common: search with one of them"
        case .busy(let waiting, let limit):
            "\(waiting) searches wait for this gallery's calibration (at most \(limit) may): "
                + "try again in a moment"
        }
    }
}

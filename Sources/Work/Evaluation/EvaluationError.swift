public import FaceTypes

/// Why an evaluation cannot be done.
public enum EvaluationError: RetryAdvising, Sendable, Hashable, CustomStringConvertible {
    /// The file cannot be read.
    case unreadable(path: String, detail: String)
    /// A line of the pairs list is not as it should be.
    case malformedPairs(line: Int, expected: String, found: String)
    /// The archive holds no photos, or more than may be evaluated.
    case photoCount(path: String, found: Int, limit: Int)
    /// A pair names a photo that the archive does not hold.
    case missingPhoto(person: String, number: Int)

    /// What is evaluated has to be mended first.
    public var retryAdvice: RetryAdvice { .afterAChange }

    /// What is wrong and what to do.
    public var description: String {
        switch self {
        case .unreadable(let path, let detail):
            "\(path) cannot be read (\(detail)): check the path and its permissions"
        case .malformedPairs(let line, let expected, let found):
            "line \(line) of the pairs list should be \(expected) and is \"\(found)\": "
                + "use LFW's pairs.txt"
        case .photoCount(let path, let found, let limit):
            "\(path) holds \(found) photos named Person/Person_0001.jpg, 1 to \(limit) can be "
                + "evaluated: use LFW's archive"
        case .missingPhoto(let person, let number):
            "the pairs list names photo \(number) of \(person), which the archive does not hold: "
                + "use the list and the archive of one data set"
        }
    }
}

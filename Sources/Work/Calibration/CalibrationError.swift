public import FaceTypes

/// Why stored calibration bytes cannot be used; the answer to each is to calibrate again.
public enum CalibrationError: RetryAdvising, Sendable, Hashable, CustomStringConvertible {
    /// The bytes do not begin as calibration bytes do.
    case notACalibration
    /// The bytes were written in a layout this version does not know.
    case unknownVersion(expected: UInt8, found: UInt8)
    /// The bytes end early, or go on after their end.
    case wrongLength(expected: Int, found: Int)
    /// The checksum does not fit the bytes.
    case damaged(expected: UInt64, found: UInt64)
    /// A number lies outside what is possible.
    case impossibleValue(field: String, found: UInt64)

    /// The stored bytes stay as they are until they are forgotten.
    public var retryAdvice: RetryAdvice { .afterAChange }

    /// What is wrong and what to do.
    public var description: String {
        let fault =
            switch self {
            case .notACalibration:
                "the stored calibration is something else"
            case .unknownVersion(let expected, let found):
                "the stored calibration has version \(found), this program reads \(expected)"
            case .wrongLength(let expected, let found):
                "the stored calibration should have \(expected) bytes and has \(found)"
            case .damaged(let expected, let found):
                "the stored calibration is damaged (checksum \(found), expected \(expected))"
            case .impossibleValue(let field, let found):
                "the stored calibration has an impossible \(field): \(found)"
            }
        return fault + "; forget it, and the next search makes a new one"
    }
}

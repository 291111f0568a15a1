/// Why a model file could not be read; the file is damaged or not what it claims to be.
public enum ModelFileError: Error, Sendable, Hashable {
    /// The file ends inside something that was announced.
    case truncated(needed: Int, left: Int, offset: Int)

    /// Something else stands where the format wants `expected`.
    case unexpected(expected: String, found: String, offset: Int)

    /// A number lies outside what the format or a limit of ours allows.
    case outOfRange(what: String, found: Int, allowed: ClosedRange<Int>)

    /// Bytes are left after the last part.
    case leftover(bytes: Int)

    /// The file uses something no model file of ours needs, such as calling arbitrary code.
    case forbidden(what: String, offset: Int)
}

extension ModelFileError: CustomStringConvertible {
    /// What was wrong, for people.
    public var description: String {
        switch self {
        case .truncated(let needed, let left, let offset):
            "cut short: \(needed) bytes announced at offset \(offset), \(left) left"
        case .unexpected(let expected, let found, let offset):
            "expected \(expected) at offset \(offset), found \(found)"
        case .outOfRange(let what, let found, let allowed):
            "\(what) is \(found), allowed are \(allowed.lowerBound) to \(allowed.upperBound)"
        case .leftover(let bytes):
            "\(bytes) bytes too many at the end"
        case .forbidden(let what, let offset):
            "\(what) at offset \(offset) is not allowed in a model file"
        }
    }
}

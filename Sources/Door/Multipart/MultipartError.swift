/// Why a body is not the form it is announced as.
///
/// Carries numbers of parts and bytes only: names of fields and files are the sender's own.
public enum MultipartError: Error, Sendable, Hashable {
    /// The content type is not `multipart/form-data`.
    case notFormData
    /// The content type names no boundary, or a parameter of it cannot be read.
    case boundaryMissing
    /// The boundary holds what a boundary may not.
    case boundaryMalformed
    /// The boundary is longer than the limit.
    case boundaryTooLong(limit: Int, found: Int)
    /// Something other than a line end stands behind a boundary, after that many parts.
    case delimiterMalformed(part: Int)
    /// There are more parts than the limit.
    case tooManyParts(limit: Int)
    /// A part's header lines are longer than the limit. Parts count from 1.
    case headersTooLong(part: Int, limit: Int)
    /// A part has a header line that cannot be read.
    case headerMalformed(part: Int)
    /// A part has no readable `Content-Disposition: form-data; name="…"`.
    case dispositionMissing(part: Int)
    /// A part's data is encoded as base64 or quoted-printable, which RFC 7578 gave up.
    case transferEncoded(part: Int)
    /// The body ended before the closing boundary, after that many parts had begun.
    case truncated(parts: Int)
}

extension MultipartError: CustomStringConvertible {
    /// What was expected, what was found, and what to do.
    public var description: String {
        switch self {
        case .notFormData:
            return "expected the content type multipart/form-data; send the photo as the raw body "
                + "with its own content type instead, or as a form"
        case .boundaryMissing:
            return "the content type names no boundary; let the program that makes the form set "
                + "the header"
        case .boundaryMalformed:
            return "the boundary may hold printable ASCII only and not end with a space; let the "
                + "program that makes the form choose it"
        case .boundaryTooLong(let limit, let found):
            return "the boundary has \(found) bytes, \(limit) are allowed; choose a shorter one"
        case .delimiterMalformed(let part):
            return "behind the boundary after part \(part) a line end (CR LF) was expected; the "
                + "boundary must not occur in the data, and lines end with CR LF"
        case .tooManyParts(let limit):
            return "the form has more than \(limit) parts; send fewer at once"
        case .headersTooLong(let part, let limit):
            return "the header lines of part \(part) have more than \(limit) bytes; shorten its "
                + "names"
        case .headerMalformed(let part):
            return "a header line of part \(part) cannot be read; expected `Name: value` with "
                + "CR LF at the end"
        case .dispositionMissing(let part):
            return "part \(part) does not say which field it is; expected one line "
                + "`Content-Disposition: form-data; name=\"…\"`"
        case .transferEncoded(let part):
            return "part \(part) is encoded for mail; send its bytes as they are, without "
                + "Content-Transfer-Encoding"
        case .truncated(let parts):
            return "the form ended in part \(parts) without its closing boundary; send it again"
        }
    }
}

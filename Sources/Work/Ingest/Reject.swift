/// A photo that was not enrolled, and why.
public struct Reject: Sendable, Hashable, Codable {
    /// Where the photo was, or which line of a manifest.
    public var origin: String

    /// The person the source named, if any.
    public var person: String?

    /// A stable code: a quality code, or one of `Reject.Code`.
    public var code: String

    /// What was found, and what to do about it.
    public var detail: String

    /// Reasons that are not about a face's quality.
    public enum Code: String, Sendable, CaseIterable {
        /// The file could not be read.
        case unreadable
        /// The bytes are not a picture we read, or damaged, or over a limit.
        case undecodable
        /// A line of a manifest that makes no sense.
        case badRecord = "bad_record"
        /// The source names nobody, and the gallery wants names.
        case unnamed
        /// Known to show somebody under 18.
        case minor
        /// Removed before, and not to come back.
        case suppressed
        /// None of several faces agrees with the person's other photos.
        case severalFaces = "several_faces"
        /// The face that was asked for is not in it.
        case noSuchFace = "no_such_face"
        /// The source is not sure whom it shows, and no photo of the person is enrolled to compare with.
        case noReference = "no_reference"
        /// The source is not sure whom it shows, and no face alone agrees with the person's photos.
        case otherFace = "other_face"
        /// The face it would be enrolled with is somebody else's already.
        case faceOfAnother = "face_of_another"
        /// The engine failed on it.
        case engine
    }

    /// Makes a reject.
    public init(origin: String, person: String?, code: String, detail: String) {
        self.origin = origin
        self.person = person
        self.code = code
        self.detail = detail
    }

    /// Makes a reject with one of the codes above.
    public init(origin: String, person: String?, code: Code, detail: String) {
        self.init(origin: origin, person: person, code: code.rawValue, detail: detail)
    }
}

/// What a part of a form says about itself; all of it is the sender's claim.
public struct MultipartPart: Sendable, Hashable {
    /// The form field's name.
    public let name: String

    /// The name of the file on the sender's side: a label, never a path to open.
    ///
    /// Bytes that are not UTF-8 stand in it as U+FFFD. `nil` when the part is not a file.
    public let filename: String?

    /// The `Content-Type` line as sent; `nil` without one, which for a field means plain text.
    public let contentType: String?

    /// Says what a part is.
    public init(name: String, filename: String? = nil, contentType: String? = nil) {
        self.name = name
        self.filename = filename
        self.contentType = contentType
    }
}

/// What a parser found, in the order of the body.
public enum MultipartEvent: Sendable, Hashable {
    /// A part begins; its data follows.
    case partBegan(MultipartPart)

    /// The next bytes of the part that began last; never empty, cut anywhere.
    case data([UInt8])

    /// The part that began last is whole.
    case partEnded
}

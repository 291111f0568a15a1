/// What a job asks for; a worker takes the kinds it knows.
public struct JobKind: RawRepresentable, Sendable, Hashable {
    /// A short stable word.
    public let rawValue: String

    /// Names a kind.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// A photo in a file of this machine.
    public static let photoFile = JobKind(rawValue: "photo-file")

    /// A photo at an address of the net.
    public static let photoAddress = JobKind(rawValue: "photo-address")
}

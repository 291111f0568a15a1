/// The way to photos at addresses.
public struct AddressReader: Sendable {
    /// What is wrong with an address, in words; `nil` when it may be asked for.
    public var fault: @Sendable (_ address: String) -> String?

    /// The bytes at an address; throws `FetchFailure` or `RefusedPhoto` to say why there are none.
    public var bytes: @Sendable (_ address: String) async throws -> [UInt8]

    /// Whether the photo at an address is enrolled for the person with a key, so that it need not be
    /// asked for again.
    public var isEnrolled: @Sendable (_ key: String, _ address: String) -> Bool

    /// Joins the parts.
    public init(
        fault: @escaping @Sendable (_ address: String) -> String?,
        bytes: @escaping @Sendable (_ address: String) async throws -> [UInt8],
        isEnrolled: @escaping @Sendable (_ key: String, _ address: String) -> Bool
    ) {
        self.fault = fault
        self.bytes = bytes
        self.isEnrolled = isEnrolled
    }
}

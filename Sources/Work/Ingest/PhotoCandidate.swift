public import Gallery

/// A photo a source offers, before anything is read of it.
public struct PhotoCandidate: Sendable {
    /// Whom the source says the photo shows.
    public typealias Claim = PersonClaim

    /// Where it is read: a path or an address.
    public var origin: String

    /// Whom it shows; `nil` when the source does not say.
    public var claim: Claim?

    /// Who made it and under what terms.
    public var credit: PhotoCredit

    /// Year it was taken, when known: decides whether a minor is shown.
    public var year: Int?

    /// Where another process would find it; `nil` when only this one can.
    public var place: PhotoPlace?

    /// Reads the bytes; may block, is called once, from any thread.
    public var load: @Sendable () throws -> [UInt8]

    /// Makes a candidate.
    public init(
        origin: String,
        claim: Claim?,
        credit: PhotoCredit,
        year: Int? = nil,
        place: PhotoPlace? = nil,
        load: @escaping @Sendable () throws -> [UInt8]
    ) {
        self.origin = origin
        self.claim = claim
        self.credit = credit
        self.year = year
        self.place = place
        self.load = load
    }
}

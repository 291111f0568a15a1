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

    /// Year of birth of whom it shows, where the source knows it but names nobody.
    public var birthYear: Int?

    /// Year of death, likewise.
    public var deathYear: Int?

    /// Whether it may show others instead: only a face that agrees with the person's other photos is
    /// taken from it, and without other photos none.
    public var mustAgree = false

    /// Where another process would find it; `nil` when only this one can.
    public var place: PhotoPlace?

    /// How its bytes are had; called once.
    public var reading: Reading

    /// The two ways to the bytes of a photo.
    public enum Reading: Sendable {
        /// Blocks, on any thread: a file, a drawing.
        case blocking(@Sendable () throws -> [UInt8])
        /// Suspends: the network. Throws `RefusedPhoto` to say why there is nothing.
        case awaiting(@Sendable () async throws -> [UInt8])
    }

    /// Makes a candidate whose bytes are waited for, such as from the network.
    public init(
        origin: String,
        claim: Claim?,
        credit: PhotoCredit,
        year: Int? = nil,
        place: PhotoPlace? = nil,
        fetch: @escaping @Sendable () async throws -> [UInt8]
    ) {
        self.origin = origin
        self.claim = claim
        self.credit = credit
        self.year = year
        self.place = place
        reading = .awaiting(fetch)
    }

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
        reading = .blocking(load)
    }
}

/// Why a source can't give the bytes of a photo it offered.
public struct RefusedPhoto: Error, Sendable, Hashable {
    /// A stable code, for `Reject.code`.
    public var code: String

    /// What was found, and what to do about it.
    public var detail: String

    /// Says why.
    public init(code: String, detail: String) {
        self.code = code
        self.detail = detail
    }
}

extension PhotoCandidate {
    /// The photo's bytes, had in whichever way; may block a thread for a file.
    public func bytes() async throws -> [UInt8] {
        switch reading {
        case .blocking(let read): try read()
        case .awaiting(let fetch): try await fetch()
        }
    }
}

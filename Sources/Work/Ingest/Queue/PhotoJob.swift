public import FaceTypes
import Foundation
public import Gallery
import Hashing
public import Jobs

/// A photo to be enrolled, as the queue keeps it.
public struct PhotoJob: Sendable, Hashable {
    /// Where it lies.
    public var place: PhotoPlace
    /// Whom it shows; `nil` when the source does not say.
    public var claim: PersonClaim?
    /// Who made it and under what terms.
    public var credit: PhotoCredit
    /// Year it was taken, when known.
    public var year: Int?
    /// Quality codes that do not refuse a face.
    public var allow: Set<QualityCode>
    /// Enrol people known to be under 18.
    public var allowMinors: Bool
    /// Whether only a face that agrees with the person's other photos is taken.
    public var mustAgree = false

    /// Describes a job.
    public init(
        place: PhotoPlace,
        claim: PersonClaim?,
        credit: PhotoCredit,
        year: Int? = nil,
        allow: Set<QualityCode> = [],
        allowMinors: Bool = false
    ) {
        self.place = place
        self.claim = claim
        self.credit = credit
        self.year = year
        self.allow = allow
        self.allowMinors = allowMinors
    }

    /// The photo's path or address.
    public var origin: String {
        switch place {
        case .file(let path): path
        case .address(let address): address
        }
    }

    /// The kind of worker it needs.
    public var kind: JobKind {
        switch place {
        case .file: .photoFile
        case .address: .photoAddress
        }
    }

    /// What makes it the same photo for the same person; a file that was written anew is another, and so
    /// is a photo that may pass where it was refused before.
    public func key(source: String) -> JobKey {
        let version = if case .file(let path) = place { FileVersion.of(path) } else { "" }
        var parts = [origin, claim?.key ?? "", version]
        if !allow.isEmpty || allowMinors {
            parts += allow.map(\.rawValue).sorted() + [allowMinors ? "minors" : ""]
        }
        return JobKey(source: source, address: sha256(Array(parts.joined(separator: "\0").utf8)))
    }

    /// The photo as a source offers it.
    ///
    /// - Parameter fetch: reads an address; without it one can't be read.
    public func candidate(
        fetch: (@Sendable (String) async throws -> [UInt8])?
    ) -> PhotoCandidate {
        switch place {
        case .file(let path):
            PhotoCandidate(
                origin: origin,
                claim: claim,
                credit: credit,
                year: year,
                place: place,
                load: { try BoundedFile.read(path: path) }
            )
        case .address(let address):
            PhotoCandidate(
                origin: origin,
                claim: claim,
                credit: credit,
                year: year,
                place: place,
                fetch: {
                    if let fetch { return try await fetch(address) }
                    throw SourceError.unreadable(
                        path: address,
                        detail: "there is no way to the net without a contact (SEMBLANCE_CONTACT)"
                    )
                }
            )
        }
    }

    /// The job as it is put into the queue.
    public func newJob(source: String, in gallery: GalleryID) throws -> NewJob {
        NewJob(
            gallery: gallery,
            kind: kind,
            key: key(source: source),
            payload: try payload(),
            person: claim?.key
        )
    }

    /// The payload as `init(payload:)` reads it.
    public func payload() throws -> [UInt8] { [UInt8](try JSONEncoder().encode(self)) }

    /// Reads a job's payload.
    ///
    /// - Throws: `DecodingError` for one this version did not write.
    public init(payload: [UInt8]) throws {
        self = try JSONDecoder().decode(PhotoJob.self, from: Data(payload))
    }
}

extension PhotoJob: Codable {
    private enum Keys: String, CodingKey {
        case file, address, key, name, metadata, credit, year, allow, allowMinors, mustAgree
    }

    /// Reads what `encode` wrote.
    public init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: Keys.self)
        let file = try values.decodeIfPresent(String.self, forKey: .file)
        place =
            if let file {
                .file(path: file)
            } else {
                .address(try values.decode(String.self, forKey: .address))
            }
        if let key = try values.decodeIfPresent(String.self, forKey: .key) {
            claim = PersonClaim(
                key: key,
                name: try values.decode(String.self, forKey: .name),
                metadata: try values.decode(PersonMetadata.self, forKey: .metadata)
            )
        } else {
            claim = nil
        }
        credit = try values.decode(PhotoCredit.self, forKey: .credit)
        year = try values.decodeIfPresent(Int.self, forKey: .year)
        let codes = try values.decodeIfPresent([String].self, forKey: .allow) ?? []
        allow = Set(codes.compactMap(QualityCode.init(rawValue:)))
        allowMinors = try values.decodeIfPresent(Bool.self, forKey: .allowMinors) ?? false
        mustAgree = try values.decodeIfPresent(Bool.self, forKey: .mustAgree) ?? false
    }

    /// Writes a flat object; what is not known is left out.
    public func encode(to encoder: any Encoder) throws {
        var values = encoder.container(keyedBy: Keys.self)
        switch place {
        case .file(let path): try values.encode(path, forKey: .file)
        case .address(let address): try values.encode(address, forKey: .address)
        }
        if let claim {
            try values.encode(claim.key, forKey: .key)
            try values.encode(claim.name, forKey: .name)
            try values.encode(claim.metadata, forKey: .metadata)
        }
        try values.encode(credit, forKey: .credit)
        try values.encodeIfPresent(year, forKey: .year)
        if !allow.isEmpty { try values.encode(allow.map(\.rawValue).sorted(), forKey: .allow) }
        if allowMinors { try values.encode(true, forKey: .allowMinors) }
        if mustAgree { try values.encode(true, forKey: .mustAgree) }
    }
}

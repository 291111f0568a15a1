/// One place a pack's file, or the file it is made from, can be had.
public enum PackSource: Sendable, Hashable {
    /// The publisher's address of the file itself.
    case address(String)

    /// A member of a ZIP archive at the publisher's address.
    case archive(address: String, member: String)

    /// A file inside a Python package, fetched through pip by the package's name.
    ///
    /// - Parameters:
    ///   - package: Name and version, such as `facenet-pytorch==2.6.0`.
    ///   - archiveSHA256: SHA-256 of the archive in hexadecimal; pip refuses any other before it
    ///     looks inside.
    ///   - isSourceArchive: Whether the package comes as a source archive, not as a wheel.
    ///   - member: Path inside the archive.
    case pip(package: String, archiveSHA256: String, isSourceArchive: Bool, member: String)
}

extension PackSource: Codable {
    private enum CodingKeys: String, CodingKey {
        case address, archive, pip, archiveSHA256, sourceArchive, member
    }

    /// Reads one of the keys `address`, `archive`, `pip`.
    public init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        if let address = try values.decodeIfPresent(String.self, forKey: .address) {
            self = .address(address)
        } else if let archive = try values.decodeIfPresent(String.self, forKey: .archive) {
            self = .archive(
                address: archive,
                member: try values.decode(String.self, forKey: .member)
            )
        } else {
            self = .pip(
                package: try values.decode(String.self, forKey: .pip),
                archiveSHA256: try values.decode(String.self, forKey: .archiveSHA256),
                isSourceArchive: try values.decodeIfPresent(Bool.self, forKey: .sourceArchive)
                    ?? false,
                member: try values.decode(String.self, forKey: .member)
            )
        }
    }

    /// Writes what `init(from:)` reads.
    public func encode(to encoder: any Encoder) throws {
        var values = encoder.container(keyedBy: CodingKeys.self)
        switch self {
        case .address(let address):
            try values.encode(address, forKey: .address)
        case .archive(let address, let member):
            try values.encode(address, forKey: .archive)
            try values.encode(member, forKey: .member)
        case .pip(let package, let archiveSHA256, let isSourceArchive, let member):
            try values.encode(package, forKey: .pip)
            try values.encode(archiveSHA256, forKey: .archiveSHA256)
            try values.encode(isSourceArchive, forKey: .sourceArchive)
            try values.encode(member, forKey: .member)
        }
    }
}

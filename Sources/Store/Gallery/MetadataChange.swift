/// What is to become of each part of a person's metadata.
public struct MetadataChange: Sendable, Hashable {
    /// What is to become of one part.
    public enum Part<Value: Sendable & Hashable>: Sendable, Hashable {
        /// It stays as it is.
        case kept
        /// It is no longer known.
        case cleared
        /// It is this.
        case set(Value)

        fileprivate func applied(to value: Value?) -> Value? {
            switch self {
            case .kept: value
            case .cleared: nil
            case .set(let new): new
            }
        }
    }

    /// The gender, in lower-case words.
    public var gender: Part<String> = .kept
    /// The year of birth, Gregorian.
    public var birthYear: Part<Int> = .kept
    /// The year of death.
    public var deathYear: Part<Int> = .kept
    /// The country.
    public var country: Part<String> = .kept
    /// The occupations, lower case.
    public var occupations: Part<[String]> = .kept
    /// The fame.
    public var fame: Part<Int> = .kept

    /// A change that keeps everything.
    public init() {}

    /// A change after which nothing is known.
    public static var clearingAll: MetadataChange {
        var change = MetadataChange()
        change.gender = .cleared
        change.birthYear = .cleared
        change.deathYear = .cleared
        change.country = .cleared
        change.occupations = .cleared
        change.fame = .cleared
        return change
    }

    /// What is known after the change.
    public func applied(to metadata: PersonMetadata) -> PersonMetadata {
        PersonMetadata(
            gender: gender.applied(to: metadata.gender),
            birthYear: birthYear.applied(to: metadata.birthYear),
            deathYear: deathYear.applied(to: metadata.deathYear),
            country: country.applied(to: metadata.country),
            occupations: occupations.applied(to: metadata.occupations) ?? [],
            fame: fame.applied(to: metadata.fame)
        )
    }
}

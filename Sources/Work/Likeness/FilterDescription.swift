import Foundation
public import Gallery

/// A filter in a form that is always written the same way; part of the JSON schema.
public struct FilterDescription: Sendable, Hashable, Codable {
    /// Allowed genders, sorted.
    public var genders: [String]?
    /// First allowed year of birth; `nil` where the years before the last one are all allowed.
    public var bornFrom: Int?
    /// Last allowed year of birth; `nil` where the years after the first one are all allowed.
    public var bornTo: Int?
    /// Allowed countries, lower case, sorted.
    public var countries: [String]?
    /// Allowed occupations, lower case, sorted.
    public var occupations: [String]?
    /// Least fame.
    public var fameAtLeast: Int?
    /// Only the living, or only the dead.
    public var living: Bool?

    /// Describes a filter; parts that allow everybody are left out.
    public init(_ filter: PersonFilter) {
        genders = Self.sorted(filter.genders)
        let years = PersonFilter.bornYears
        bornFrom = filter.born?.lowerBound
        bornTo = filter.born?.upperBound
        // Open at both ends it still asks for people whose year is known, and has to be told apart.
        if filter.born != years {
            if bornFrom == years.lowerBound { bornFrom = nil }
            if bornTo == years.upperBound { bornTo = nil }
        }
        countries = Self.sorted(Set(filter.countries.map { $0.lowercased() }))
        occupations = Self.sorted(Set(filter.occupations.map { $0.lowercased() }))
        fameAtLeast = filter.fameAtLeast
        living = filter.living
    }

    /// A text that equal filters share and different ones do not; empty for a filter that everybody
    /// passes.
    public func key() throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys]
        let text = String(decoding: try encoder.encode(self), as: UTF8.self)
        return text == "{}" ? "" : text
    }

    private static func sorted(_ words: Set<String>) -> [String]? {
        words.isEmpty ? nil : words.sorted()
    }
}

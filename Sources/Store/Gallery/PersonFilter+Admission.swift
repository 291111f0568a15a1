extension PersonFilter {
    /// Whether a person of whom this is known passes.
    ///
    /// Text is compared by Unicode lower case. Every store answers `people(matching:)` as this
    /// does, so a filter means the same in all of them. To ask about many people, prepare a
    /// `PersonAdmission`.
    public func admits(_ metadata: PersonMetadata) -> Bool {
        PersonAdmission(self).admits(metadata)
    }
}

/// A filter made ready to be asked about many people.
public struct PersonAdmission: Sendable {
    private let filter: PersonFilter

    /// Prepares a filter: its words are brought to lower case once.
    public init(_ filter: PersonFilter) {
        var ready = filter
        ready.genders = Set(filter.genders.map { $0.lowercased() })
        ready.countries = Set(filter.countries.map { $0.lowercased() })
        ready.occupations = Set(filter.occupations.map { $0.lowercased() })
        self.filter = ready
    }

    /// Whether a person of whom this is known passes.
    ///
    /// - Complexity: O(occupations of the person), however many words the filter has.
    public func admits(_ metadata: PersonMetadata) -> Bool {
        admitsWords(of: metadata) && admitsNumbers(of: metadata)
    }

    private func admitsWords(of metadata: PersonMetadata) -> Bool {
        allows(metadata.gender, in: filter.genders)
            && allows(metadata.country, in: filter.countries)
            && (filter.occupations.isEmpty
                || metadata.occupations.contains { allows($0, in: filter.occupations) })
    }

    private func admitsNumbers(of metadata: PersonMetadata) -> Bool {
        if let born = filter.born {
            guard let year = metadata.birthYear, born.contains(year) else { return false }
        }
        if let fameAtLeast = filter.fameAtLeast {
            guard let fame = metadata.fame, fame >= fameAtLeast else { return false }
        }
        if let living = filter.living, living != (metadata.deathYear == nil) { return false }
        return true
    }

    private func allows(_ word: String?, in allowed: Set<String>) -> Bool {
        if allowed.isEmpty { return true }
        guard let word else { return false }
        return allowed.contains(word.lowercased())
    }
}

extension PersonFilter {
    /// Whether a person of whom this is known passes.
    ///
    /// Text is compared by Unicode lower case. Every store answers `people(matching:)` as this
    /// does, so a filter means the same in all of them.
    public func admits(_ metadata: PersonMetadata) -> Bool {
        admitsWords(of: metadata) && admitsNumbers(of: metadata)
    }

    private func admitsWords(of metadata: PersonMetadata) -> Bool {
        allows(metadata.gender, in: genders) && allows(metadata.country, in: countries)
            && (occupations.isEmpty
                || metadata.occupations.contains { allows($0, in: occupations) })
    }

    private func admitsNumbers(of metadata: PersonMetadata) -> Bool {
        if let born {
            guard let year = metadata.birthYear, born.contains(year) else { return false }
        }
        if let fameAtLeast {
            guard let fame = metadata.fame, fame >= fameAtLeast else { return false }
        }
        if let living, living != (metadata.deathYear == nil) { return false }
        return true
    }

    private func allows(_ word: String?, in allowed: Set<String>) -> Bool {
        if allowed.isEmpty { return true }
        guard let word = word?.lowercased() else { return false }
        return allowed.contains { $0.lowercased() == word }
    }
}

import Gallery

extension Entity {
    /// What a gallery keeps of a person; nothing of origin, belief or orientation is asked for.
    func metadata(labels: LabelBook) -> PersonMetadata {
        PersonMetadata(
            gender: gender.flatMap { Self.genders[$0] ?? labels.label(of: $0)?.lowercased() },
            birthYear: birth?.knownYear,
            deathYear: death?.knownYear,
            country: countries.lazy.compactMap { labels.label(of: $0) }.first,
            occupations: occupations.compactMap { labels.label(of: $0)?.lowercased() },
            fame: fame
        )
    }

    /// The words galleries filter by.
    private static let genders: [ItemID: String] = [
        ItemID(6_581_097): "male", ItemID(6_581_072): "female", ItemID(48_270): "nonbinary",
        ItemID(1_052_281): "female", ItemID(2_449_503): "male",
    ]
}

extension ImageFile {
    /// The credit: author, licence with its address, the page it came from, other rights, the version
    /// taken, and that it is cropped.
    var photoCredit: PhotoCredit {
        PhotoCredit(
            author: attribution ?? author ?? credit,
            licence: licenceName ?? licenceCode,
            licenceAddress: licenceAddress,
            source: page.isEmpty ? address : page,
            restrictions: restrictions,
            sha1: sha1.isEmpty ? nil : sha1,
            change: PhotoCredit.cropped
        )
    }
}

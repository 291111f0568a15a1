public import FaceTypes

extension GalleryStore {
    /// Writes one photo with its faces in a transaction of its own.
    public func enrol(
        _ enrolment: Enrolment,
        in gallery: GalleryID
    ) async throws -> EnrolmentOutcome {
        let outcomes = try await enrol([enrolment], in: gallery)
        guard let outcome = outcomes.first else {
            preconditionFailure("a store answers every enrolment")
        }
        return outcome
    }

    /// Removes a person of whose photos no bystander needs a crop, or where losing it is accepted.
    public func remove(
        _ person: PersonID,
        from gallery: GalleryID
    ) async throws -> RemovalReceipt {
        try await remove(person, bystanderCrops: [:], from: gallery)
    }

    /// Claims people one by one: right for stores in which a commit costs nothing.
    public func people(
        claimed claims: [PersonClaim],
        in gallery: GalleryID
    ) async throws -> [PersonRecord?] {
        var people: [PersonRecord?] = []
        for claim in claims {
            people.append(
                try await person(
                    withKey: claim.key,
                    name: claim.name,
                    metadata: claim.metadata,
                    in: gallery
                )
            )
        }
        return people
    }
}

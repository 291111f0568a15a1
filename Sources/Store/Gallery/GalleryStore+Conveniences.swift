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

    /// Reads faces, embeddings and people one after the other: right for stores in memory.
    public func matchRecords(
        faces: [FaceID],
        people: [PersonID],
        in gallery: GalleryID
    ) async throws -> MatchRecords {
        var vectors: [FaceID: Embedding] = [:]
        for pair in try await embeddings(of: faces, in: gallery) {
            vectors[pair.face] = pair.embedding
        }
        let records = try await self.faces(faces, in: gallery)
        return MatchRecords(
            faces: records.compactMap { record in
                vectors[record.id].map { MatchRecords.Face(record: record, embedding: $0) }
            },
            people: try await self.people(people, in: gallery)
        )
    }
}

public import FaceTypes
public import Gallery

/// Looks through a gallery for faces, photos and people that may be wrong: the right face under the
/// right person is what every answer rests on.
public struct GalleryReview: Sendable {
    /// What counts as wrong.
    public struct Settings: Sendable, Hashable {
        /// Similarity from which two faces are taken for one person's: the pack's at one false match
        /// in 10,000.
        public var samePerson: Float
        /// Faces of a person from which one can be told to disagree with the others.
        public var facesMin: Int
        /// Smallest face, in pixels.
        public var edgeMin: Float
        /// The year that counts as now.
        public var currentYear: Int
        /// Most findings of each kind; a report of millions helps nobody.
        public var findingsMax: Int
        /// Faces of one person that are compared with each other, best first.
        public var comparedMax: Int

        /// How many findings of each kind there are at most, unless said otherwise.
        public static let findingsMaxStandard = 1_000

        /// Makes settings.
        public init(
            samePerson: Float,
            facesMin: Int = 3,
            edgeMin: Float = 50,
            currentYear: Int,
            findingsMax: Int = Settings.findingsMaxStandard,
            comparedMax: Int = 64
        ) {
            self.samePerson = samePerson
            self.facesMin = facesMin
            self.edgeMin = edgeMin
            self.currentYear = currentYear
            self.findingsMax = findingsMax
            self.comparedMax = comparedMax
        }
    }

    /// People read at a time.
    private static let pageSize = 500

    private let gallery: GalleryID
    private let labelled: Bool
    private let store: any GalleryStore
    private let index: any NeighborIndex
    private let listing: (any PhotoListing)?
    private let settings: Settings

    /// Prepares a review.
    ///
    /// - Parameters:
    ///   - labelled: whether faces belong to people; where they do not, photos are looked at alone.
    ///   - index: has followed the catalogue; finds twins.
    ///   - listing: finds nearly equal photos, and all that is wrong where nobody has a name; without
    ///     it neither is looked for.
    public init(
        gallery: GalleryID,
        labelled: Bool = true,
        store: any GalleryStore,
        index: any NeighborIndex,
        listing: (any PhotoListing)? = nil,
        settings: Settings
    ) {
        self.gallery = gallery
        self.labelled = labelled
        self.store = store
        self.index = index
        self.listing = listing
        self.settings = settings
    }

    /// Looks at everybody, or where nobody has a name at every photo.
    ///
    /// - Parameter progress: called after every page with how many people, or photos, were looked at.
    /// - Returns: the findings, kind by kind, the clearest first.
    public func run(
        progress: @Sendable (Int) -> Void = { _ in }
    ) async throws -> GalleryReport {
        var report = GalleryReport(findingsMax: settings.findingsMax)
        if labelled { try await lookAtPeople(&report, progress) }
        try await lookAtPhotos(&report) { if !labelled { progress($0) } }
        report.finish()
        return report
    }

    private func lookAtPeople(
        _ report: inout GalleryReport,
        _ progress: @Sendable (Int) -> Void
    ) async throws {
        var pairs: Set<Set<PersonID>> = []
        var last: PersonID?
        var count = 0
        while true {
            try Task.checkCancellation()
            let page = try await store.people(
                in: gallery,
                named: nil,
                after: last,
                limit: Self.pageSize
            )
            guard let end = page.last else { return }
            for person in page {
                for finding in try await findings(of: person) {
                    if let other = finding.other {
                        guard pairs.insert([person.id, other]).inserted else { continue }
                    }
                    report.add(finding)
                }
            }
            last = end.id
            count += page.count
            progress(count)
        }
    }

    /// Finds photos that nearly equal an earlier one, of the same person or another; where nobody has
    /// a name, also what is wrong with a photo itself.
    private func lookAtPhotos(
        _ report: inout GalleryReport,
        _ progress: (Int) -> Void
    ) async throws {
        guard let listing else { return }
        var looks = LookIndex()
        var last: PhotoID?
        var count = 0
        while true {
            try Task.checkCancellation()
            let page = try await listing.wholePhotos(in: gallery, after: last, limit: Self.pageSize)
            guard let end = page.last else { return }
            last = end.record.id
            for photo in page {
                if !labelled { for finding in findings(of: photo) { report.add(finding) } }
                guard let earlier = looks.add(photo.perceptualHash, photo.record.id),
                    let face = photo.faces.first, face.person != nil || !labelled
                else { continue }
                report.add(try await nearDuplicate(photo, face, of: earlier))
            }
            count += page.count
            progress(count)
        }
    }

    private func nearDuplicate(
        _ photo: WholePhoto,
        _ face: StoredFace,
        of earlier: PhotoID
    ) async throws -> GalleryFinding {
        var name = ""
        if let person = face.person {
            name = try await store.people([person], in: gallery).first?.name ?? ""
        }
        return GalleryFinding(
            .nearDuplicate,
            of: face.person,
            name: name,
            face: face.id,
            origin: photo.record.origin,
            detail: "nearly the same picture as photo \(earlier)"
        )
    }

    /// What is wrong with a photo of people without names.
    private func findings(of photo: WholePhoto) -> [GalleryFinding] {
        photo.faces.compactMap { poor($0, nil) }
            + photo.faces.prefix(1).compactMap { unlicensed($0, nil) }
    }

    private func findings(of person: PersonRecord) async throws -> [GalleryFinding] {
        let faces = try await store.faces(of: person.id, in: gallery)
        if faces.isEmpty { return [] }
        let compared = Array(faces.prefix(settings.comparedMax))
        let embeddings = Dictionary(
            try await store.embeddings(of: compared.map(\.id), in: gallery)
                .map { ($0.face, $0.embedding) },
            uniquingKeysWith: { first, _ in first }
        )
        let known = compared.compactMap { face in
            embeddings[face.id].map { (face: face, embedding: $0) }
        }
        var found = comparisons(known, person)
        found += faces.compactMap { poor($0, person) }
        found += faces.compactMap { unlicensed($0, person) }
        if let minor = minor(person, faces) { found.append(minor) }
        if let best = known.first { found += try await twin(of: person, best.embedding) }
        return found
    }

    private func comparisons(
        _ faces: [(face: StoredFace, embedding: Embedding)],
        _ person: PersonRecord
    ) -> [GalleryFinding] {
        var found: [GalleryFinding] = []
        for (position, one) in faces.enumerated() {
            var similarities: [Float] = []
            for (other, two) in faces.enumerated() where other != position {
                similarities.append(one.embedding.similarity(to: two.embedding))
            }
            guard faces.count >= settings.facesMin, let best = similarities.max(),
                best < settings.samePerson
            else { continue }
            found.append(
                GalleryFinding(
                    .outlier,
                    of: person.id,
                    name: person.name,
                    face: one.face.id,
                    origin: one.face.origin,
                    similarity: best,
                    detail: "agrees with none of the person's \(faces.count - 1) other faces"
                )
            )
        }
        return found
    }

    private func twin(
        of person: PersonRecord,
        _ embedding: Embedding
    ) async throws -> [GalleryFinding] {
        let nearest = try await index.nearestPeople(
            to: embedding,
            limit: 1,
            among: nil,
            excluding: person.id
        ).first
        guard let nearest, let other = nearest.person, nearest.similarity >= settings.samePerson
        else { return [] }
        let name = try await store.people([other], in: gallery).first?.name
        return [
            GalleryFinding(
                .twins,
                of: person.id,
                name: person.name,
                other: other,
                otherName: name,
                face: nearest.face,
                similarity: nearest.similarity,
                detail:
                    "may be the same person; if so: semblance people merge \(other) \(person.id)"
            )
        ]
    }

    private func poor(_ face: StoredFace, _ person: PersonRecord?) -> GalleryFinding? {
        let codes = face.quality.codes.map(\.rawValue).joined(separator: ", ")
        let isSmall = face.quality.edgePixels < settings.edgeMin
        guard isSmall || !codes.isEmpty else { return nil }
        let size = "\(Int(face.quality.edgePixels)) pixels wide"
        return GalleryFinding(
            .poor,
            of: person?.id,
            name: person?.name ?? "",
            face: face.id,
            origin: face.origin,
            detail: codes.isEmpty ? size : "\(size); \(codes)"
        )
    }

    private func unlicensed(_ face: StoredFace, _ person: PersonRecord?) -> GalleryFinding? {
        guard face.credit.licence == nil else { return nil }
        return GalleryFinding(
            .unlicensed,
            of: person?.id,
            name: person?.name ?? "",
            face: face.id,
            origin: face.origin,
            detail: "no licence is known"
        )
    }

    /// Somebody who is under 18 on a photo whose year is known, or who cannot be older on any.
    private func minor(_ person: PersonRecord, _ faces: [StoredFace]) -> GalleryFinding? {
        guard let born = person.metadata.birthYear else { return nil }
        for face in faces {
            // A photo from before the birth has a wrong year, which says nothing of an age.
            guard let year = face.photoYear, year >= born,
                person.metadata.isMinor(onPhotoOf: year, now: settings.currentYear)
            else { continue }
            return GalleryFinding(
                .minor,
                of: person.id,
                name: person.name,
                face: face.id,
                origin: face.origin,
                detail: "born in \(born), on a photo of \(year)"
            )
        }
        guard person.metadata.isMinor(onPhotoOf: nil, now: settings.currentYear) else { return nil }
        return GalleryFinding(
            .minor,
            of: person.id,
            name: person.name,
            detail: "born in \(born)"
        )
    }
}

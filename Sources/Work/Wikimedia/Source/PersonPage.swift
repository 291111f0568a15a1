import Fetching
import Foundation
import Gallery
import Ingest

/// One batch of people on their way from items to photos.
struct PersonPage {
    let source: WikimediaSource
    private(set) var labels: LabelBook
    /// People found on it whom nobody looked at before.
    private(set) var count = 0
    /// Keys of people who may not be enrolled.
    private var forbidden: Set<String> = []
    private(set) var offers: [PhotoOffer] = []

    init(source: WikimediaSource, labels: LabelBook) {
        self.source = source
        self.labels = labels
    }

    /// A person with the files to look at.
    struct Person {
        let entity: Entity
        let asked: String
        let matchedBy: String
        var images: [Entity.Image]
        /// Files offered, those enrolled before included.
        var taken: [ImageFile] = []
        /// SHA-1 of the files looked at: one picture may have two names.
        var hashes: Set<String> = []
        /// Whether a service failed to tell whether there is a photo.
        var isUntold = false

        var name: String { entity.label ?? "\(entity.id)" }
        var origin: String { "https://www.wikidata.org/wiki/\(entity.id)" }
    }

    /// Reads a batch; `done` holds everybody offered before.
    mutating func read(
        _ targets: [TargetReader.Target],
        skipping done: inout Set<ItemID>
    ) async throws -> [PhotoOffer] {
        forbidden = try await source.forbidden(targets.flatMap(\.items).map(\.description))
        for target in targets {
            if case .refused(let reason, let asked, let place, let items, let detail) = target {
                refuse(reason, asked: asked, place: place, items, detail)
            }
        }
        var people = try await people(targets, &done)
        for index in people.indices where people[index].images.isEmpty {
            try await takeLeadImage(of: &people[index])
        }
        let names = Set(people.flatMap { $0.images.map(\.name) }).sorted()
        let files = try await files(names)
        for index in people.indices { offer(&people[index], files) }
        if source.settings.usesCategories { try await offerCategories(of: &people) }
        for person in people { tell(person) }
        return offers
    }

    private mutating func refuse(
        _ reason: WikimediaReject,
        asked: String,
        place: String,
        _ items: [ItemID],
        _ detail: String
    ) {
        offers.append(reason.reject(place, person: asked, detail))
        let items = items.filter { !forbidden.contains("\($0)") }
        source.evidence(
            Evidence(
                asked: asked,
                candidates: items.isEmpty ? nil : items.map(\.description),
                date: source.date()
            )
        )
    }

    private mutating func people(
        _ targets: [TargetReader.Target],
        _ done: inout Set<ItemID>
    ) async throws -> [Person] {
        var wanted: [(item: ItemID, asked: String, means: String)] = []
        for case .person(let item, let asked, let means) in targets {
            wanted.append((item, asked, means))
        }
        let outcomes = try await source.service.entities(
            wanted.map(\.item),
            properties: EntityAnswer.properties
                + (source.settings.changedSince == nil ? "" : EntityAnswer.timeProperty)
        )
        // An item that was merged stands for another, whose key is asked about as well.
        let known = outcomes.values.compactMap { outcome -> String? in
            if case .found(let entity) = outcome { "\(entity.id)" } else { nil }
        }
        forbidden.formUnion(try await source.forbidden(known))
        var found: [Person] = []
        for (item, asked, means) in wanted {
            let origin = "https://www.wikidata.org/wiki/\(item)"
            if case .failed(let detail) = outcomes[item] {
                offers.append(WikimediaReject.service.reject(origin, person: asked, detail))
                continue
            }
            guard case .found(let entity) = outcomes[item] else {
                let words = "Wikidata has no item \(item), or no longer"
                offers.append(WikimediaReject.notFound.reject(origin, person: asked, words))
                continue
            }
            guard entity.isHuman else {
                let words = "\(item) is not a human being"
                offers.append(WikimediaReject.notAPerson.reject(origin, person: asked, words))
                continue
            }
            guard done.insert(entity.id).inserted else { continue }
            guard isWanted(entity) else { continue }
            guard !forbidden.contains("\(entity.id)") else {
                offers.append(Self.forbidden(origin))
                continue
            }
            if !source.knownPerson("\(entity.id)") { count += 1 }
            let images = Array(entity.images.prefix(source.settings.photosPerPerson))
            found.append(Person(entity: entity, asked: asked, matchedBy: means, images: images))
        }
        let words = found.flatMap { $0.entity.countries.prefix(1) + $0.entity.occupations }
        try await labels.learn(words + found.compactMap(\.entity.gender))
        return found
    }

    /// Refuses somebody without a word of who it is but the item.
    private static func forbidden(_ origin: String) -> PhotoOffer {
        .refused(
            Reject(
                origin: origin,
                person: nil,
                code: .suppressed,
                detail: "removed or forbidden before on request; that is kept"
            )
        )
    }

    /// Whether an item was changed since the moment that is asked for; one that does not say was.
    private func isWanted(_ entity: Entity) -> Bool {
        guard let since = source.settings.changedSince, let changed = entity.changed else {
            return true
        }
        return changed >= since
    }

    /// Lets the lead image of the person's article stand in; that it can't be asked for is one
    /// person's trouble.
    private mutating func takeLeadImage(of person: inout Person) async throws(WikimediaError) {
        do throws(WikimediaError) {
            if let image = try await leadImage(of: person.entity) { person.images = [image] }
        } catch {
            guard error.isAboutTheQuestion else { throw error }
            person.isUntold = true
            refuse(.service, person, "the article of \(person.name): \(error)")
        }
    }

    /// The lead image of the person's article, if that is about nobody else.
    private func leadImage(of entity: Entity) async throws(WikimediaError) -> Entity.Image? {
        guard source.settings.usesLeadImages, let article = entity.article,
            let summary = try await source.service.summary(article),
            let name = summary.leadImage(of: entity.id)
        else { return nil }
        return Entity.Image(name: name, year: nil)
    }

    func files(_ names: [String]) async throws -> [String: ImageInfoAnswer.Outcome] {
        var files: [String: ImageInfoAnswer.Outcome] = [:]
        var place = 0
        while place < names.count {
            let batch = Array(names[place..<min(names.count, place + ImageInfoAnswer.batchMax)])
            place += batch.count
            files.merge(
                try await source.service.imageInfo(batch, width: source.settings.width)
            ) { $1 }
        }
        return files
    }

    private mutating func offer(
        _ person: inout Person,
        _ files: [String: ImageInfoAnswer.Outcome]
    ) {
        if person.images.isEmpty, !person.isUntold {
            let words = "neither Wikidata nor Wikipedia has a photo of \(person.name)"
            offers.append(
                WikimediaReject.noPhoto.reject(person.origin, person: person.name, words)
            )
        }
        for image in person.images {
            let page =
                "https://commons.wikimedia.org/wiki/File:"
                + image.name.replacing(" ", with: "_")
            if case .failed(let detail) = files[image.name] {
                offers.append(WikimediaReject.service.reject(page, person: person.name, detail))
                continue
            }
            guard case .found(let file) = files[image.name] else {
                let words = "Commons has no file \(image.name)"
                offers.append(
                    WikimediaReject.missingFile.reject(page, person: person.name, words)
                )
                continue
            }
            offer(file, of: &person, year: image.year, mustAgree: false)
        }
    }

    /// Offers a file, or says why not.
    mutating func offer(
        _ file: ImageFile,
        of person: inout Person,
        year: Int?,
        mustAgree: Bool
    ) {
        if let refusal = refusal(of: file, &person.hashes) {
            offers.append(refusal.0.reject(file.page, person: person.name, refusal.1))
            return
        }
        person.taken.append(file)
        if source.enrolledBefore("\(person.entity.id)", file.thumbnail) {
            offers.append(.enrolledBefore)
        } else if !file.sha1.isEmpty,
            source.enrolledOriginal("\(person.entity.id)", file.sha1)
        {
            let words = "\(file.name) is enrolled already, at another width or under another name"
            offers.append(
                WikimediaReject.duplicate.reject(file.page, person: person.name, words)
            )
        } else {
            var candidate = candidate(person, file, year: year ?? file.year)
            candidate.mustAgree = mustAgree
            offers.append(.photo(candidate))
        }
    }

    /// Notes something about a person that is no photo.
    mutating func refuse(_ reason: WikimediaReject, _ person: Person, _ detail: String) {
        offers.append(reason.reject(person.origin, person: person.name, detail))
    }

    private func refusal(
        of file: ImageFile,
        _ hashes: inout Set<String>
    ) -> (WikimediaReject, String)? {
        if case .refused(let reason) = file.verdict { return (.licence, "\(file.name): \(reason)") }
        if ["image/svg+xml", "application/pdf", "video/", "audio/"].contains(where: {
            file.mime.hasPrefix($0)
        }) {
            return (.notAPicture, "\(file.name) is \(file.mime)")
        }
        if !file.sha1.isEmpty, !hashes.insert(file.sha1).inserted {
            return (.duplicate, "\(file.name) is the same picture under another name")
        }
        return nil
    }

    private func candidate(_ person: Person, _ file: ImageFile, year: Int?) -> PhotoCandidate {
        let service = source.service
        let limit = source.settings.photoBytesMax
        return PhotoCandidate(
            origin: file.thumbnail,
            claim: PhotoCandidate.Claim(
                key: "\(person.entity.id)",
                name: person.name,
                metadata: person.entity.metadata(labels: labels)
            ),
            credit: file.photoCredit,
            year: year,
            place: .address(file.thumbnail),
            fetch: {
                do throws(FetchError) {
                    return try await service.picture(file.thumbnail, byteLimit: limit)
                } catch .cancelled {
                    throw CancellationError()
                } catch {
                    throw RefusedPhoto(code: "fetch_" + error.code, detail: "\(error)")
                }
            }
        )
    }

    private func tell(_ person: Person) {
        source.evidence(
            Evidence(
                asked: person.asked,
                item: "\(person.entity.id)",
                name: person.name,
                matchedBy: person.matchedBy,
                photos: person.taken,
                fetched: person.taken.map(\.thumbnail),
                change: "cropped",
                date: source.date()
            )
        )
    }
}

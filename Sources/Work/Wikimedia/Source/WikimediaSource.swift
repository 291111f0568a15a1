import Fetching
import Gallery
public import Ingest

/// Photos of people from Wikidata and Commons: an explicit list of people, free licences only, every
/// photo with its credit.
///
/// Works through the targets in batches of fifty: items, then files, then one fetch a photo, which
/// happens when ingest asks for the bytes. People are never guessed, links never followed.
public struct WikimediaSource: PhotoSource {
    /// Says whether a photo is enrolled for a person: their key, and the address it is fetched from.
    public typealias EnrolledBefore = @Sendable (_ key: String, _ origin: String) -> Bool

    /// Hears, in order, whom the crawl is for and what it takes; may block shortly.
    public typealias EvidenceListener = @Sendable (Evidence) -> Void

    let targets: WikimediaTargets
    let service: WikimediaService
    let settings: WikimediaSettings
    let evidence: EvidenceListener
    let enrolledBefore: EnrolledBefore
    let date: @Sendable () -> String

    /// Makes a source.
    ///
    /// - Parameters:
    ///   - date: gives the date that evidence bears.
    ///   - enrolledBefore: photos that need not be fetched again.
    ///   - evidence: hears about every person.
    public init(
        _ targets: WikimediaTargets,
        service: WikimediaService,
        settings: WikimediaSettings = WikimediaSettings(),
        date: @escaping @Sendable () -> String,
        enrolledBefore: @escaping EnrolledBefore = { _, _ in false },
        evidence: @escaping EvidenceListener
    ) {
        self.targets = targets
        self.service = service
        self.settings = settings
        self.date = date
        self.evidence = evidence
        self.enrolledBefore = enrolledBefore
    }

    /// Known only by asking.
    public var expectedCount: Int? { nil }

    /// Starts with the first target.
    public func makeCursor() throws -> any PhotoCursor {
        PeopleCursor(
            source: self,
            reader: try TargetReader(targets, service: service)
        )
    }
}

/// A walk through people and their photos.
private struct PeopleCursor: PhotoCursor {
    let source: WikimediaSource
    var reader: TargetReader
    var labels: LabelBook
    var targets: ArraySlice<TargetReader.Target> = []
    var offers: ArraySlice<PhotoOffer> = []
    var people = 0
    /// People already offered: merged items lead to one person.
    var offered: Set<ItemID> = []

    init(source: WikimediaSource, reader: TargetReader) {
        self.source = source
        self.reader = reader
        labels = LabelBook(service: source.service)
    }

    mutating func next() async throws -> PhotoOffer? {
        while true {
            if let offer = offers.popFirst() { return offer }
            if targets.isEmpty {
                if let limit = source.settings.peopleMax, people >= limit { return nil }
                targets = try await reader.next()[...]
                if targets.isEmpty { return nil }
            }
            var batch = Array(targets.prefix(EntityAnswer.batchMax))
            targets = targets.dropFirst(batch.count)
            if let limit = source.settings.peopleMax { batch = trimmed(batch, to: limit - people) }
            var page = PersonPage(source: source, labels: labels)
            offers = try await page.read(batch, skipping: &offered)[...]
            labels = page.labels
            people += page.count
        }
    }

    /// The first few people of a batch; refusals count nothing.
    private func trimmed(_ batch: [TargetReader.Target], to limit: Int) -> [TargetReader.Target] {
        var left = limit
        return batch.filter { target in
            guard case .person = target else { return true }
            left -= 1
            return left >= 0
        }
    }
}

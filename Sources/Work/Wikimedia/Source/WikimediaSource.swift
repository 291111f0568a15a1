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

    /// Says whether a person was looked at before: photos of theirs are enrolled, or an earlier crawl
    /// found none that could be.
    public typealias KnownPerson = @Sendable (_ key: String) -> Bool

    /// Which of some people may not be enrolled, by their keys.
    public typealias Forbidden = @Sendable (_ keys: [String]) async throws -> Set<String>

    /// Hears, in order, whom the crawl is for and what it takes; may block shortly.
    public typealias EvidenceListener = @Sendable (Evidence) -> Void

    let targets: WikimediaTargets
    let service: WikimediaService
    let settings: WikimediaSettings
    let evidence: EvidenceListener
    let enrolledBefore: EnrolledBefore
    let enrolledOriginal: EnrolledBefore
    let knownPerson: KnownPerson
    let forbidden: Forbidden
    let date: @Sendable () -> String

    /// Makes a source.
    ///
    /// - Parameters:
    ///   - date: gives the date that evidence bears.
    ///   - enrolledBefore: photos that need not be fetched again.
    ///   - enrolledOriginal: the same, but for the SHA-1 of the original file, of which another width
    ///     may be enrolled.
    ///   - knownPerson: people who do not count against the settings' `peopleMax`.
    ///   - forbidden: people who are refused, and of whom `evidence` does not hear.
    ///   - evidence: hears about every other person.
    public init(
        _ targets: WikimediaTargets,
        service: WikimediaService,
        settings: WikimediaSettings = WikimediaSettings(),
        date: @escaping @Sendable () -> String,
        enrolledBefore: @escaping EnrolledBefore = { _, _ in false },
        enrolledOriginal: @escaping EnrolledBefore = { _, _ in false },
        knownPerson: @escaping KnownPerson = { _ in false },
        forbidden: @escaping Forbidden = { _ in [] },
        evidence: @escaping EvidenceListener
    ) {
        self.targets = targets
        self.service = service
        self.settings = settings
        self.date = date
        self.evidence = evidence
        self.enrolledBefore = enrolledBefore
        self.enrolledOriginal = enrolledOriginal
        self.knownPerson = knownPerson
        self.forbidden = forbidden
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
            if let limit = source.settings.peopleMax, people >= limit { return nil }
            if targets.isEmpty {
                targets = try await reader.next()[...]
                if targets.isEmpty { return nil }
            }
            let batch = takeBatch()
            var page = PersonPage(source: source, labels: labels)
            offers = try await page.read(batch, skipping: &offered)[...]
            labels = page.labels
            people += page.count
        }
    }

    /// The next few targets, with no more people among them than are still wanted; refusals count
    /// nothing.
    private mutating func takeBatch() -> [TargetReader.Target] {
        var left = source.settings.peopleMax.map { $0 - people } ?? .max
        var batch: [TargetReader.Target] = []
        while batch.count < EntityAnswer.batchMax, let target = targets.first {
            if case .person = target {
                guard left > 0 else { break }
                left -= 1
            }
            batch.append(target)
            targets.removeFirst()
        }
        return batch
    }
}

import FaceTypes
import Gallery
import HTTPTypes
import Hashing
import Hummingbird
import Synchronization

/// Remembers the answers to writes, so that a write sent twice is done once.
///
/// In memory, bounded in number, bytes and time: after a restart a key means nothing.
final class IdempotencyStore: Sendable {
    /// An answer as it was given.
    struct Answer: Sendable {
        var status: HTTPResponse.Status
        var headers: HTTPFields
        var body: [UInt8]
        /// Whom it is about.
        var subject: Subject?
    }

    /// A person an answer is about.
    struct Subject: Sendable, Hashable {
        var gallery: GalleryID
        var person: PersonID
    }

    fileprivate enum Entry {
        case running(fingerprint: ContentHash)
        case done(fingerprint: ContentHash, answer: Answer, at: ContinuousClock.Instant)
    }

    fileprivate struct Memory {
        var entries: [ContentHash: Entry] = [:]
        var order: [ContentHash] = []
        var bytes = 0
    }

    private let memory = Mutex(Memory())
    private let settings: ServiceSettings

    init(settings: ServiceSettings) { self.settings = settings }

    /// The key a request's `Idempotency-Key` is remembered under: never its own text.
    static func place(_ key: String, owner: String) -> ContentHash {
        sha256(Array("\(owner)\n\(key)".utf8))
    }

    /// Claims a key for a request.
    ///
    /// - Returns: the answer given before, or `nil` when the request is to be done now.
    /// - Throws: `idempotency_mismatch` for another request, `conflict` while the first one runs.
    func claim(_ place: ContentHash, fingerprint: ContentHash) throws(Problem) -> Answer? {
        let now = ContinuousClock.now
        let result = memory.withLock { [settings] memory -> Result<Answer?, Problem> in
            memory.expire(before: now - settings.idempotencyLimit)
            switch memory.entries[place] {
            case .running(let before):
                return .failure(
                    before == fingerprint
                        ? Problem(.conflict, "The same request is being worked on: ask again soon.")
                        : Self.mismatch
                )
            case .done(let before, let answer, _):
                return before == fingerprint ? .success(answer) : .failure(Self.mismatch)
            case nil:
                memory.entries[place] = .running(fingerprint: fingerprint)
                memory.order.append(place)
                memory.shrink(entries: settings.idempotencyEntriesMax, bytes: .max)
                return .success(nil)
            }
        }
        return try result.get()
    }

    /// Remembers the answer, or forgets the claim when there is none worth it.
    func settle(_ place: ContentHash, fingerprint: ContentHash, answer: Answer?) {
        memory.withLock { [settings] memory in
            guard memory.entries[place] != nil else { return }
            guard let answer else {
                memory.drop(place)
                return
            }
            memory.entries[place] = .done(
                fingerprint: fingerprint,
                answer: answer,
                at: ContinuousClock.now
            )
            memory.bytes += answer.body.count
            memory.shrink(
                entries: settings.idempotencyEntriesMax,
                bytes: settings.idempotencyBytesMax
            )
        }
    }

    /// Answers about somebody who was removed say so from now on, and no longer what they said.
    func forget(person: PersonID, in gallery: GalleryID) {
        forget { $0 == Subject(gallery: gallery, person: person) }
    }

    /// The same for everybody in a gallery that was removed.
    func forget(gallery: GalleryID) {
        forget { $0.gallery == gallery }
    }

    private func forget(_ isGone: @Sendable (Subject) -> Bool) {
        memory.withLock { memory in
            for (place, entry) in memory.entries {
                guard case .done(let fingerprint, let answer, let at) = entry,
                    let subject = answer.subject, isGone(subject)
                else { continue }
                let gone = Self.gone(subject)
                memory.bytes += gone.body.count - answer.body.count
                memory.entries[place] = .done(fingerprint: fingerprint, answer: gone, at: at)
            }
        }
    }

    private static func gone(_ subject: Subject) -> Answer {
        let problem = Problem(cause: GalleryError.noSuchPerson(subject.person))
        return Answer(
            status: problem.status,
            headers: [.contentType: "application/problem+json", .cacheControl: "no-store"],
            body: problem.body(requestID: "replayed"),
            subject: subject
        )
    }

    private static let mismatch = Problem(
        .idempotencyMismatch,
        "This Idempotency-Key was sent with another request: use a new one."
    )
}

extension IdempotencyStore.Memory {
    fileprivate mutating func drop(_ place: ContentHash) {
        if case .done(_, let answer, _) = entries.removeValue(forKey: place) {
            bytes -= answer.body.count
        }
        order.removeAll { $0 == place }
    }

    fileprivate mutating func expire(before limit: ContinuousClock.Instant) {
        while let oldest = order.first, case .done(_, _, let at) = entries[oldest], at < limit {
            drop(oldest)
        }
    }

    fileprivate mutating func shrink(entries count: Int, bytes limit: Int) {
        while order.count > count || bytes > limit, let oldest = order.first { drop(oldest) }
    }
}

import FaceTypes
import Gallery
import ObjectStorage

/// Gathers prepared photos and writes them batch by batch: objects first, then one transaction.
///
/// A crash between the two leaves objects nothing refers to, never a record without its object.
struct EnrolmentWriter: Sendable {
    /// People whose ids are remembered; beyond it the memory starts anew.
    static let rememberedPeopleMax = 50_000

    private let preparer: PhotoPreparer
    /// Bytes of objects that wait together for the disk.
    static let batchBytesMax = 32 << 20

    private var waiting: [PreparedPhoto] = []
    private var waitingBytes = 0
    private var people: [PersonClaim: PersonID?] = [:]

    init(preparer: PhotoPreparer) { self.preparer = preparer }

    /// Whether waiting longer would hold too many photos, or too many bytes, in memory.
    var isFull: Bool {
        waiting.count >= preparer.settings.batchMax || waitingBytes >= Self.batchBytesMax
    }

    mutating func append(_ photo: PreparedPhoto) {
        waiting.append(photo)
        waitingBytes += photo.objectBytes
    }

    /// Writes what waits, also when the run was cancelled meanwhile: its work is done, and a
    /// transaction is short.
    mutating func flush(into ledger: inout IngestLedger) async throws {
        let photos = waiting
        waiting = []
        waitingBytes = 0
        if preparer.settings.dryRun {
            for photo in photos { ledger.enrolled(faces: photo.enrolment.faces.count) }
            return
        }
        try await claim(photos.compactMap(\.claim))
        var ready: [PreparedPhoto] = []
        for var photo in photos {
            if let claim = photo.claim {
                guard let person = people[claim] ?? nil else {
                    ledger.refuse(suppressed(photo))
                    continue
                }
                for index in photo.enrolment.faces.indices {
                    photo.enrolment.faces[index].person = person
                }
            }
            ready.append(photo)
        }
        let outcomes = try await uncancelled { [preparer, ready] in
            let objects = ready.flatMap(\.objects)
            if !objects.isEmpty { _ = try await preparer.objects.put(objects) }
            return try await preparer.store.enrol(ready.map(\.enrolment), in: preparer.gallery.id)
        }
        for (photo, outcome) in zip(ready, outcomes) {
            switch outcome {
            case .enrolled(_, let faces): ledger.enrolled(faces: faces.count)
            case .alreadyEnrolled: ledger.alreadyEnrolled()
            case .suppressed: ledger.refuse(suppressed(photo))
            }
        }
    }

    /// Finds or makes the people of a batch in one transaction; remembers who may not be enrolled.
    private mutating func claim(_ claims: [PersonClaim]) async throws {
        if people.count >= Self.rememberedPeopleMax { people = [:] }
        let unknown = Array(Set(claims.filter { people[$0] == nil }))
        guard !unknown.isEmpty else { return }
        let records = try await uncancelled { [preparer] in
            try await preparer.store.people(claimed: unknown, in: preparer.gallery.id)
        }
        for (claim, record) in zip(unknown, records) {
            people.updateValue(record?.id, forKey: claim)
        }
    }

    private func suppressed(_ photo: PreparedPhoto) -> Reject {
        Reject(
            origin: photo.origin,
            person: photo.claim?.name,
            code: .suppressed,
            detail: "removed before on request; the removal is kept"
        )
    }
}

/// Runs a short piece of work to its end even when the calling task is cancelled.
///
/// Stores give up on cancelled tasks; a batch that is prepared is worth its transaction.
private func uncancelled<Result: Sendable>(
    _ body: @escaping @Sendable () async throws -> Result
) async throws -> Result {
    try await Task { try await body() }.value
}

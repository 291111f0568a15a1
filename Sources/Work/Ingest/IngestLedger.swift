/// The counts of a run and the photos it has put off.
struct IngestLedger: Sendable {
    private(set) var summary = IngestSummary()
    private var deferred: [PhotoCandidate] = []
    private let observer: IngestRun.Observer

    init(observer: IngestRun.Observer, expected: Int?) {
        self.observer = observer
        summary.expected = expected
    }

    mutating func sawOne() { summary.seen += 1 }

    mutating func interrupt() {
        summary.interrupted = true
        tell()
    }

    mutating func alreadyEnrolled() {
        summary.alreadyEnrolled += 1
        tell()
    }

    mutating func enrolled(faces: Int) {
        summary.enrolledPhotos += 1
        summary.enrolledFaces += faces
        tell()
    }

    mutating func refuse(_ reject: Reject) {
        summary.rejected[reject.code, default: 0] += 1
        observer.refused(reject)
        tell()
    }

    mutating func note(_ written: [EnrolmentWriter.Written]) {
        for one in written {
            switch one {
            case .enrolled(let faces): enrolled(faces: faces)
            case .alreadyEnrolled: alreadyEnrolled()
            case .refused(let reject): refuse(reject)
            }
        }
    }

    /// Keeps a photo for the second pass.
    /// - Returns: the photo itself when there is no room for it.
    mutating func putOff(_ candidate: PhotoCandidate, limit: Int) -> PhotoCandidate? {
        guard deferred.count < limit else { return candidate }
        deferred.append(candidate)
        summary.deferred = deferred.count
        tell()
        return nil
    }

    mutating func takeDeferred() -> [PhotoCandidate] {
        defer {
            deferred = []
            summary.deferred = 0
        }
        return deferred
    }

    private func tell() { observer.progress(summary) }
}

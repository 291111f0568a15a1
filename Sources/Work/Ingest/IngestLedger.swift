/// The counts of a run and the photos it has put off.
struct IngestLedger: Sendable {
    private(set) var summary = IngestSummary()
    private var deferred: [PhotoCandidate] = []
    private let observer: IngestRun.Observer
    private let clock: StageClock?

    init(observer: IngestRun.Observer, expected: Int?, clock: StageClock? = nil) {
        self.observer = observer
        self.clock = clock
        summary.expected = expected
    }

    mutating func sawOne() { summary.seen += 1 }

    /// What ended before any stage has come through all of them.
    func skipped() { clock?.count(WorkStage.names) }

    /// A photo that will not be written has come to the last stage's end as well.
    func ended() { clock?.count([WorkStage.store]) }

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
        clock?.count([WorkStage.store], photos: written.count)
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

    private mutating func tell() {
        if let clock { summary.stagePhotos = clock.counts }
        observer.progress(summary)
    }
}

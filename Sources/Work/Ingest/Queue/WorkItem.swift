package import FacePipeline
package import FaceTypes
package import Imaging
package import Jobs

/// A leased photo on its way through a worker's stages.
package struct WorkItem: Sendable {
    /// How far it has come.
    package enum Progress: Sendable {
        case leased
        case read(bytes: [UInt8], hash: ContentHash)
        case decoded(bytes: [UInt8], hash: ContentHash, photo: DecodedImage)
        case found(bytes: [UInt8], hash: ContentHash, faces: PhotoFaces)
        case ended(Ending)
    }

    /// What the last stage does with it.
    package enum Ending: Sendable {
        /// Write it, then acknowledge.
        case write(PreparedPhoto)
        /// Acknowledge with this word.
        case done(note: String)
        /// Acknowledge, and tell why it was refused.
        case refused(Reject)
        /// End the lease in another way.
        case outcome(JobOutcome)
    }

    package let lease: JobLease
    package let photo: PhotoJob
    /// Whether it was put off before, until the person's other photos are known.
    package let wasPutOff: Bool
    /// Whether a failure now makes the job a dead one.
    package var isLastAttempt = false
    package var progress: Progress

    /// What the preparer sees of it.
    func candidate(
        fetch: @escaping @Sendable () async throws -> [UInt8] = { [] }
    ) -> PhotoCandidate {
        var candidate = PhotoCandidate(
            origin: photo.origin,
            claim: photo.claim,
            credit: photo.credit,
            year: photo.year,
            fetch: fetch
        )
        candidate.mustAgree = photo.mustAgree
        return candidate
    }

    package var hasEnded: Bool {
        if case .ended = progress { true } else { false }
    }
}

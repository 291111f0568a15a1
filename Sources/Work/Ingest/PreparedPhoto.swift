import FaceTypes
package import Gallery

/// A photo whose faces are chosen, waiting for its transaction.
package struct PreparedPhoto: Sendable {
    var claim: PhotoCandidate.Claim?
    var origin: String
    /// Faces without a person yet: the writer knows the ids.
    var enrolment: Enrolment
    /// What object storage keeps of it, addressed by the enrolment.
    var objects: [[UInt8]]

    /// Takes a photo that needs no pipeline; objects as the enrolment's hashes name them.
    package init(
        claim: PersonClaim?,
        origin: String,
        enrolment: Enrolment,
        objects: [[UInt8]]
    ) {
        self.claim = claim
        self.origin = origin
        self.enrolment = enrolment
        self.objects = objects
    }

    var objectBytes: Int { objects.reduce(0) { $0 + $1.count } }
}

/// What became of one photo before the catalogue saw it.
enum Preparation: Sendable {
    case ready(PreparedPhoto)
    case alreadyEnrolled
    case ambiguous(PhotoCandidate)
    /// None of several faces is clearly the person's; a person could tell, and so could further photos
    /// where there were no `references` to compare with.
    case undecided(PhotoCandidate, Reject, references: Int)
    case refused(Reject)
    case cancelled
}

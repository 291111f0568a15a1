import FaceTypes
package import Gallery

/// A photo whose faces are chosen, waiting for its transaction.
package struct PreparedPhoto: Sendable {
    var origin: String
    /// It claims whom its faces are of: who is new is made with their first photo.
    var enrolment: Enrolment
    /// What object storage keeps of it, addressed by the enrolment.
    var objects: [[UInt8]]

    /// Takes a photo that needs no pipeline; objects as the enrolment's hashes name them.
    package init(
        origin: String,
        enrolment: Enrolment,
        objects: [[UInt8]]
    ) {
        self.origin = origin
        self.enrolment = enrolment
        self.objects = objects
    }

    var objectBytes: Int { objects.reduce(0) { $0 + $1.count } }

    /// A removal forbids it.
    var refusedAsRemoved: Reject {
        refused(.suppressed, "removed before on request; the removal is kept")
    }

    /// The face it would be enrolled with is this other person's.
    func refused(faceOf other: PersonID) -> Reject {
        refused(
            .faceOfAnother,
            "its face is enrolled for person \(other) already: merge the two if they are one person; "
                + "if the photo shows both, crop it to this one; if it is not person \(other), remove "
                + "the photo from the gallery, allow it again, and enrol it for this person"
        )
    }

    private func refused(_ code: Reject.Code, _ detail: String) -> Reject {
        Reject(origin: origin, person: enrolment.claim?.name, code: code, detail: detail)
    }
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

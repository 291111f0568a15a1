public import FaceTypes

/// What became of an enrolment.
public enum EnrolmentOutcome: Sendable, Hashable {
    /// New faces were written, in the order given.
    case enrolled(photo: PhotoID, faces: [FaceID])

    /// Every face of it was already there (same photo, same person): nothing was written.
    case alreadyEnrolled(photo: PhotoID)

    /// One of its faces is in the catalogue already, as this other person's: nothing was written.
    case faceOfAnother(PersonID)

    /// A removed person, photo or source forbids it: nothing was written.
    case suppressed
}

public import FaceTypes
public import Ingest

/// Why a doubt of the review list can't be decided as asked.
public enum ReviewError: Error, Sendable, Hashable, CustomStringConvertible {
    /// No doubt has this number; its person or face may have gone.
    case noSuchDoubt(Int64)
    /// Somebody has decided it.
    case decidedBefore(Int64)
    /// The photo shows several faces, and which is meant was not said.
    case whichFace(Int64, photo: String, faces: [DetectedFace])
    /// The rules refuse the face that was chosen.
    case notEnrolled(Int64, Reject)
    /// What the list keeps is not of this version.
    case unreadable(Int64)

    /// What was found and what to do.
    public var description: String {
        switch self {
        case .noSuchDoubt(let id):
            "No doubt \(id) is on the review list: look at semblance gallery review list."
        case .decidedBefore(let id):
            "Doubt \(id) was decided before: look at semblance gallery review list --state accepted."
        case .whichFace(let id, let photo, let faces):
            "\(photo) shows \(faces.count) faces. Say whose it is: semblance gallery review accept "
                + "\(id) --face N, with "
                + faces.enumerated().map { "\($0 + 1) \(Self.place(of: $1.box))" }
                .joined(separator: ", ") + "."
        case .notEnrolled(let id, let reject):
            "Doubt \(id) stays open, for its photo can't be enrolled: \(reject.code), "
                + "\(reject.detail)."
        case .unreadable(let id):
            "Doubt \(id) was written by another version: refuse it, and ingest its photo again."
        }
    }

    private static func place(of box: Box) -> String {
        "at \(Int(box.x)),\(Int(box.y)) (\(Int(box.width)) x \(Int(box.height)) pixels)"
    }
}

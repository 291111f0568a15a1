/// Why a face is not fit to be searched or enrolled; the raw values are stable and part of the API.
public enum QualityCode: String, Sendable, Hashable, Codable, CaseIterable {
    /// The picture shows no face.
    case noFace = "no_face"

    /// The face has too few pixels to be told from others.
    case faceTooSmall = "face_too_small"

    /// The face is too dark, or so bright that its features are lost.
    case tooDark = "too_dark"

    /// The face has no sharp detail.
    case tooBlurred = "too_blurred"

    /// The face is turned too far from the camera.
    case extremePose = "extreme_pose"

    /// More than one person could be meant.
    case severalFaces = "several_faces"

    /// What was found is an animal, a statue, a drawing or no face at all.
    case notAFace = "not_a_face"

    /// What the person who gave the photo can do next: one sentence in plain words.
    public var advice: String {
        switch self {
        case .noFace:
            "No face could be seen: use a photo in which the face is visible and not covered."
        case .faceTooSmall:
            "The face is too small: move closer or use a larger photo."
        case .tooDark:
            "The light on the face is too weak or too strong: face a window or a lamp."
        case .tooBlurred:
            "The face is blurred: hold still, clean the lens, or use a sharper photo."
        case .extremePose:
            "The face is turned away: look straight into the camera."
        case .severalFaces:
            "Several faces could be meant: choose one, or crop the photo to one person."
        case .notAFace:
            "This does not look like a human face: use a photo of a person."
        }
    }
}

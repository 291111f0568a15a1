import FaceTypes
import Gallery

/// Whose a face is, while its enrolment is decided.
enum FaceOwner: Hashable {
    case nobody
    case person(PersonID)
    /// Whom the enrolment claims, and who has yet to be made.
    case newcomer

    /// - Parameter claimed: whom the newcomer became.
    func person(claimed: PersonID?) -> PersonID? {
        switch self {
        case .nobody: nil
        case .person(let id): id
        case .newcomer: claimed
        }
    }
}

/// Where a face lies in its photo, and whose it is.
struct FacePlace {
    let box: Box
    let owner: FaceOwner

    init(_ box: Box, _ owner: FaceOwner) {
        self.box = box
        self.owner = owner
    }

    init(_ face: Enrolment.Face, _ owner: FaceOwner) {
        self.init(face.detection.box, owner)
    }

    /// Whose one of the fresh faces is already: somebody other than it is meant for.
    ///
    /// - Parameter present: the photo's faces; a fresh face stands in the way of those after it too.
    static func holder(of fresh: [FacePlace], besides present: [FacePlace]) -> PersonID? {
        var taken = present.filter { $0.owner != .nobody }
        for place in fresh where place.owner != .nobody {
            for other in taken where other.owner != place.owner && other.isSameFace(as: place) {
                return other.owner.person(claimed: nil) ?? place.owner.person(claimed: nil)
            }
            taken.append(place)
        }
        return nil
    }

    private func isSameFace(as other: FacePlace) -> Bool {
        box.overlap(with: other.box) > Enrolment.sameFaceOverlap
    }
}

import FaceTypes
public import Gallery
import Hashing

extension ReviewItem.New {
    /// The doubt about a photo in which none of several faces is clearly the person's.
    ///
    /// - Throws: when the photo can't be written down.
    public init(undecided photo: PhotoJob, detail: String) throws {
        self.init(
            .severalFaces,
            key: Self.key([Kind.severalFaces.rawValue, photo.origin, photo.claim?.key ?? ""]),
            personKey: photo.claim?.key,
            detail: detail,
            payload: try photo.payload()
        )
    }

    /// The doubt in a finding; `nil` for kinds that are reports, not questions.
    public init?(_ finding: GalleryFinding) {
        switch finding.kind {
        case .outlier:
            guard let face = finding.face, let person = finding.person else { return nil }
            self.init(
                .outlier,
                key: Self.key([Kind.outlier.rawValue, "\(face)", "\(person)"]),
                person: person,
                face: face,
                similarity: finding.similarity,
                detail: finding.detail
            )
        case .twins:
            guard let other = finding.other, let person = finding.person else { return nil }
            let pair = [person, other].sorted()
            self.init(
                .twins,
                key: Self.key([Kind.twins.rawValue] + pair.map(\.description)),
                person: pair[0],
                other: pair[1],
                similarity: finding.similarity,
                detail: "their faces agree as one person's do"
            )
        case .nearDuplicate, .unlicensed, .poor, .minor: return nil
        }
    }

    private typealias Kind = ReviewItem.Kind

    private static func key(_ parts: [String]) -> ContentHash {
        sha256(Array(parts.joined(separator: "\0").utf8))
    }
}

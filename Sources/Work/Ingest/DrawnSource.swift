public import DrawnPeople
import Gallery
import Imaging

/// People who do not exist, drawn from a seed: a gallery that shows nobody and needs no network.
public struct DrawnSource: PhotoSource {
    /// Side of a portrait, in pixels.
    public static let edge = 360

    /// How the origins of its photos begin.
    static let originPrefix = "drawn:"

    /// Quality of the JPEG a portrait is enrolled from.
    static let jpegQuality = 92

    private let people: DrawnGallery

    /// Draws everybody of a drawn gallery.
    public init(_ people: DrawnGallery) { self.people = people }

    /// People times photos.
    public var expectedCount: Int? { people.count * people.photosPerPerson }

    /// Starts with the first person.
    public func makeCursor() -> any PhotoCursor { Cursor(portraits: people.makeIterator(), people) }

    /// The stable key of the person at a position of the drawn gallery made from a seed.
    public static func key(seed: UInt64, index: Int) -> String { "drawn-\(seed)-\(index)" }

    private struct Cursor: PhotoCursor {
        var portraits: AnyIterator<DrawnGallery.Portrait>
        let people: DrawnGallery

        init(portraits: AnyIterator<DrawnGallery.Portrait>, _ people: DrawnGallery) {
            self.portraits = portraits
            self.people = people
        }

        mutating func next() async throws -> PhotoOffer? {
            portraits.next().map { .photo(DrawnSource.candidate($0, seed: people.seed)) }
        }
    }

    private static func candidate(
        _ portrait: DrawnGallery.Portrait,
        seed: UInt64
    ) -> PhotoCandidate {
        let key = key(seed: seed, index: portrait.index)
        let profile = portrait.person.profile
        let metadata = PersonMetadata(
            gender: profile.gender,
            birthYear: profile.birthYear,
            country: profile.country,
            occupations: [profile.occupation],
            fame: profile.fame
        )
        return PhotoCandidate(
            origin: "\(originPrefix)\(key)/\(portrait.variation)",
            claim: PhotoCandidate.Claim(key: key, name: profile.name, metadata: metadata),
            credit: PhotoCredit(
                author: "Semblance (drawn, shows nobody)",
                licence: "Apache-2.0",
                licenceAddress: "https://www.apache.org/licenses/LICENSE-2.0"
            ),
            load: { try encodeJPEG(portrait.image(edge: Self.edge), quality: Self.jpegQuality) }
        )
    }
}

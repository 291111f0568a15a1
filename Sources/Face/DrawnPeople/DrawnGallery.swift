public import FaceTypes

/// Any number of drawn people with any number of photos each, in a fixed order.
///
/// Person `n` is the same whatever `count` is, so a gallery can grow. The people of different
/// gallery seeds are strangers to each other.
public struct DrawnGallery: Sendable, Sequence {
    /// One picture to enrol or to probe with.
    public struct Portrait: Sendable {
        /// Index of the person in the gallery.
        public let index: Int

        /// Who is shown.
        public let person: DrawnPerson

        /// Which photo of the person.
        public let variation: UInt64

        /// Draws it; see `DrawnPerson.portrait(variation:edge:)`.
        public func image(edge: Int = 360) -> PixelImage {
            person.portrait(variation: variation, edge: edge)
        }
    }

    /// What the people are made from.
    public let seed: UInt64

    /// Number of people.
    public let count: Int

    /// Photos of each person: variations 0 ..< `photosPerPerson`.
    public let photosPerPerson: Int

    /// Describes a gallery; nothing is drawn yet.
    ///
    /// - Precondition: `count` and `photosPerPerson` are not negative.
    public init(seed: UInt64, count: Int, photosPerPerson: Int) {
        precondition(count >= 0 && photosPerPerson >= 0)
        self.seed = seed
        self.count = count
        self.photosPerPerson = photosPerPerson
    }

    /// The person at a place; places from `count` on are strangers to the gallery.
    ///
    /// - Precondition: `index` is not negative.
    public func person(at index: Int) -> DrawnPerson {
        precondition(index >= 0)
        var random = SeededRandom(seed: seed, stream: 0x9E0 &+ UInt64(index))
        return DrawnPerson(seed: random.next())
    }

    /// Every portrait, person by person.
    public func makeIterator() -> AnyIterator<Portrait> {
        var index = 0
        var variation = 0
        var person: DrawnPerson?
        return AnyIterator {
            guard photosPerPerson > 0, index < count else { return nil }
            let current = person ?? self.person(at: index)
            let portrait = Portrait(
                index: index,
                person: current,
                variation: UInt64(variation)
            )
            variation += 1
            person = current
            if variation == photosPerPerson {
                variation = 0
                index += 1
                person = nil
            }
            return portrait
        }
    }
}

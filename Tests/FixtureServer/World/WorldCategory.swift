/// What a person's category on Commons holds; each kind has traps of its own.
package enum WorldCategory: Sendable, Hashable {
    /// They have none.
    case none
    /// Own photos among other people's, drawings, sounds, unfree files and categories below it.
    case few
    /// More files than a page holds, nearly all of crowds, the one named after them at the end.
    case many
    /// The only place that has photos of them.
    case alone
    /// Its name is one the service refuses.
    case unusable

    /// The last people of a world have categories.
    init(place: Int) {
        let kinds: [WorldCategory] = [.few, .many, .alone, .unusable]
        self = kinds.indices.contains(place) ? kinds[place] : .none
    }

    /// A file of a category.
    package struct File: Sendable, Hashable {
        package let name: String
        /// Whom it shows, by their place in the world.
        package let shows: Int
        /// The portrait; from `groupVariation` on with somebody beside them.
        package let variation: Int
        package var mime = "image/jpeg"
        package var isFree = true
    }

    /// Portraits from here on are group photos.
    package static let groupVariation = 100

    /// Files of a category with many.
    package static let crowdCount = 700

    /// The files of a person's category, but for those their item names.
    package static func files(of person: DrawnWorld.Person) -> [File] {
        // Far enough to be none of those who have categories.
        let other = person.index - 10
        let name = person.name
        switch person.category {
        case .none, .unusable: return []
        case .alone: return [File(name: "\(name) at home.jpg", shows: person.index, variation: 1)]
        case .few:
            return [
                File(name: "A voice.ogg", shows: other, variation: 0, mime: "audio/ogg"),
                File(name: "Autograph of \(name).svg", shows: other, variation: 0),
                File(name: "\(name) in film.webm", shows: other, variation: 0, mime: "video/webm"),
                File(name: "Street named after somebody.jpg", shows: other, variation: 1),
                File(name: "\(name) abroad.jpg", shows: person.index, variation: 1),
                File(name: "\(name) unfree.jpg", shows: person.index, variation: 2, isFree: false),
                File(name: "Brother of \(name).jpg", shows: other, variation: 0),
                File(
                    name: "\(name) with a friend.jpg",
                    shows: person.index,
                    variation: groupVariation
                ),
                // Its ending says photograph, the server a drawing.
                File(
                    name: "\(name) drawn.png",
                    shows: person.index,
                    variation: 0,
                    mime: "image/svg+xml"
                ),
            ]
        case .many:
            return (0..<crowdCount).map {
                File(name: "Crowd \($0).jpg", shows: other, variation: 0)
            } + [File(name: "\(name) late.jpg", shows: person.index, variation: 2)]
        }
    }
}

extension DrawnWorld.Person {
    /// Name of their category, without `Category:`.
    package var categoryName: String { "\(name) \(item)" }
}

package import DrawnPeople
import FaceTypes
import Hashing
import Imaging
import Synchronization

/// A Wikidata, Commons and Wikipedia of people who do not exist, odd in every way the real ones are;
/// the same seed gives the same world.
package final class DrawnWorld: Sendable {
    /// Somebody in it.
    package struct Person: Sendable {
        package let index: Int
        /// Digits of the item.
        package let item: Int
        package let name: String
        package let profile: DrawnProfile
        package let oddity: WorldOddity
        /// Number of Wikipedia editions.
        package let fame: Int
        /// Year of birth.
        package let birthYear: Int
        /// Their category on Commons.
        package let category: WorldCategory

        /// Names of the files their item names, without `File:`, in order.
        package var files: [String] {
            if category == .alone { return [] }
            return switch oddity {
            case .threePhotos: (1...3).map { "Portrait \(item) \($0).jpg" }
            case .twoNamesOneFile: ["Portrait \(item) a.jpg", "Portrait \(item) b.jpg"]
            case .leadImage, .articleOfNamesakes, .articleElsewhere, .articleRedirects,
                .articleMissing, .leadImageUnfree:
                []
            case .drawing: ["Portrait \(item).svg"]
            default: ["Portrait \(item).jpg"]
            }
        }

        /// The file of the article, where the item names none.
        package var leadFile: String { "Lead \(item).jpg" }

        /// Title of their article.
        package var article: String { "\(name) \(item)" }
    }

    /// A credit as it must come out, byte for byte.
    package struct Credit: Sendable, Hashable {
        package let author: String?
        package let licence: String?
        package let licenceAddress: String?
        package let source: String?
        package let restrictions: String?
        package let sha1: String?

        /// The parts as bytes: strings that only look alike compare as equal.
        package var bytes: [[UInt8]] {
            [author, licence, licenceAddress, source, restrictions, sha1].map {
                Array(($0 ?? "").utf8)
            }
        }

        package init(
            author: String?,
            licence: String?,
            licenceAddress: String?,
            source: String?,
            restrictions: String?,
            sha1: String?
        ) {
            self.author = author
            self.licence = licence
            self.licenceAddress = licenceAddress
            self.source = source
            self.restrictions = restrictions
            self.sha1 = sha1
        }
    }

    /// Everybody.
    package let people: [Person]
    /// Seconds a `Retry-After` asks for.
    package let pause: Int

    let gallery: DrawnGallery
    let byItem: [Int: Person]
    let byFile: [String: Person]
    let byCategoryFile: [String: WorldCategory.File]
    /// How often something was asked, by what.
    let turns = Mutex<[String: Int]>([:])
    private let pictures = Mutex<[String: [UInt8]]>([:])

    /// Makes a world.
    ///
    /// - Parameters:
    ///   - people: how many; the first of them are the odd ones, one of each kind.
    ///   - pause: seconds a busy service asks for.
    ///   - categories: whether the last people have categories on Commons.
    package init(seed: UInt64, people count: Int, pause: Int = 7, categories: Bool = false) {
        self.pause = pause
        let gallery = DrawnGallery(seed: seed, count: count, photosPerPerson: 3)
        self.gallery = gallery
        var names: [String: Int] = [:]
        people = (0..<count).map { index in
            let profile = gallery.person(at: index).profile
            let oddities = WorldOddity.allCases
            let oddity = index < oddities.count ? oddities[index] : .plain
            names[profile.name, default: 0] += 1
            let times = names[profile.name] ?? 1
            return Person(
                index: index,
                item: 1000 + index * 7,
                name: times == 1 ? profile.name : "\(profile.name) \(times)",
                profile: profile,
                oddity: oddity,
                fame: 20 + index % 90,
                birthYear: oddity == .minor
                    ? 2015
                    : oddity == .birthBeforeYearOne
                        ? -43
                        // Grown up in 2019, when the photos say they were taken.
                        : min(profile.birthYear, 1999),
                category: categories ? WorldCategory(place: count - 1 - index) : .none
            )
        }
        byItem = Dictionary(uniqueKeysWithValues: people.map { ($0.item, $0) })
        var byFile: [String: Person] = [:]
        for person in people {
            for file in person.files + [person.leadFile] { byFile[file] = person }
        }
        self.byFile = byFile
        byCategoryFile = Dictionary(
            uniqueKeysWithValues: people.flatMap { WorldCategory.files(of: $0) }
                .map { ($0.name, $0) }
        )
    }

    /// The people whose item names a photo, as a query finds them.
    var withPhotos: [Person] { people.filter { !$0.files.isEmpty } }

    /// Counts a question and says how often it came before.
    func turn(_ what: String) -> Int {
        turns.withLock { turns in
            defer { turns[what, default: 0] += 1 }
            return turns[what] ?? 0
        }
    }

    /// How often a photo must be refused by the source or the fetch, by code, when all these people
    /// are asked for.
    package func expectedRefusals(of people: [Person]) -> [String: Int] {
        var counts: [String: Int] = [:]
        for person in people {
            if let code = person.oddity.refusal { counts[code, default: 0] += 1 }
        }
        return counts
    }

    /// The credit of a file.
    package func credit(of file: String, by person: Person) -> Credit {
        let plan = LicencePlan(person.oddity)
        return Credit(
            author: plan.expectedAuthor(person),
            licence: plan.name,
            licenceAddress: plan.expectedAddress,
            source: "https://commons.wikimedia.org/wiki/File:"
                + file.replacing(" ", with: "_"),
            restrictions: person.oddity == .restricted ? "personality" : nil,
            sha1: sha1(of: file, by: person)
        )
    }

    /// The SHA-1 Commons says a file has.
    func sha1(of file: String, by person: Person) -> String {
        let same = person.oddity == .twoNamesOneFile ? person.files[0] : file
        return String(sha256(Array(same.utf8)).hexadecimal.prefix(40))
    }

    /// Who stands beside somebody in a group photo.
    private func neighbour(of person: Person) -> Int {
        person.index + 1 < people.count ? person.index + 1 : person.index - 1
    }

    /// A portrait of a person alone, as a JPEG, whatever is odd about them.
    package func portrait(of person: Person, variation: UInt64) throws -> [UInt8] {
        let image = gallery.person(at: person.index).portrait(variation: variation, edge: 360)
        return try WorldPicture.encoded(image, as: .plain)
    }

    /// A person's portrait as a file; drawn once.
    func picture(_ person: Person, variation: Int) throws -> [UInt8] {
        let key = "\(person.index)/\(variation)"
        if let known = pictures.withLock({ $0[key] }) { return known }
        var image = gallery.person(at: person.index)
            .portrait(variation: UInt64(variation), edge: 360)
        if person.oddity == .groupPicture || variation >= WorldCategory.groupVariation {
            let other = gallery.person(at: neighbour(of: person)).portrait(variation: 0, edge: 360)
            image = WorldPicture.group([image, other])
        }
        let bytes = try WorldPicture.encoded(image, as: person.oddity)
        pictures.withLock { $0[key] = bytes }
        return bytes
    }
}

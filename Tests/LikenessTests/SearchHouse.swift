import Calibration
import FaceTypes
import Gallery
import GalleryDoubles
import Likeness

/// A small gallery with everything around it that a search needs.
struct SearchHouse {
    static let pack = PackIdentity(name: "made-up", version: "1", hash: "00", dimension: 32)
    static let curve = FalseMatchCurve(fmr1e3: 0.53, fmr1e4: 0.62, fmr1e5: 0.68)

    let population = GalleryPopulation(dimension: 32, likeness: 0.9, seed: 21)
    let store = MemoryGalleryStore()
    let index = CountingIndex()
    let gallery: GalleryRecord
    let settings: LikenessSettings

    init(labelled: Bool = true, settings: LikenessSettings = LikenessSettings()) throws {
        self.settings = settings
        gallery = try store.createGallery(
            named: "test",
            pack: Self.pack,
            keep: .photos,
            labelled: labelled
        )
    }

    /// Enrols people `numbers`, each with `photos` photos; every third is a woman, the rest men, born
    /// from 1940 on.
    func enrol(_ numbers: Range<Int>, photos: Int = 2) async throws {
        for number in numbers {
            let metadata = PersonMetadata(
                gender: number % 3 == 0 ? "female" : "male",
                birthYear: 1940 + number % 60
            )
            let person = try store.person(
                withKey: "key-\(number)",
                name: "Person \(number)",
                metadata: metadata,
                in: gallery.id
            )
            for photo in 0..<photos {
                try enrol(
                    population.embedding(ofPerson: number, photo: photo),
                    person: person?.id,
                    photo: number * 100 + photo
                )
            }
        }
        try await follow()
    }

    func enrol(_ embedding: Embedding, person: PersonID?, photo: Int) throws {
        let credit = PhotoCredit(author: "A. Maker", licence: "CC BY 4.0", source: "page \(photo)")
        let enrolment = population.enrolment(
            person: person,
            embedding: embedding,
            photo: photo,
            credit: credit
        )
        _ = try store.enrol([enrolment], in: gallery.id)
    }

    func follow() async throws {
        try await index.inner.follow(store, gallery: gallery.id)
    }

    func search(sharing calibrator: GalleryCalibrator? = nil) -> LikenessSearch {
        LikenessSearch(
            gallery: gallery,
            store: store,
            index: index,
            curve: Self.curve,
            settings: settings,
            calibrator: calibrator
        )
    }

    /// A photo of somebody that is not enrolled.
    func photo(of number: Int, _ photo: Int = 50, quality: Float = 0.9) -> ProbePhoto {
        ProbePhoto(
            embedding: population.embedding(ofPerson: number, photo: photo),
            quality: GalleryPopulation.quality(score: quality),
            source: "asked-\(number).jpg",
            box: GalleryPopulation.detection.box
        )
    }
}

import FaceTypes
import Gallery

extension ConformanceRule {
    static let enrolmentRules: [ConformanceRule] = [
        ConformanceRule("the same photo of the same person is enrolled once") { store in
            let gallery = try await Sample.gallery(store)
            let person = try await Sample.person(1, store, in: gallery)
            let photo = try await Sample.enrol(photo: 1, of: person, store, in: gallery).photo
            let again = Sample.photo(1, [Sample.face(1, of: person)])
            let outcome = try await store.enrol(again, in: gallery)
            try expectEqual(outcome, .alreadyEnrolled(photo: photo))
            try expectEqual(try await store.statistics(of: gallery).sequence, 1)
        },
        ConformanceRule("the same photo of another person gains a face") { store in
            let gallery = try await Sample.gallery(store)
            let one = try await Sample.person(1, store, in: gallery)
            let two = try await Sample.person(2, store, in: gallery)
            let photo = try await Sample.enrol(photo: 1, of: one, store, in: gallery).photo
            let both = Sample.photo(1, [Sample.face(1, of: one), Sample.face(2, of: two)])
            guard case .enrolled(photo, let faces) = try await store.enrol(both, in: gallery) else {
                throw ConformanceFailure("one new face", #fileID, #line)
            }
            try expectEqual(faces.count, 1)
            let found = try await store.statistics(of: gallery)
            try expectEqual(found, GalleryStatistics(people: 2, photos: 1, faces: 2, sequence: 2))
        },
        ConformanceRule("every face of an unlabelled photo is an entry") { store in
            let gallery = try await Sample.gallery(store, labelled: false)
            let photo = Sample.photo(1, [Sample.face(1, of: nil), Sample.face(2, of: nil)])
            guard case .enrolled(let id, let faces) = try await store.enrol(photo, in: gallery)
            else { throw ConformanceFailure("two new faces", #fileID, #line) }
            try expectEqual(faces.count, 2)
            try expectEqual(try await store.enrol(photo, in: gallery), .alreadyEnrolled(photo: id))
        },
        ConformanceRule("a batch answers every enrolment in order") { store in
            let gallery = try await Sample.gallery(store)
            let person = try await Sample.person(1, store, in: gallery)
            let numbers = [1, 2, 1]
            let outcomes = try await store.enrol(
                numbers.map { Sample.photo($0, [Sample.face($0, of: person)]) },
                in: gallery
            )
            try expectEqual(outcomes.count, 3)
            guard case .enrolled(let first, _) = outcomes[0], case .enrolled = outcomes[1] else {
                throw ConformanceFailure("two new photos", #fileID, #line)
            }
            try expectEqual(outcomes[2], .alreadyEnrolled(photo: first))
        },
        ConformanceRule("an error leaves the whole batch unwritten") { store in
            let gallery = try await Sample.gallery(store)
            let person = try await Sample.person(1, store, in: gallery)
            let good = Sample.photo(1, [Sample.face(1, of: person)])
            let bad = Sample.photo(2, [Sample.face(2, of: person, dimension: 8)])
            let expected = GalleryError.dimensionMismatch(expected: 16, found: 8)
            try await expectError(expected) {
                _ = try await store.enrol([good, bad], in: gallery)
            }
            let found = try await store.statistics(of: gallery)
            try expectEqual(found, GalleryStatistics(people: 0, photos: 0, faces: 0, sequence: 0))
        },
        ConformanceRule("a gallery refuses what it does not keep") { store in
            let crops = try await Sample.gallery(store, named: "crops", keep: .crops)
            let nothing = try await Sample.gallery(store, named: "nothing", keep: .nothing)
            let plain = try await Sample.gallery(store, named: "plain", labelled: false)
            let anna = try await Sample.person(1, store, in: plain)
            let face = Sample.face(1, of: nil)
            let cropped = Sample.face(1, of: nil, crop: Sample.hash(2))
            let refused: [(GalleryID, Enrolment)] = [
                (crops, Sample.photo(1, [cropped], stored: true)),
                (nothing, Sample.photo(1, [cropped], stored: false)),
                (nothing, Sample.photo(1, [face], stored: true)),
                (plain, Sample.photo(1, [Sample.face(1, of: anna)])),
            ]
            for (gallery, photo) in refused {
                do {
                    _ = try await store.enrol(photo, in: gallery)
                    try expect(false, "a settings mismatch")
                } catch GalleryError.settingsMismatch(_, _, _) {
                    try expectEqual(try await store.statistics(of: gallery).photos, 0)
                }
            }
            _ = try await store.enrol(Sample.photo(1, [cropped], stored: false), in: crops)
            _ = try await store.enrol(Sample.photo(1, [face], stored: false), in: nothing)
        },
        ConformanceRule("a person who never was cannot be enrolled") { store in
            let gallery = try await Sample.gallery(store)
            let photo = Sample.photo(1, [Sample.face(1, of: PersonID(12))])
            try await expectError(GalleryError.noSuchPerson(PersonID(12))) {
                _ = try await store.enrol(photo, in: gallery)
            }
        },
        ConformanceRule("a person of another gallery cannot be enrolled") { store in
            let gallery = try await Sample.gallery(store)
            let other = try await Sample.gallery(store, named: "other")
            let stranger = try await Sample.person(1, store, in: other)
            let photo = Sample.photo(1, [Sample.face(1, of: stranger)])
            try await expectError(GalleryError.noSuchPerson(stranger)) {
                _ = try await store.enrol(photo, in: gallery)
            }
        },
        ConformanceRule("a gallery that was never made takes no photo") { store in
            try await expectError(GalleryError.noSuchGallery(name: "9")) {
                _ = try await store.enrol(
                    Sample.photo(1, [Sample.face(1, of: nil)]),
                    in: GalleryID(9)
                )
            }
        },
        ConformanceRule("enrolled photos are told from new ones, for a person or anybody") {
            store in
            let gallery = try await Sample.gallery(store)
            let one = try await Sample.person(1, store, in: gallery)
            let two = try await Sample.person(2, store, in: gallery)
            try await Sample.enrol(photo: 1, of: one, store, in: gallery)
            try await Sample.enrol(photo: 2, of: two, store, in: gallery)
            let asked = [1, 2, 3].map(Sample.hash)
            for (person, expected) in [(nil, [1, 2]), (one, [1]), (two, [2])] {
                let found = try await store.enrolledPhotos(
                    among: asked,
                    person: person,
                    in: gallery
                )
                try expectEqual(found, Set(expected.map(Sample.hash)))
            }
        },
    ]
}

import FaceTypes
import Gallery

extension ConformanceRule {
    /// A face of a photo belongs to one person at most.
    public static let oneFaceRules: [ConformanceRule] = takenFaceRules + claimRules

    private static let takenFaceRules: [ConformanceRule] = [
        ConformanceRule("a face that is somebody else's is not enrolled for another person") {
            store in
            let gallery = try await Sample.gallery(store)
            let one = try await Sample.person(1, store, in: gallery)
            let two = try await Sample.person(2, store, in: gallery)
            let photo = try await Sample.enrol(photo: 1, of: one, store, in: gallery).photo
            let again = Sample.photo(1, [Sample.face(1, of: two)])
            try expectEqual(try await store.enrol(again, in: gallery), .faceOfAnother(one))
            try expect(try await store.faces(of: two, in: gallery).isEmpty, "two has no face")
            let found = try await store.statistics(of: gallery)
            try expectEqual(found, GalleryStatistics(people: 1, photos: 1, faces: 1, sequence: 1))
            let own = Sample.photo(1, [Sample.face(1, of: one)])
            try expectEqual(try await store.enrol(own, in: gallery), .alreadyEnrolled(photo: photo))
        },
        ConformanceRule("a box that is nearly the same is the same face, one beside it is not") {
            store in
            let gallery = try await Sample.gallery(store)
            let one = try await Sample.person(1, store, in: gallery)
            let two = try await Sample.person(2, store, in: gallery)
            try await Sample.enrol(photo: 1, of: one, store, in: gallery)
            var face = Sample.face(1, of: two)
            let width = face.detection.box.width
            face.detection.box.x += width * 0.2
            let near = try await store.enrol(Sample.photo(1, [face]), in: gallery)
            try expectEqual(near, .faceOfAnother(one))
            face.detection.box.x += width * 0.4
            guard
                case .enrolled = try await store.enrol(Sample.photo(1, [face]), in: gallery)
            else { throw ConformanceFailure("a face of their own", #fileID, #line) }
        },
        ConformanceRule("the same box in another photo is another face") { store in
            let gallery = try await Sample.gallery(store)
            let one = try await Sample.person(1, store, in: gallery)
            let two = try await Sample.person(2, store, in: gallery)
            try await Sample.enrol(photo: 1, of: one, store, in: gallery)
            let other = Sample.photo(2, [Sample.face(1, of: two)])
            guard case .enrolled = try await store.enrol(other, in: gallery) else {
                throw ConformanceFailure("a photo of their own", #fileID, #line)
            }
        },
        ConformanceRule("an enrolment with one taken face writes none of its faces") { store in
            let gallery = try await Sample.gallery(store)
            let people = try await Sample.people(3, store, in: gallery)
            try await Sample.enrol(photo: 1, of: people[0], store, in: gallery)
            let mixed = Sample.photo(
                1,
                [Sample.face(2, of: people[1]), Sample.face(1, of: people[2])]
            )
            try expectEqual(try await store.enrol(mixed, in: gallery), .faceOfAnother(people[0]))
            try expectEqual(try await store.statistics(of: gallery).faces, 1)
        },
        ConformanceRule("one enrolment cannot give a face to two people") { store in
            let gallery = try await Sample.gallery(store)
            let one = try await Sample.person(1, store, in: gallery)
            let two = try await Sample.person(2, store, in: gallery)
            let both = Sample.photo(1, [Sample.face(1, of: one), Sample.face(1, of: two)])
            try expectEqual(try await store.enrol(both, in: gallery), .faceOfAnother(one))
            let found = try await store.statistics(of: gallery)
            try expectEqual(found, GalleryStatistics(people: 0, photos: 0, faces: 0, sequence: 0))
        },
        ConformanceRule("in a batch the first to come has the face") { store in
            let gallery = try await Sample.gallery(store)
            let one = try await Sample.person(1, store, in: gallery)
            let two = try await Sample.person(2, store, in: gallery)
            let outcomes = try await store.enrol(
                [one, two].map { Sample.photo(1, [Sample.face(1, of: $0)]) },
                in: gallery
            )
            guard case .enrolled = outcomes[0] else {
                throw ConformanceFailure("a new photo", #fileID, #line)
            }
            try expectEqual(outcomes[1], .faceOfAnother(one))
        },
        ConformanceRule("after a merge a face is the person's who is left") { store in
            let gallery = try await Sample.gallery(store)
            let people = try await Sample.people(3, store, in: gallery)
            let photo = try await Sample.enrol(photo: 1, of: people[0], store, in: gallery).photo
            try await store.merge(people[0], into: people[1], in: gallery)
            let third = Sample.photo(1, [Sample.face(1, of: people[2])])
            try expectEqual(try await store.enrol(third, in: gallery), .faceOfAnother(people[1]))
            let second = Sample.photo(1, [Sample.face(1, of: people[1])])
            let again = try await store.enrol(second, in: gallery)
            try expectEqual(again, .alreadyEnrolled(photo: photo))
        },
        ConformanceRule("a photo that was removed and let back is anybody's") { store in
            let gallery = try await Sample.gallery(store)
            let one = try await Sample.person(1, store, in: gallery)
            let two = try await Sample.person(2, store, in: gallery)
            let photo = try await Sample.enrol(photo: 1, of: one, store, in: gallery).photo
            _ = try await store.remove(photo, from: gallery)
            let right = Sample.photo(1, [Sample.face(1, of: two)])
            try expectEqual(try await store.enrol(right, in: gallery), .suppressed)
            let lift = SuppressionLift(
                photos: [.init(hash: right.hash, perceptualHash: right.perceptualHash)],
                addresses: [right.origin, right.credit.source].compactMap { $0 }
            )
            _ = try await store.lift(lift, in: gallery)
            guard case .enrolled = try await store.enrol(right, in: gallery) else {
                throw ConformanceFailure("a photo of two", #fileID, #line)
            }
        },
        ConformanceRule("faces of nobody are in nobody's way") { store in
            let gallery = try await Sample.gallery(store)
            let one = try await Sample.person(1, store, in: gallery)
            try await Sample.enrol(photo: 1, of: nil, store, in: gallery)
            let named = Sample.photo(1, [Sample.face(1, of: one)])
            guard case .enrolled = try await store.enrol(named, in: gallery) else {
                throw ConformanceFailure("a face of one", #fileID, #line)
            }
            let plain = try await Sample.gallery(store, named: "plain", labelled: false)
            let twice = Sample.photo(1, [Sample.face(1, of: nil), Sample.face(1, of: nil)])
            guard case .enrolled(_, let faces) = try await store.enrol(twice, in: plain) else {
                throw ConformanceFailure("two faces of nobody", #fileID, #line)
            }
            try expectEqual(faces.count, 2)
        },
    ]

    private static let claimRules: [ConformanceRule] = [
        ConformanceRule("a claim makes its person with their first face, and finds them after") {
            store in
            let gallery = try await Sample.gallery(store)
            let claim = PersonClaim(key: "key-1", name: "Person 1")
            var first = Sample.photo(1, [Sample.face(1, of: nil)])
            var second = Sample.photo(2, [Sample.face(2, of: nil)])
            first.claim = claim
            second.claim = claim
            let outcomes = try await store.enrol([first, second, first], in: gallery)
            guard case .enrolled(let photo, _) = outcomes[0], case .enrolled = outcomes[1] else {
                throw ConformanceFailure("two new photos", #fileID, #line)
            }
            try expectEqual(outcomes[2], .alreadyEnrolled(photo: photo))
            let person = try await unwrapped(store.person(keyed: "key-1", in: gallery))
            try expectEqual(person.name, "Person 1")
            try expectEqual(try await store.faces(of: person.id, in: gallery).count, 2)
        },
        ConformanceRule("a claim on somebody else's face makes nobody") { store in
            let gallery = try await Sample.gallery(store)
            let one = try await Sample.person(1, store, in: gallery)
            try await Sample.enrol(photo: 1, of: one, store, in: gallery)
            var photo = Sample.photo(1, [Sample.face(1, of: nil)])
            photo.claim = PersonClaim(key: "key-2", name: "Person 2")
            try expectEqual(try await store.enrol(photo, in: gallery), .faceOfAnother(one))
            try expect(
                try await store.person(keyed: "key-2", in: gallery) == nil,
                "nobody came to be"
            )
        },
        ConformanceRule("a claim's own face is found again, and brings what is known of them") {
            store in
            let gallery = try await Sample.gallery(store)
            let one = try await Sample.person(1, store, in: gallery)
            let photo = try await Sample.enrol(photo: 1, of: one, store, in: gallery).photo
            var again = Sample.photo(1, [Sample.face(1, of: nil)])
            again.claim = PersonClaim(
                key: "key-1",
                name: "Person 1",
                metadata: PersonMetadata(country: "Norway")
            )
            try expectEqual(
                try await store.enrol(again, in: gallery),
                .alreadyEnrolled(photo: photo)
            )
            let record = try await unwrapped(store.people([one], in: gallery).first)
            try expectEqual(record.metadata.country, "Norway")
        },
        ConformanceRule("a claim whose person was removed is suppressed and makes nobody") {
            store in
            let gallery = try await Sample.gallery(store)
            let one = try await Sample.person(1, store, in: gallery)
            try await Sample.enrol(photo: 1, of: one, store, in: gallery)
            _ = try await store.remove(one, from: gallery)
            var photo = Sample.photo(2, [Sample.face(2, of: nil)])
            photo.claim = PersonClaim(key: "key-1", name: "Person 1")
            try expectEqual(try await store.enrol(photo, in: gallery), .suppressed)
            try expect(
                try await store.person(keyed: "key-1", in: gallery) == nil,
                "nobody came back"
            )
        },
        ConformanceRule("a gallery without names takes no claim") { store in
            let plain = try await Sample.gallery(store, named: "plain", labelled: false)
            var photo = Sample.photo(1, [Sample.face(1, of: nil)])
            photo.claim = PersonClaim(key: "key-1", name: "Person 1")
            do {
                _ = try await store.enrol(photo, in: plain)
                try expect(false, "a settings mismatch")
            } catch GalleryError.settingsMismatch(_, _, _) {
                try expectEqual(try await store.statistics(of: plain).photos, 0)
            }
        },
    ]
}

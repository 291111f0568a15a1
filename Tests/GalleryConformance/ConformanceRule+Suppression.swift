import FaceTypes
import Gallery

extension ConformanceRule {
    static let suppressionRules: [ConformanceRule] = [
        ConformanceRule("a removed person's key is refused") { store in
            let gallery = try await Sample.gallery(store)
            let person = try await Sample.person(1, store, in: gallery)
            _ = try await store.remove(person, from: gallery)
            let again = try await store.person(
                withKey: "key-1",
                name: "Somebody",
                metadata: PersonMetadata(),
                in: gallery
            )
            try expect(again == nil, "the key is suppressed")
            _ = try await Sample.person(2, store, in: gallery)
        },
        ConformanceRule("what was suppressed may come back once it is allowed") { store in
            let gallery = try await Sample.gallery(store)
            let person = try await Sample.person(1, store, in: gallery)
            let photo = Sample.photo(1, [Sample.face(1, of: person)])
            _ = try await store.enrol(photo, in: gallery)
            _ = try await store.remove(person, from: gallery)
            let lift = SuppressionLift(
                keys: ["key-1", "never seen"],
                photos: [
                    SuppressionLift.Photo(
                        hash: photo.hash,
                        perceptualHash: photo.perceptualHash
                    )
                ],
                addresses: [photo.origin, photo.credit.source].compactMap { $0 }
            )
            let lifted = try await store.lift(lift, in: gallery)
            try expect(lifted >= 2, "the key and the photo were suppressed")
            let back = try await Sample.person(1, store, in: gallery)
            let again = Sample.photo(1, [Sample.face(1, of: back)])
            guard case .enrolled = try await store.enrol(again, in: gallery) else {
                throw ConformanceFailure("the photo is enrolled again", #fileID, #line)
            }
            try expectEqual(try await store.lift(lift, in: gallery), 0)
        },
        ConformanceRule("a key that is forbidden enrols nobody, until it is allowed") { store in
            let gallery = try await Sample.gallery(store)
            let present = try await Sample.person(1, store, in: gallery)
            try expectEqual(try await store.forbid(["key-1", "key-2"], in: gallery), 1)
            try expectEqual(try await store.forbid(["key-2"], in: gallery), 0)
            let question = SuppressionQuestion(key: "key-2", origin: "", source: nil)
            try expectEqual(try await store.suppresses([question], in: gallery), [true])
            let refused = try await store.person(
                withKey: "key-2",
                name: "x",
                metadata: PersonMetadata(),
                in: gallery
            )
            try expect(refused == nil, "the key is forbidden")
            try expectEqual(try await Sample.person(1, store, in: gallery), present)
            try expectEqual(
                try await store.lift(SuppressionLift(keys: ["key-2"]), in: gallery),
                1
            )
            _ = try await Sample.person(2, store, in: gallery)
        },
        ConformanceRule("the keys of merged people are kept, and go with the person") { store in
            let gallery = try await Sample.gallery(store)
            let one = try await Sample.person(1, store, in: gallery)
            let two = try await Sample.person(2, store, in: gallery)
            let three = try await Sample.person(3, store, in: gallery)
            try await store.merge(one, into: two, in: gallery)
            try await store.merge(two, into: three, in: gallery)
            let merged = try await store.mergedKeys(of: [one, three], in: gallery)
            try expectEqual(merged.mapValues(Set.init), [three: ["key-1", "key-2"]])
            let four = try await Sample.person(4, store, in: gallery)
            try await store.addKeys([four: ["key-1", "key-5"]], in: gallery)
            try expectEqual(try await Sample.person(5, store, in: gallery), four)
            try expectEqual(try await Sample.person(1, store, in: gallery), three)
            try expectEqual(try await store.mergedKeys(of: [four], in: gallery), [four: ["key-5"]])
            _ = try await store.remove(three, from: gallery)
            try expectEqual(try await store.mergedKeys(of: [three], in: gallery), [:])
            try await store.addKeys([four: ["key-1"]], in: gallery)
            try expectEqual(try await store.mergedKeys(of: [four], in: gallery), [four: ["key-5"]])
        },
        ConformanceRule("every key of a merged person is refused after removal") { store in
            let gallery = try await Sample.gallery(store)
            let one = try await Sample.person(1, store, in: gallery)
            let two = try await Sample.person(2, store, in: gallery)
            try await store.merge(one, into: two, in: gallery)
            _ = try await store.remove(two, from: gallery)
            for key in ["key-1", "key-2"] {
                let again = try await store.person(
                    withKey: key,
                    name: "x",
                    metadata: PersonMetadata(),
                    in: gallery
                )
                try expect(again == nil, "\(key) is suppressed")
            }
            let photo = Sample.photo(1, [Sample.face(1, of: one)])
            try expectEqual(try await store.enrol(photo, in: gallery), .suppressed)
        },
        ConformanceRule("an ingest that still holds a removed person's id is refused") { store in
            let gallery = try await Sample.gallery(store)
            let person = try await Sample.person(1, store, in: gallery)
            _ = try await store.remove(person, from: gallery)
            let late = Sample.photo(1, [Sample.face(1, of: person)])
            let other = Sample.photo(2, [Sample.face(2, of: nil)])
            let outcomes = try await store.enrol([late, other], in: gallery)
            try expectEqual(outcomes[0], .suppressed)
            guard case .enrolled = outcomes[1] else {
                throw ConformanceFailure("the other photo is enrolled", #fileID, #line)
            }
        },
        ConformanceRule("a removed photo is refused by bytes, look, path and page") { store in
            let gallery = try await Sample.gallery(store)
            let person = try await Sample.person(1, store, in: gallery)
            let other = try await Sample.person(2, store, in: gallery)
            let removed = Sample.photo(1, [Sample.face(1, of: person)])
            _ = try await store.enrol(removed, in: gallery)
            _ = try await store.remove(person, from: gallery)
            let fresh = Sample.photo(2, [Sample.face(2, of: other)])
            let alike: [(inout Enrolment) -> Void] = [
                { $0.hash = removed.hash },
                { $0.perceptualHash = removed.perceptualHash },
                { $0.perceptualHash = removed.perceptualHash ^ 0x8000_0000_0000_0001 },
                { $0.origin = removed.origin },
                { $0.credit.source = removed.credit.source },
            ]
            for change in alike {
                var photo = fresh
                change(&photo)
                try expectEqual(try await store.enrol(photo, in: gallery), .suppressed)
            }
            var unlike = fresh
            unlike.perceptualHash = removed.perceptualHash ^ 0xff
            guard case .enrolled = try await store.enrol(unlike, in: gallery) else {
                throw ConformanceFailure("another look is enrolled", #fileID, #line)
            }
        },
        ConformanceRule("suppressed photos are told before they are decoded") { store in
            let gallery = try await Sample.gallery(store)
            let asked = [1, 2].map(Sample.hash)
            try expectEqual(try await store.suppressedPhotos(among: asked, in: gallery), [])
            let person = try await Sample.person(1, store, in: gallery)
            try await Sample.enrol(photo: 1, of: person, store, in: gallery)
            _ = try await store.remove(person, from: gallery)
            let found = try await store.suppressedPhotos(among: asked, in: gallery)
            try expectEqual(found, [Sample.hash(1)])
        },
        ConformanceRule("what is forbidden is told before anything is fetched") { store in
            let gallery = try await Sample.gallery(store)
            func question(
                _ number: Int,
                _ change: (inout SuppressionQuestion) -> Void = { _ in }
            ) -> SuppressionQuestion {
                let photo = Sample.photo(number, [])
                var question = SuppressionQuestion(
                    key: "key-\(number)",
                    origin: photo.origin,
                    source: photo.credit.source
                )
                change(&question)
                return question
            }
            try expectEqual(try await store.suppresses([question(1)], in: gallery), [false])
            let person = try await Sample.person(1, store, in: gallery)
            let removed = Sample.photo(1, [Sample.face(1, of: person)])
            _ = try await store.enrol(removed, in: gallery)
            _ = try await store.remove(person, from: gallery)
            let questions = [
                question(2), question(2) { $0.key = "key-1" },
                question(2) { $0.origin = removed.origin },
                question(2) { $0.source = removed.credit.source },
                question(2) { $0.hash = removed.hash },
                question(2) { $0.perceptualHash = removed.perceptualHash ^ 3 },
                question(2) { $0.perceptualHash = removed.perceptualHash ^ 0xff },
            ]
            try expectEqual(
                try await store.suppresses(questions, in: gallery),
                [false, true, true, true, true, true, false]
            )
        },
        ConformanceRule("an address that other photos share is not suppressed") { store in
            let gallery = try await Sample.gallery(store)
            let one = try await Sample.person(1, store, in: gallery)
            let two = try await Sample.person(2, store, in: gallery)
            let shared = "https://example.org/collection"
            func photo(_ number: Int, _ person: PersonID) -> Enrolment {
                Sample.photo(number, [Sample.face(number, of: person)], source: shared)
            }
            _ = try await store.enrol([photo(1, one), photo(2, two)], in: gallery)
            _ = try await store.remove(one, from: gallery)
            guard case .enrolled = try await store.enrol(photo(3, two), in: gallery) else {
                throw ConformanceFailure("the collection stays open", #fileID, #line)
            }
        },
        ConformanceRule("a page that several photos ever bore is nobody's own") { store in
            let shared = "https://example.org/data-set"
            func photo(_ number: Int, _ person: PersonID) -> Enrolment {
                Sample.photo(number, [Sample.face(number, of: person)], source: shared)
            }
            // Removed one after the other, and at once with the person.
            for together in [false, true] {
                let gallery = try await Sample.gallery(store, named: "set-\(together)")
                let one = try await Sample.person(1, store, in: gallery)
                let two = together ? one : try await Sample.person(2, store, in: gallery)
                _ = try await store.enrol([photo(1, one), photo(2, two)], in: gallery)
                _ = try await store.remove(one, from: gallery)
                if !together { _ = try await store.remove(two, from: gallery) }
                let three = try await Sample.person(3, store, in: gallery)
                guard case .enrolled = try await store.enrol(photo(3, three), in: gallery) else {
                    throw ConformanceFailure("the data set stays open", #fileID, #line)
                }
            }
        },
        ConformanceRule("a photo that was sent is refused for itself, not for being sent") {
            store in
            let gallery = try await Sample.gallery(store)
            for (number, origin) in ["upload", "upload:ab12"].enumerated() {
                let person = try await Sample.person(number, store, in: gallery)
                var photo = Sample.photo(number, [Sample.face(number, of: person)])
                photo.origin = origin
                photo.credit.source = nil
                _ = try await store.enrol(photo, in: gallery)
                _ = try await store.remove(person, from: gallery)
                let other = try await Sample.person(number + 10, store, in: gallery)
                var again = photo
                again.faces = [Sample.face(number + 10, of: other)]
                try expectEqual(try await store.enrol(again, in: gallery), .suppressed)
                var fresh = Sample.photo(number + 10, again.faces)
                fresh.origin = origin
                fresh.credit.source = nil
                guard case .enrolled = try await store.enrol(fresh, in: gallery) else {
                    throw ConformanceFailure("another photo is enrolled", #fileID, #line)
                }
            }
        },
        ConformanceRule("suppression outlives the gallery and stays within its name") { store in
            let gallery = try await Sample.gallery(store)
            let person = try await Sample.person(1, store, in: gallery)
            try await Sample.enrol(photo: 1, of: person, store, in: gallery)
            _ = try await store.remove(person, from: gallery)
            _ = try await store.removeGallery(gallery)
            let again = try await Sample.gallery(store)
            let other = try await Sample.gallery(store, named: "other")
            let photo = Sample.photo(1, [Sample.face(1, of: nil)])
            try expectEqual(try await store.enrol(photo, in: again), .suppressed)
            guard case .enrolled = try await store.enrol(photo, in: other) else {
                throw ConformanceFailure("another gallery is free", #fileID, #line)
            }
        },
    ]

    static let filterRules: [ConformanceRule] = [
        ConformanceRule("a filter gives the people who pass every part of it") { store in
            let gallery = try await Sample.gallery(store)
            let known = [
                PersonMetadata(
                    gender: "female",
                    birthYear: 1950,
                    country: "Österreich",
                    occupations: ["actor", "singer"],
                    fame: 9
                ),
                PersonMetadata(gender: "male", birthYear: 1950, deathYear: 2001),
                PersonMetadata(),
            ]
            var ids: [PersonID] = []
            for (number, metadata) in known.enumerated() {
                ids.append(
                    try await Sample.person(number, store, in: gallery, metadata: metadata)
                )
            }
            let cases: [(PersonFilter, [Int])] = [
                (PersonFilter(), [0, 1, 2]),
                (PersonFilter(genders: ["female"]), [0]),
                (PersonFilter(born: 1950...1959), [0, 1]),
                (PersonFilter(born: 1951...1959), []),
                (PersonFilter(countries: ["ÖSTERREICH", "France"]), [0]),
                (PersonFilter(occupations: ["Singer"]), [0]),
                (PersonFilter(fameAtLeast: 9), [0]),
                (PersonFilter(fameAtLeast: 10), []),
                (PersonFilter(living: true), [0, 2]),
                (PersonFilter(living: false), [1]),
                (PersonFilter(genders: ["female"], living: false), []),
            ]
            for (filter, expected) in cases {
                let found = try await store.people(matching: filter, in: gallery)
                try expectEqual(found, Set(expected.map { ids[$0] }))
            }
        }
    ]
}

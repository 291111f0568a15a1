import FaceTypes
import Gallery

extension ConformanceRule {
    static let peopleRules: [ConformanceRule] = [
        ConformanceRule("a person is made once for a key and keeps all that is known") { store in
            let gallery = try await Sample.gallery(store)
            let metadata = PersonMetadata(
                gender: "female",
                birthYear: 1815,
                deathYear: 1852,
                country: "United Kingdom",
                occupations: ["mathematician", "écrivaine"],
                fame: 120
            )
            let ada = try await Sample.person(1, store, in: gallery, metadata: metadata)
            let found = try await store.people([ada], in: gallery)
            let expected = PersonRecord(
                id: ada,
                key: "key-1",
                name: "Person 1",
                metadata: metadata,
                photoCount: 0
            )
            try expectEqual(found, [expected])
            try expectEqual(try await Sample.person(1, store, in: gallery), ada)
            try expectEqual(try await store.people([ada], in: gallery), [expected])
        },
        ConformanceRule("people claimed together are answered in order, each found once") { store in
            let gallery = try await Sample.gallery(store)
            let gone = try await Sample.person(1, store, in: gallery)
            _ = try await store.remove(gone, from: gallery)
            let known = try await Sample.person(2, store, in: gallery)
            let claims = [3, 1, 2, 3].map { PersonClaim(key: "key-\($0)", name: "N \($0)") }
            let found = try await store.people(claimed: claims, in: gallery)
            try expectEqual(found.map { $0?.key }, ["key-3", nil, "key-2", "key-3"])
            try expectEqual(found[2]?.id, known)
            try expectEqual(found[0]?.id, found[3]?.id)
            try expectEqual(try await store.people(claimed: [], in: gallery), [])
        },
        ConformanceRule("a person is found by their key, and nobody is made for asking") { store in
            let gallery = try await Sample.gallery(store)
            let other = try await Sample.gallery(store, named: "other")
            let one = try await Sample.person(1, store, in: gallery)
            try expectEqual(try await store.person(keyed: "key-1", in: gallery)?.id, one)
            try expectEqual(try await store.person(keyed: "key-1", in: other), nil)
            try expectEqual(try await store.person(keyed: "key-2", in: gallery), nil)
            let all = try await store.people(in: gallery, named: nil, after: nil, limit: 9)
            try expectEqual(all.map(\.id), [one])
            let two = try await Sample.person(2, store, in: gallery)
            try await store.merge(one, into: two, in: gallery)
            try expectEqual(try await store.person(keyed: "key-1", in: gallery)?.id, two)
            _ = try await store.remove(two, from: gallery)
            try expectEqual(try await store.person(keyed: "key-1", in: gallery), nil)
        },
        ConformanceRule("given metadata replaces what was there and keeps the rest") { store in
            let gallery = try await Sample.gallery(store)
            let known = PersonMetadata(birthYear: 1900, country: "France", occupations: ["actor"])
            let person = try await Sample.person(1, store, in: gallery, metadata: known)
            let given = PersonMetadata(birthYear: 1901, fame: 3)
            _ = try await Sample.person(1, store, in: gallery, metadata: given)
            let found = try await unwrapped(store.people([person], in: gallery).first).metadata
            let expected = PersonMetadata(
                birthYear: 1901,
                country: "France",
                occupations: ["actor"],
                fame: 3
            )
            try expectEqual(found, expected)
        },
        ConformanceRule("a part of the metadata can be cleared, set or kept") { store in
            let gallery = try await Sample.gallery(store)
            let known = PersonMetadata(birthYear: 1900, country: "France", occupations: ["actor"])
            let person = try await Sample.person(1, store, in: gallery, metadata: known)
            var change = MetadataChange()
            change.birthYear = .cleared
            change.occupations = .cleared
            change.gender = .set("female")
            let changed = try await store.change(person, metadata: change, in: gallery)
            let expected = PersonMetadata(gender: "female", country: "France")
            try expectEqual(changed.metadata, expected)
            try expectEqual(try await store.people([person], in: gallery), [changed])
            let cleared = try await store.change(person, metadata: .clearingAll, in: gallery)
            try expectEqual(cleared.metadata, PersonMetadata())
            try await expectError(GalleryError.noSuchPerson(PersonID(99))) {
                _ = try await store.change(PersonID(99), metadata: change, in: gallery)
            }
        },
        ConformanceRule("a label somebody chose survives the next ingest") { store in
            let gallery = try await Sample.gallery(store)
            let person = try await Sample.person(1, store, in: gallery)
            try await store.rename(person, to: "Zoë", in: gallery)
            _ = try await Sample.person(1, store, in: gallery)
            try expectEqual(try await store.people([person], in: gallery).first?.name, "Zoë")
        },
        ConformanceRule("the same key in another gallery is another person") { store in
            let first = try await Sample.gallery(store, named: "first")
            let second = try await Sample.gallery(store, named: "second")
            let one = try await Sample.person(1, store, in: first)
            let other = try await Sample.person(1, store, in: second)
            try expect(one != other, "two people")
            try expect(
                try await store.people([one], in: second).isEmpty,
                "not in the other gallery"
            )
        },
        ConformanceRule("people are listed by id, page by page") { store in
            let gallery = try await Sample.gallery(store)
            var ids: [PersonID] = []
            for number in 0..<5 { ids.append(try await Sample.person(number, store, in: gallery)) }
            var listed: [PersonID] = []
            while true {
                let page = try await store.people(
                    in: gallery,
                    named: nil,
                    after: listed.last,
                    limit: 2
                )
                if page.isEmpty { break }
                try expect(page.count <= 2, "at most two a page")
                listed += page.map(\.id)
            }
            try expectEqual(listed, ids)
        },
        ConformanceRule("part of a name finds people whatever its case") { store in
            let gallery = try await Sample.gallery(store)
            let person = try await Sample.person(1, store, in: gallery)
            _ = try await Sample.person(2, store, in: gallery)
            try await store.rename(person, to: "Émile Zola", in: gallery)
            for part in ["émile", "ZOLA", "e z"] {
                let found = try await store.people(
                    in: gallery,
                    named: part,
                    after: nil,
                    limit: 10
                )
                try expectEqual(found.map(\.id), [person])
            }
        },
        ConformanceRule("people are given in the order asked, missing ones left out") { store in
            let gallery = try await Sample.gallery(store)
            let one = try await Sample.person(1, store, in: gallery)
            let two = try await Sample.person(2, store, in: gallery)
            let found = try await store.people([two, PersonID(999), one], in: gallery)
            try expectEqual(found.map(\.id), [two, one])
        },
        ConformanceRule("a person's photos are counted once each") { store in
            let gallery = try await Sample.gallery(store)
            let person = try await Sample.person(1, store, in: gallery)
            let twice = [Sample.face(1, of: person), Sample.face(2, of: person)]
            _ = try await store.enrol(Sample.photo(1, twice), in: gallery)
            try await Sample.enrol(photo: 2, of: person, store, in: gallery)
            try expectEqual(try await store.people([person], in: gallery).first?.photoCount, 2)
        },
        ConformanceRule("nobody can be renamed who is not there") { store in
            let gallery = try await Sample.gallery(store)
            try await expectError(GalleryError.noSuchPerson(PersonID(5))) {
                try await store.rename(PersonID(5), to: "x", in: gallery)
            }
        },
    ]

    static let mergeRules: [ConformanceRule] = [
        ConformanceRule("a merge moves the faces, drops the person and logs every face") { store in
            let gallery = try await Sample.gallery(store)
            let one = try await Sample.person(1, store, in: gallery)
            let two = try await Sample.person(2, store, in: gallery)
            let moved = try await Sample.enrol(photo: 1, of: one, store, in: gallery).face
            let kept = try await Sample.enrol(photo: 2, of: two, store, in: gallery).face
            try await store.merge(one, into: two, in: gallery)
            try expect(try await store.people([one], in: gallery).isEmpty, "the first is gone")
            let faces = try await store.faces(of: two, in: gallery).map(\.id)
            try expectEqual(Set(faces), [moved, kept])
            let changes = try await store.changes(after: 2, limit: 10, in: gallery)
            try expectEqual(changes.map(\.sequence), [3])
            guard case .added(moved, person: two, _) = changes.first?.event else {
                throw ConformanceFailure("the face moved", #fileID, #line)
            }
        },
        ConformanceRule("a merged person's key finds whom they became") { store in
            let gallery = try await Sample.gallery(store)
            let one = try await Sample.person(1, store, in: gallery)
            let two = try await Sample.person(
                2,
                store,
                in: gallery,
                metadata: PersonMetadata(birthYear: 1950)
            )
            try await store.merge(one, into: two, in: gallery)
            let given = PersonMetadata(birthYear: 1999, country: "Norway")
            let found = try await Sample.person(1, store, in: gallery, metadata: given)
            try expectEqual(found, two)
            let record = try await unwrapped(store.people([two], in: gallery).first)
            try expectEqual(record.key, "key-2")
            try expectEqual(
                record.metadata,
                PersonMetadata(birthYear: 1950, country: "Norway")
            )
        },
        ConformanceRule("a face of a merged person is enrolled for whom they became") { store in
            let gallery = try await Sample.gallery(store)
            let one = try await Sample.person(1, store, in: gallery)
            let two = try await Sample.person(2, store, in: gallery)
            let three = try await Sample.person(3, store, in: gallery)
            try await store.merge(one, into: two, in: gallery)
            try await store.merge(two, into: three, in: gallery)
            let face = try await Sample.enrol(photo: 1, of: one, store, in: gallery).face
            try expectEqual(try await store.faces([face], in: gallery).first?.person, three)
        },
        ConformanceRule("a merge needs both people") { store in
            let gallery = try await Sample.gallery(store)
            let one = try await Sample.person(1, store, in: gallery)
            for (from, to) in [(one, PersonID(88)), (PersonID(88), one)] {
                try await expectError(GalleryError.noSuchPerson(PersonID(88))) {
                    try await store.merge(from, into: to, in: gallery)
                }
            }
        },
        ConformanceRule("merging a person with themselves changes nothing") { store in
            let gallery = try await Sample.gallery(store)
            let one = try await Sample.person(1, store, in: gallery)
            try await Sample.enrol(photo: 1, of: one, store, in: gallery)
            try await store.merge(one, into: one, in: gallery)
            let found = try await store.statistics(of: gallery)
            try expectEqual(found, GalleryStatistics(people: 1, photos: 1, faces: 1, sequence: 1))
        },
    ]
}

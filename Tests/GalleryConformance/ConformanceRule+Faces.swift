import FaceTypes
import Gallery

extension ConformanceRule {
    static let faceRules: [ConformanceRule] = [
        ConformanceRule("a face comes back as it was given, with its photo and credit") { store in
            let gallery = try await Sample.gallery(store)
            let person = try await Sample.person(1, store, in: gallery)
            let given = Sample.face(3, of: person, score: 0.3, crop: Sample.hash(99))
            let photo = Sample.photo(3, [given])
            guard case .enrolled(let id, let faces) = try await store.enrol(photo, in: gallery)
            else { throw ConformanceFailure("a new photo", #fileID, #line) }
            let expected = StoredFace(
                id: faces[0],
                photo: id,
                photoHash: photo.hash,
                photoStored: true,
                crop: Sample.hash(99),
                person: person,
                photoWidth: 640,
                photoHeight: 480,
                detection: given.detection,
                quality: given.quality,
                origin: photo.origin,
                credit: photo.credit,
                photoYear: photo.year
            )
            try expectEqual(try await store.faces(faces, in: gallery), [expected])
        },
        ConformanceRule("faces are given in the order asked, missing ones left out") { store in
            let gallery = try await Sample.gallery(store, labelled: false)
            let one = try await Sample.enrol(photo: 1, of: nil, store, in: gallery).face
            let two = try await Sample.enrol(photo: 2, of: nil, store, in: gallery).face
            let asked = [two, FaceID(999), one]
            try expectEqual(try await store.faces(asked, in: gallery).map(\.id), [two, one])
            let vectors = try await store.embeddings(of: asked, in: gallery)
            try expectEqual(vectors.map(\.face), [two, one])
            try expectEqual(vectors.map(\.embedding), [2, 1].map { Sample.embedding($0) })
        },
        ConformanceRule("the vectors of people are given person by person") { store in
            let gallery = try await Sample.gallery(store)
            let other = try await Sample.gallery(store, named: "other")
            let one = try await Sample.person(1, store, in: gallery)
            let two = try await Sample.person(2, store, in: gallery)
            try await Sample.enrol(photo: 1, of: one, store, in: gallery)
            try await Sample.enrol(photo: 2, of: two, store, in: gallery)
            try await Sample.enrol(photo: 3, of: two, store, in: gallery)
            let found = try await store.embeddings(ofPeople: [two, one], in: gallery)
            try expectEqual(found.map(\.person), [two, two, one])
            try expectEqual(
                Set(found.prefix(2).map(\.embedding)),
                [Sample.embedding(2), Sample.embedding(3)]
            )
            try expectEqual(found.last?.embedding, Sample.embedding(1))
            try expect(
                try await store.embeddings(ofPeople: [one], in: other).isEmpty,
                "nobody of another gallery"
            )
        },
        ConformanceRule("sequence and emptiness are told without counting") { store in
            let gallery = try await Sample.gallery(store, labelled: false)
            try expectEqual(try await store.sequence(of: gallery), 0)
            try expect(try await !store.holdsFaces(gallery), "empty at first")
            try await Sample.enrol(photo: 1, of: nil, store, in: gallery)
            let counted = try await store.statistics(of: gallery)
            try expectEqual(try await store.sequence(of: gallery), counted.sequence)
            try expect(try await store.holdsFaces(gallery), "a face")
        },
        ConformanceRule("faces of another gallery are not given") { store in
            let gallery = try await Sample.gallery(store)
            let other = try await Sample.gallery(store, named: "other")
            let face = try await Sample.enrol(photo: 1, of: nil, store, in: other).face
            try expect(try await store.faces([face], in: gallery).isEmpty, "no face")
            try expect(try await store.embeddings(of: [face], in: gallery).isEmpty, "no vector")
        },
        ConformanceRule("photos are listed in order of id, page by page") { store in
            let gallery = try await Sample.gallery(store)
            let other = try await Sample.gallery(store, named: "other")
            var enrolled: [PhotoID] = []
            for number in 1...3 {
                let photo = Sample.photo(number, [Sample.face(number, of: nil)])
                let outcome = try await store.enrol(photo, in: gallery)
                guard case .enrolled(let id, let faces) = outcome else {
                    throw ConformanceFailure("a new photo", #fileID, #line)
                }
                enrolled.append(id)
                let held = try await store.faces(in: id, of: gallery)
                try expectEqual(held.map(\.id), faces)
                try expect(try await store.faces(in: id, of: other).isEmpty, "another gallery")
            }
            let first = try await store.photos(in: gallery, after: nil, limit: 2)
            try expectEqual(first.map(\.id), Array(enrolled.prefix(2)))
            try expectEqual(first.first?.hash, Sample.photo(1, []).hash)
            let rest = try await store.photos(in: gallery, after: first.last?.id, limit: 2)
            try expectEqual(rest.map(\.id), [enrolled[2]])
            try expect(
                try await store.photos(in: other, after: nil, limit: 2).isEmpty,
                "another gallery"
            )
        },
        ConformanceRule("a person's best face comes first") { store in
            let gallery = try await Sample.gallery(store)
            let person = try await Sample.person(1, store, in: gallery)
            for (number, score) in [(1, Float(0.2)), (2, 0.9), (3, 0.5)] {
                let face = Sample.face(number, of: person, score: score)
                _ = try await store.enrol(Sample.photo(number, [face]), in: gallery)
            }
            let scores = try await store.faces(of: person, in: gallery).map(\.quality.score)
            try expectEqual(scores, [0.9, 0.5, 0.2])
        },
    ]

    static let changeRules: [ConformanceRule] = [
        ConformanceRule("every new face is logged with person and embedding") { store in
            let gallery = try await Sample.gallery(store)
            let person = try await Sample.person(1, store, in: gallery)
            let face = try await Sample.enrol(photo: 1, of: person, store, in: gallery).face
            let changes = try await store.changes(after: 0, limit: 10, in: gallery)
            guard changes.count == 1,
                case .added(face, person, let embedding) = changes[0].event
            else { throw ConformanceFailure("one added face", #fileID, #line) }
            try expectEqual(embedding, Sample.embedding(1))
            try expectEqual(changes[0].sequence, try await store.statistics(of: gallery).sequence)
        },
        ConformanceRule("the log is read on from any position, page by page") { store in
            let gallery = try await Sample.gallery(store, labelled: false)
            for number in 0..<7 {
                try await Sample.enrol(photo: number, of: nil, store, in: gallery)
            }
            var position: Int64 = 0
            var pages: [Int] = []
            while true {
                let page = try await store.changes(after: position, limit: 3, in: gallery)
                guard let last = page.last else { break }
                for change in page {
                    try expect(change.sequence > position, "strictly increasing")
                    position = change.sequence
                }
                try expectEqual(position, last.sequence)
                pages.append(page.count)
            }
            try expectEqual(pages, [3, 3, 1])
        },
        ConformanceRule("each gallery has a log of its own") { store in
            let one = try await Sample.gallery(store, named: "one")
            let two = try await Sample.gallery(store, named: "two")
            try await Sample.enrol(photo: 1, of: nil, store, in: one)
            try await Sample.enrol(photo: 2, of: nil, store, in: two)
            try await Sample.enrol(photo: 3, of: nil, store, in: one)
            for (gallery, count) in [(one, 2), (two, 1)] {
                let changes = try await store.changes(after: 0, limit: 9, in: gallery)
                try expectEqual(changes.count, count)
                try expectEqual(try await store.statistics(of: gallery).sequence, Int64(count))
            }
        },
        ConformanceRule("a removed face appears as removed, whoever reads") { store in
            let gallery = try await Sample.gallery(store)
            let one = try await Sample.person(1, store, in: gallery)
            let two = try await Sample.person(2, store, in: gallery)
            let gone = try await Sample.enrol(photo: 1, of: one, store, in: gallery).face
            let kept = try await Sample.enrol(photo: 2, of: two, store, in: gallery).face
            _ = try await store.remove(one, from: gallery)
            let fresh = try await store.changes(after: 0, limit: 9, in: gallery)
            try expectEqual(fresh.map(\.sequence), [2, 3])
            guard case .added(kept, two, _) = fresh[0].event, case .removed(gone) = fresh[1].event
            else { throw ConformanceFailure("one face stays, one goes", #fileID, #line) }
            let late = try await store.changes(after: 2, limit: 9, in: gallery)
            try expectEqual(late.map(\.sequence), [3])
        },
        ConformanceRule("whoever replays the log holds exactly the live faces") { store in
            let gallery = try await Sample.gallery(store)
            var people: [PersonID] = []
            for number in 0..<6 {
                people.append(try await Sample.person(number, store, in: gallery))
            }
            var follower = Follower()
            var numbers = Numbers(seed: 7)
            for number in 0..<120 {
                let person = people[Int(numbers.next() % UInt64(people.count))]
                switch numbers.next() % 12 {
                case 0 where people.count > 3:
                    people.removeAll { $0 == person }
                    _ = try await store.remove(person, from: gallery)
                case 1 where people.count > 3:
                    people.removeAll { $0 == person }
                    try await store.merge(person, into: people[0], in: gallery)
                case 2...4:
                    try await follower.follow(store, in: gallery)
                default:
                    let photo = Sample.photo(number, [Sample.face(number, of: person)])
                    _ = try await store.enrol(photo, in: gallery)
                }
            }
            try await follower.follow(store, in: gallery)
            var late = Follower()
            try await late.follow(store, in: gallery)
            try expectEqual(follower.people, late.people)
            for person in people {
                let held = follower.people.filter { $0.value == person }.map(\.key)
                let faces = try await store.faces(of: person, in: gallery).map(\.id)
                try expectEqual(Set(held), Set(faces))
            }
            let count = try await store.statistics(of: gallery).faces
            try expectEqual(follower.people.count, count)
        },
    ]
}

/// What an index would hold: the person of every live face.
private struct Follower {
    var people: [FaceID: PersonID?] = [:]
    private var sequence: Int64 = 0

    mutating func follow(_ store: any GalleryStore, in gallery: GalleryID) async throws {
        while true {
            let page = try await store.changes(after: sequence, limit: 7, in: gallery)
            guard let last = page.last else { return }
            sequence = last.sequence
            for change in page {
                switch change.event {
                case .added(let face, let person, _): people[face] = .some(person)
                case .removed(let face): people[face] = nil
                }
            }
        }
    }
}

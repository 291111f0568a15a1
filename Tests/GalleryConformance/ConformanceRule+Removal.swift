import FaceTypes
import Gallery

extension ConformanceRule {
    static let removalRules: [ConformanceRule] = [
        ConformanceRule("removing a person takes their photos, faces and derived values") { store in
            let gallery = try await Sample.gallery(store)
            let one = try await Sample.person(1, store, in: gallery)
            let two = try await Sample.person(2, store, in: gallery)
            let gone = try await Sample.enrol(photo: 1, of: one, store, in: gallery)
            try await Sample.enrol(photo: 2, of: two, store, in: gallery)
            try await store.setDerived([1], forKey: "sketch", in: gallery)
            let receipt = try await store.remove(one, from: gallery)
            try expectEqual(receipt.person, one)
            try expectEqual(receipt.faces, [gone.face])
            try expectEqual(receipt.photos, [gone.photo])
            try expectEqual(receipt.orphanedObjects, [Sample.hash(1)])
            try expect(try await store.people([one], in: gallery).isEmpty, "no person")
            try expect(try await store.faces([gone.face], in: gallery).isEmpty, "no face")
            try expect(
                try await store.embeddings(of: [gone.face], in: gallery).isEmpty,
                "no vector"
            )
            try expect(try await store.derived(forKey: "sketch", in: gallery) == nil, "no sketch")
            let left = try await store.statistics(of: gallery)
            try expectEqual(left, GalleryStatistics(people: 1, photos: 1, faces: 1, sequence: 3))
        },
        ConformanceRule("the plan names bystanders who have no crop") { store in
            let gallery = try await Sample.gallery(store)
            let one = try await Sample.person(1, store, in: gallery)
            let two = try await Sample.person(2, store, in: gallery)
            let faces = [
                Sample.face(1, of: one), Sample.face(2, of: two),
                Sample.face(3, of: nil, crop: Sample.hash(50)),
            ]
            guard
                case .enrolled(let photo, let ids) = try await store.enrol(
                    Sample.photo(1, faces),
                    in: gallery
                )
            else { throw ConformanceFailure("a new photo", #fileID, #line) }
            let plan = try await store.removalPlan(for: one, in: gallery)
            try expectEqual(plan.person, one)
            try expectEqual(plan.faces, [ids[0]])
            try expectEqual(plan.photos, [photo])
            try expectEqual(plan.bystanders.map(\.id), [ids[1]])
        },
        ConformanceRule("a bystander keeps face, embedding and crop, not the photo") { store in
            let gallery = try await Sample.gallery(store)
            let one = try await Sample.person(1, store, in: gallery)
            let two = try await Sample.person(2, store, in: gallery)
            let photo = Sample.photo(1, [Sample.face(1, of: one), Sample.face(2, of: two)])
            guard case .enrolled(let id, let ids) = try await store.enrol(photo, in: gallery)
            else { throw ConformanceFailure("a new photo", #fileID, #line) }
            let receipt = try await store.remove(
                one,
                bystanderCrops: [ids[1]: Sample.hash(70)],
                from: gallery
            )
            try expectEqual(receipt.photos, [id])
            try expectEqual(receipt.orphanedObjects, [photo.hash])
            let left = try await unwrapped(store.faces([ids[1]], in: gallery).first)
            try expectEqual(left.person, two)
            try expectEqual(left.crop, Sample.hash(70))
            try expectEqual(left.photoStored, false)
            try expect(left.photoHash != photo.hash, "the photo's hash is gone")
            try expectEqual(left.origin, "")
            try expectEqual(left.credit.source, nil)
            try expectEqual(left.credit.sha1, nil)
            try expectEqual(left.credit.restrictions, photo.credit.restrictions)
            try expectEqual(left.credit.author, photo.credit.author)
            try expectEqual(left.credit.licence, photo.credit.licence)
            let vector = try await store.embeddings(of: [ids[1]], in: gallery).first?.embedding
            try expectEqual(vector, Sample.embedding(2))
            let then = try await store.remove(two, from: gallery)
            try expectEqual(then.orphanedObjects, [Sample.hash(70)])
            try expectEqual(try await store.statistics(of: gallery).photos, 0)
        },
        ConformanceRule("an object another gallery needs is not orphaned") { store in
            let one = try await Sample.gallery(store, named: "one")
            let two = try await Sample.gallery(store, named: "two")
            let person = try await Sample.person(1, store, in: one)
            try await Sample.enrol(photo: 1, of: person, store, in: one)
            try await Sample.enrol(photo: 1, of: nil, store, in: two)
            let receipt = try await store.remove(person, from: one)
            try expectEqual(receipt.orphanedObjects, [])
        },
        ConformanceRule("removing a photo takes its faces and leaves its people") { store in
            let gallery = try await Sample.gallery(store)
            let person = try await Sample.person(1, store, in: gallery)
            let gone = try await Sample.enrol(photo: 1, of: person, store, in: gallery)
            let kept = try await Sample.enrol(photo: 2, of: person, store, in: gallery)
            let receipt = try await unwrapped(store.remove(gone.photo, from: gallery))
            try expectEqual(receipt.person, nil)
            try expectEqual(receipt.faces, [gone.face])
            try expectEqual(receipt.orphanedObjects, [Sample.hash(1)])
            try expectEqual(try await store.faces(of: person, in: gallery).map(\.id), [kept.face])
            try expect(try await store.remove(gone.photo, from: gallery) == nil, "it is gone")
            let again = Sample.photo(1, [Sample.face(1, of: person)])
            try expectEqual(try await store.enrol(again, in: gallery), .suppressed)
        },
        ConformanceRule("nobody can be removed who is not there") { store in
            let gallery = try await Sample.gallery(store)
            try await expectError(GalleryError.noSuchPerson(PersonID(4))) {
                _ = try await store.remove(PersonID(4), from: gallery)
            }
            try await expectError(GalleryError.noSuchPerson(PersonID(4))) {
                _ = try await store.removalPlan(for: PersonID(4), in: gallery)
            }
        },
        ConformanceRule("ids of removed people, photos and faces are not used again") { store in
            let gallery = try await Sample.gallery(store)
            let person = try await Sample.person(1, store, in: gallery)
            let gone = try await Sample.enrol(photo: 1, of: person, store, in: gallery)
            _ = try await store.remove(person, from: gallery)
            let other = try await Sample.person(2, store, in: gallery)
            let fresh = try await Sample.enrol(photo: 2, of: other, store, in: gallery)
            try expect(other > person, "a new person id")
            try expect(fresh.photo > gone.photo, "a new photo id")
            try expect(fresh.face > gone.face, "a new face id")
        },
        ConformanceRule("orphaned objects are listed until their deletion is reported") { store in
            let gallery = try await Sample.gallery(store)
            let person = try await Sample.person(1, store, in: gallery)
            for number in [1, 2] {
                try await Sample.enrol(photo: number, of: person, store, in: gallery)
            }
            try expectEqual(try await store.orphanedObjects(), [])
            let orphans = try await store.remove(person, from: gallery).orphanedObjects
            try expectEqual(Set(try await store.orphanedObjects()), Set(orphans))
            try await store.forgetOrphans([Sample.hash(1)])
            try expectEqual(try await store.orphanedObjects(), [Sample.hash(2)])
            let other = try await Sample.gallery(store, named: "other")
            try await Sample.enrol(photo: 2, of: nil, store, in: other)
            try expectEqual(try await store.orphanedObjects(), [])
        },
        ConformanceRule("what was stored for a refused enrolment is listed as orphaned") { store in
            let gallery = try await Sample.gallery(store)
            let person = try await Sample.person(1, store, in: gallery)
            _ = try await store.remove(person, from: gallery)
            let face = Sample.face(1, of: person, crop: Sample.hash(9))
            _ = try await store.enrol(Sample.photo(1, [face]), in: gallery)
            let orphans = try await store.orphanedObjects()
            try expectEqual(Set(orphans), [Sample.hash(1), Sample.hash(9)])
        },
    ]
}

import FaceTypes
import Gallery

extension ConformanceRule {
    static let galleryRules: [ConformanceRule] = [
        ConformanceRule("a new store holds no gallery") { store in
            try expect(try await store.galleries().isEmpty, "no galleries")
            try expect(try await store.gallery(named: "sample") == nil, "no gallery")
        },
        ConformanceRule("a gallery is found by name with all its settings") { store in
            let made = try await store.createGallery(
                named: "films",
                pack: Sample.pack,
                keep: .crops,
                labelled: false
            )
            try expectEqual(made.keep, .crops)
            try expectEqual(made.labelled, false)
            try expectEqual(made.pack, Sample.pack)
            try expectEqual(try await store.gallery(named: "films"), made)
        },
        ConformanceRule("galleries are listed by name") { store in
            for name in ["b", "c", "a"] { _ = try await Sample.gallery(store, named: name) }
            try expectEqual(try await store.galleries().map(\.name), ["a", "b", "c"])
        },
        ConformanceRule("creating a gallery again with the same settings finds it") { store in
            let first = try await Sample.gallery(store)
            try expectEqual(try await Sample.gallery(store), first)
        },
        ConformanceRule("a gallery refuses another pack") { store in
            let other = PackIdentity(name: "other", version: "1", hash: "00", dimension: 16)
            _ = try await Sample.gallery(store)
            let expected = GalleryError.packMismatch(
                gallery: "sample",
                expected: Sample.pack,
                found: other
            )
            try await expectError(expected) {
                _ = try await store.createGallery(
                    named: "sample",
                    pack: other,
                    keep: .photos,
                    labelled: true
                )
            }
        },
        ConformanceRule("a gallery refuses another keep policy and another labelling") { store in
            _ = try await Sample.gallery(store)
            for (keep, labelled) in [(KeepPolicy.nothing, true), (.photos, false)] {
                do {
                    _ = try await Sample.gallery(store, keep: keep, labelled: labelled)
                    try expect(false, "a settings mismatch")
                } catch GalleryError.settingsMismatch(let gallery, _, _) {
                    try expectEqual(gallery, "sample")
                }
            }
        },
        ConformanceRule("an unusable name is refused") { store in
            for name in ["", "Sample", "a/b", "..", "-a", String(repeating: "a", count: 65)] {
                try await expectError(GalleryError.invalidName(name)) {
                    _ = try await Sample.gallery(store, named: name)
                }
            }
        },
        ConformanceRule("statistics count people with faces, photos and faces") { store in
            let gallery = try await Sample.gallery(store)
            let anna = try await Sample.person(1, store, in: gallery)
            _ = try await Sample.person(2, store, in: gallery)
            try await Sample.enrol(photo: 1, of: anna, store, in: gallery)
            try await Sample.enrol(photo: 2, of: anna, store, in: gallery)
            let found = try await store.statistics(of: gallery)
            try expectEqual(found, GalleryStatistics(people: 1, photos: 2, faces: 2, sequence: 2))
        },
        ConformanceRule("a gallery that was never made has no statistics") { store in
            try await expectError(GalleryError.noSuchGallery(name: "77")) {
                _ = try await store.statistics(of: GalleryID(77))
            }
        },
        ConformanceRule("removing a gallery names the objects nothing refers to") { store in
            let first = try await Sample.gallery(store, named: "first")
            let second = try await Sample.gallery(store, named: "second")
            try await Sample.enrol(photo: 1, of: nil, store, in: first)
            try await Sample.enrol(photo: 2, of: nil, store, in: first)
            try await Sample.enrol(photo: 2, of: nil, store, in: second)
            try expectEqual(try await store.removeGallery(first), [Sample.hash(1)])
            try expect(try await store.gallery(named: "first") == nil, "the gallery is gone")
            try expectEqual(try await store.statistics(of: second).faces, 1)
        },
        ConformanceRule("a gallery id is not used again") { store in
            let first = try await Sample.gallery(store, named: "first")
            _ = try await store.removeGallery(first)
            try expect(try await Sample.gallery(store, named: "first") != first, "a new id")
        },
        ConformanceRule("a derived value is kept, replaced and forgotten") { store in
            let gallery = try await Sample.gallery(store)
            try expect(try await store.derived(forKey: "sketch", in: gallery) == nil, "nothing")
            for value: [UInt8]? in [[1, 2, 0, 255], [], nil] {
                try await store.setDerived(value, forKey: "sketch", in: gallery)
                try expectEqual(try await store.derived(forKey: "sketch", in: gallery), value)
            }
        },
    ]
}

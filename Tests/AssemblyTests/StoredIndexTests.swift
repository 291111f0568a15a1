import Assembly
import Dispatch
import FaceTypes
import Foundation
import Gallery
import GalleryDoubles
import Synchronization
import Testing
import VectorIndex

@Suite struct StoredIndexTests {
    @Test func `a process that reads answers from the catalogue's last change`() async throws {
        let bench = try IndexBench()
        try bench.enrol(0..<90)
        let writer = try await bench.open()
        let reader = try await bench.open()
        #expect(writer.hold == .writer)
        #expect(reader.hold == .reader)
        try await bench.expectSame(reader, "published")

        try bench.enrol(90..<120)
        let first = try bench.person(0)
        try bench.store.merge(
            first,
            into: try bench.person(1),
            in: bench.gallery.id
        )
        _ = try bench.store.remove(
            try bench.person(2),
            bystanderCrops: [:],
            from: bench.gallery.id
        )
        try await reader.follow(bench.store, gallery: bench.gallery.id)
        try await bench.expectSame(reader, "not yet published")

        try await writer.follow(bench.store, gallery: bench.gallery.id)
        try await bench.expectSame(writer, "written")
        try bench.enrol(120..<130)
        try await reader.follow(bench.store, gallery: bench.gallery.id)
        try await bench.expectSame(reader, "published and later")
    }

    @Test func `what was saved is there again without the catalogue`() async throws {
        let bench = try IndexBench()
        try bench.enrol(0..<60)
        var position: Int64 = 0
        do {
            let index = try await bench.open()
            position = index.sequence
        }
        let files = try VectorIndex(reading: bench.path)
        #expect(files.position == position)
        #expect(files.count == 60)
    }

    @Test func `damaged files are made anew from the catalogue`() async throws {
        let bench = try IndexBench()
        try bench.enrol(0..<60)
        _ = try await bench.open()
        try bench.damage()
        let index = try await bench.open()
        try await bench.expectSame(index, "rebuilt")
        #expect(try VectorIndex.problems(inFolder: bench.path).isEmpty)
    }

    @Test func `of many that find damage at once, one makes the files anew`() async throws {
        let bench = try IndexBench()
        try bench.enrol(0..<60)
        _ = try await bench.open()
        for round in 0..<20 {
            try bench.damage()
            let opened = Mutex<[StoredIndex]>([])
            DispatchQueue.concurrentPerform(iterations: 8) { _ in
                // Before the one has published its first file the others find nothing to read.
                guard let index = try? bench.openFiles() else { return }
                opened.withLock { $0.append(index) }
            }
            let all = opened.withLock { $0 }
            let writers = all.filter { $0.hold == .writer }
            #expect(writers.count == 1, "round \(round)")
            let writer = try #require(writers.first)
            try await writer.follow(bench.store, gallery: bench.gallery.id)
            #expect(try VectorIndex.problems(inFolder: bench.path).isEmpty)
            #expect(try VectorIndex(reading: bench.path).count == 60)
        }
    }

    @Test func `files that are being written are not made anew`() async throws {
        let bench = try IndexBench()
        try bench.enrol(0..<60)
        let writer = try await bench.open()
        #expect(throws: VectorIndexError.locked(file: bench.path + "/lock")) {
            try StoredIndex.remake(folder: bench.path, dimension: IndexBench.dimension, recall: 1)
        }
        try bench.enrol(60..<90)
        try await writer.follow(bench.store, gallery: bench.gallery.id)
        #expect(try VectorIndex(reading: bench.path).count == 90)
    }

    @Test func `files that are made anew are made from the catalogue`() async throws {
        let bench = try IndexBench()
        try bench.enrol(0..<60)
        _ = try await bench.open()
        let made = try StoredIndex.remake(
            folder: bench.path,
            dimension: IndexBench.dimension,
            recall: 1
        )
        #expect(made.count == 0)
        try await made.follow(bench.store, gallery: bench.gallery.id)
        try await bench.expectSame(made, "made anew")
    }

    @Test
    func `a removal that was saved and not yet overwritten is overwritten by the next process`()
        async throws
    {
        let bench = try IndexBench()
        try bench.enrol(0..<60)
        let canary = bench.population.embedding(ofPerson: 4, photo: 12).values
        do {
            let index = try await bench.open()
            // Merged people leave rows behind too, which need no overwriting.
            try bench.store.merge(
                try bench.person(0),
                into: try bench.person(1),
                in: bench.gallery.id
            )
            _ = try bench.store.remove(
                try bench.person(4),
                bystanderCrops: [:],
                from: bench.gallery.id
            )
            try await index.catchUp(with: bench.store, gallery: bench.gallery.id)
            // Upkeep may save at any time; then the process ends.
            try index.files().checkpoint()
        }
        #expect(try bench.holds(canary))
        let next = try await bench.open()
        #expect(try !bench.holds(canary))
        try await bench.expectSame(next, "overwritten")
    }

    @Test func `a comparison does not judge what changes meanwhile`() async throws {
        let bench = try IndexBench()
        try bench.enrol(0..<60)
        let index = try await bench.open()
        // As if these came between the index's last change and the comparison's first look.
        try bench.enrol(60..<66)
        try bench.store.merge(try bench.person(0), into: try bench.person(1), in: bench.gallery.id)
        _ = try bench.store.remove(
            try bench.person(4),
            bystanderCrops: [:],
            from: bench.gallery.id
        )
        let comparison = IndexComparison(store: bench.store, gallery: bench.gallery, index: index)
        let early = try await comparison.run()
        #expect(early.isSound, "\(early)")
        try await index.follow(bench.store, gallery: bench.gallery.id)
        let late = try await comparison.run()
        #expect(late.isSound, "\(late)")
        #expect(late.agreeing == 63)

        try index.files().remove(id: UInt64(try bench.anyFace().rawValue))
        #expect(try await comparison.run().missing == 1)
    }

    @Test func `files of a later catalogue are made anew`() async throws {
        let bench = try IndexBench()
        try bench.enrol(0..<60)
        _ = try await bench.open()
        let restored = try StoredIndex.open(
            folder: bench.path,
            dimension: IndexBench.dimension,
            sequence: 3,
            recall: 1
        )
        #expect(restored.count == 0)
    }

    @Test func `no file holds the vector of a removed person`() async throws {
        let bench = try IndexBench()
        try bench.enrol(0..<60)
        let index = try await bench.open()
        let canary = bench.population.embedding(ofPerson: 4, photo: 12).values
        #expect(try bench.holds(canary))
        _ = try bench.store.remove(
            try bench.person(4),
            bystanderCrops: [:],
            from: bench.gallery.id
        )
        try await index.follow(bench.store, gallery: bench.gallery.id)
        #expect(try !bench.holds(canary))
        try await bench.expectSame(index, "removed")
    }

    @Test func `a reader becomes the writer when the writer is gone`() async throws {
        let bench = try IndexBench()
        try bench.enrol(0..<60)
        var writer: StoredIndex? = try await bench.open()
        let reader = try await bench.open()
        #expect(writer?.hold == .writer)
        #expect(reader.hold == .reader)
        try bench.enrol(60..<90)
        try await reader.follow(bench.store, gallery: bench.gallery.id)
        #expect(reader.hold == .reader)

        writer = nil
        _ = try bench.store.remove(
            try bench.person(4),
            bystanderCrops: [:],
            from: bench.gallery.id
        )
        let gone = try await reader.catchUp(with: bench.store, gallery: bench.gallery.id)
        #expect(gone.count == 3)
        #expect(reader.hold == .writer)
        try reader.settle()
        try await bench.expectSame(reader, "took over")
        #expect(try VectorIndex(reading: bench.path).count == 87)
        #expect(try !bench.holds(bench.population.embedding(ofPerson: 4, photo: 12).values))
    }

    @Test func `a reader follows files that were made anew`() async throws {
        let bench = try IndexBench()
        // Many generations, so that the new files begin at a lower one.
        for photo in 0..<20 {
            try bench.enrol((photo * 3)..<(photo * 3 + 3))
            _ = try await bench.open()
        }
        let reader: StoredIndex
        do {
            let writer = try await bench.open()
            reader = try await bench.open()
            #expect(reader.hold == .reader)
            withExtendedLifetime(writer) {}
        }
        let made = try StoredIndex.remake(
            folder: bench.path,
            dimension: IndexBench.dimension,
            recall: 1
        )
        // The new files hold nothing yet, and the reader answers as before.
        try await reader.follow(bench.store, gallery: bench.gallery.id)
        try await bench.expectSame(reader, "empty")
        try bench.enrol(60..<66)
        _ = try bench.store.remove(
            try bench.person(1),
            bystanderCrops: [:],
            from: bench.gallery.id
        )
        try await made.follow(bench.store, gallery: bench.gallery.id)
        try await reader.follow(bench.store, gallery: bench.gallery.id)
        #expect(reader.hold == .reader)
        try await bench.expectSame(reader, "made anew")
        #expect(reader.base.count == 63)
    }
}

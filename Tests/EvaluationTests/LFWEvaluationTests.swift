import Calibration
import Evaluation
import FaceTypes
import Foundation
import GalleryDoubles
import Pools
import TestSupport
import Testing

struct LFWEvaluationTests {
    private let population = GalleryPopulation(dimension: 32, likeness: 0.8, seed: 6)

    /// An archive of made-up people; a photo's bytes name person and number, and `0` shows no face.
    private func archive(people: Int, missed: Set<Int> = []) -> TarArchive {
        var archive = TarArchive()
        archive.add("set/", [], kind: "5")
        for person in 0..<people {
            for photo in 1...(2 + person % 2) {
                let isMissed = missed.contains(person) && photo == 2
                archive.add(
                    "set/P_\(person)/P_\(person)_000\(photo).jpg",
                    isMissed ? [0] : [1, UInt8(person), UInt8(photo)]
                )
            }
        }
        archive.add("set/readme.txt", Array("not a photo".utf8))
        archive.end()
        return archive
    }

    private func pairs(people: Int) -> String {
        var text = "2 \(people / 2)\n"
        for fold in 0..<2 {
            let half = (fold * people / 2)..<((fold + 1) * people / 2)
            for person in half { text += "P_\(person) 1 2\n" }
            for person in half { text += "P_\(person) 1 P_\((person + 1) % people) 2\n" }
        }
        return text
    }

    private func evaluation(
        _ path: String,
        people: Int,
        pairs text: String? = nil,
        withRaw: Bool = false
    ) throws -> LFWEvaluation {
        LFWEvaluation(
            archive: path,
            pairs: try LFWPairs(text: text ?? pairs(people: people)),
            pack: "made-up@1",
            audit: nil
        ) { [population] bytes in
            guard bytes[0] != 0 else { return nil }
            let embedding = population.embedding(
                ofPerson: Int(bytes[1]),
                photo: Int(bytes[2])
            )
            return EmbeddedPhoto(embedding, raw: withRaw ? embedding.values.map { 3 * $0 } : nil)
        }
    }

    @Test func `an archive of made-up people gives the figures they were made with`() async throws {
        let outcome = try await archive(people: 40).asFile { path in
            try await evaluation(path, people: 40).run(
                on: BoundedPool(name: "test", width: 2, queueLimit: 8)
            )
        }
        let report = outcome.report
        #expect(report.photos == 100)
        #expect(report.people == 40)
        #expect(report.pairs == 80)
        #expect(report.genuine == 20 + 20 * 3)
        #expect(report.impostors == 100 * 99 / 2 - 80)
        #expect(report.probes == 60)
        #expect(report.missed == 0)
        #expect(report.accuracy == 100)
        #expect(report.accuracyStd == 0)
        #expect(report.rank1 == 100)
        #expect(report.rank10 == 100)
        #expect(report.auc > 0.999)
        #expect(report.seconds > 0)
    }

    @Test func `missed faces count as wrong everywhere`() async throws {
        let outcome = try await archive(people: 40, missed: [0, 1, 2, 3]).asFile { path in
            try await evaluation(path, people: 40).run(
                on: BoundedPool(name: "test", width: 2, queueLimit: 8)
            )
        }
        let report = outcome.report
        #expect(report.missed == 4)
        #expect(report.probes == 60)
        // Of 80 pairs four genuine ones and four others need a missed photo.
        #expect(abs(report.accuracy - 90) < 1e-9)
        #expect(abs(report.rank1 - 100 * 56.0 / 60) < 1e-3)
        #expect(report.genuine == 80)
        // Genuine pairs of photo 2: one for each of 0 and 2, two for each of 1 and 3.
        #expect(abs(report.tar1e3 - 100 * 74.0 / 80) < 1e-3)
    }

    @Test func `keys other programs rely on are written`() async throws {
        let outcome = try await archive(people: 4).asFile { path in
            try await evaluation(path, people: 4).run(
                on: BoundedPool(name: "test", width: 1, queueLimit: 8)
            )
        }
        let data = try JSONEncoder().encode(outcome.report)
        let object = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
        let wanted = [
            "accuracy", "accuracyStd", "tar1e3", "tar1e4", "auc", "rank1", "rank10", "pairs",
            "genuine", "impostors", "probes", "missed", "seconds",
        ]
        #expect(wanted.filter { object[$0] == nil }.isEmpty)
    }

    @Test func `a quick check looks at the photos of its folds alone`() async throws {
        let outcome = try await archive(people: 40).asFile { path in
            var quick = try evaluation(path, people: 40)
            quick.pairs = quick.pairs.prefix(folds: 1)
            quick.onlyPhotosOfPairs = true
            return try await quick.run(on: BoundedPool(name: "test", width: 2, queueLimit: 8))
        }
        // Photos 1 and 2 of people 0...19, and photo 2 of person 20, who is a gallery of their own.
        #expect(outcome.report.photos == 41)
        #expect(outcome.report.pairs == 40)
        #expect(outcome.report.probes == 20)
        #expect(outcome.report.accuracy == 100)
    }

    @Test func `a pair of a photo that is not there is named`() async throws {
        let text = "1 1\nP_0 1 2\nP_0 1 P_9 7\n"
        try await archive(people: 4).asFile { path in
            let evaluation = try evaluation(path, people: 4, pairs: text)
            await #expect(throws: EvaluationError.missingPhoto(person: "P_9", number: 7)) {
                try await evaluation.run(on: BoundedPool(name: "test", width: 1, queueLimit: 8))
            }
        }
    }

    @Test func `an archive without photos is refused`() async throws {
        var empty = TarArchive()
        empty.add("readme", [1])
        empty.end()
        try await empty.asFile { path in
            let evaluation = try evaluation(path, people: 4)
            await #expect(throws: EvaluationError.self) {
                try await evaluation.run(on: BoundedPool(name: "test", width: 1, queueLimit: 8))
            }
        }
    }

    @Test func `unit vectors are told apart alike by cosine and by Euclidean distance`()
        async throws
    {
        let outcome = try await archive(people: 40, missed: [7]).asFile { path in
            try await evaluation(path, people: 40, withRaw: true).run(
                on: BoundedPool(name: "test", width: 2, queueLimit: 8)
            )
        }
        let report = outcome.report
        let euclidean = try #require(report.euclidean)
        #expect(euclidean.accuracy == report.accuracy)
        #expect(euclidean.accuracyStd == report.accuracyStd)
        #expect(euclidean.rank1 == report.rank1 && euclidean.rank10 == report.rank10)
        #expect(report.rank1 > 50)
    }

    @Test func `an error of the embedder ends the evaluation`() async throws {
        struct Broken: Error {}
        try await archive(people: 4).asFile { path in
            let evaluation = LFWEvaluation(
                archive: path,
                pairs: try LFWPairs(text: pairs(people: 4)),
                pack: "p@1",
                audit: nil
            ) { _ in throw Broken() }
            await #expect(throws: Broken.self) {
                try await evaluation.run(on: BoundedPool(name: "test", width: 1, queueLimit: 8))
            }
        }
    }
}

import Evaluation
import Testing

struct LFWPairsTests {
    @Test func `folds hold pairs of one person and of two`() throws {
        let text = "2\t1\nAnn\t1\t4\nAnn\t2\tBob\t1\nBob 1 2\nCy 1 Di_E 3\n"
        let pairs = try LFWPairs(text: text)
        #expect(pairs.folds.map(\.count) == [2, 2])
        let first = pairs.folds[0][0]
        #expect(first.first == LFWPhotoKey(person: "Ann", number: 1))
        #expect(first.second == LFWPhotoKey(person: "Ann", number: 4))
        #expect(first.isGenuine)
        let last = pairs.folds[1][1]
        #expect(last.second == LFWPhotoKey(person: "Di_E", number: 3))
        #expect(!last.isGenuine)
    }

    @Test(arguments: [
        ("", 1), ("x y\n", 1), ("0 3\n", 1), ("99999 99999\n", 1), ("-1 2\n", 1), ("1 1\n", 2),
        ("1 1\nAnn 1 2\n", 3), ("1 1\nAnn 1 2\nAnn 1 Ann 2\n", 3), ("1 1\nAnn 1\nA 1 B 1\n", 2),
        ("1 1\nAnn 1 2\nA 1 B one\n", 3), ("1 1\nAnn 1 2\nA 1 B 1\nmore\n", 4),
    ])
    func `a malformed line is named`(text: String, line: Int) {
        do throws(EvaluationError) {
            _ = try LFWPairs(text: text)
            Issue.record("it was accepted")
        } catch {
            guard case .malformedPairs(let found, _, _) = error else {
                Issue.record("another error: \(error)")
                return
            }
            #expect(found == line)
        }
    }

    @Test(
        arguments: [
            ("lfw/Ann_Lee/Ann_Lee_0012.jpg", LFWPhotoKey(person: "Ann_Lee", number: 12)),
            ("Bo/Bo_0001.jpeg", LFWPhotoKey(person: "Bo", number: 1)),
            ("Bo/Bo_0000.jpg", nil), ("Bo/Cy_0001.jpg", nil), ("Bo_0001.jpg", nil),
            ("Bo/Bo_0001.png", nil), ("Bo/Bo_x.jpg", nil), ("", nil),
        ] as [(String, LFWPhotoKey?)]
    )
    func `a photo is named by folder and number`(path: String, key: LFWPhotoKey?) {
        #expect(LFWPhotoKey(path: path) == key)
    }
}

import FaceTypes
import Imaging
import Testing

struct SimilarityTransformTests {
    private let face = [
        Point(x: 30, y: 51), Point(x: 65, y: 50), Point(x: 48, y: 71), Point(x: 33, y: 92),
        Point(x: 62, y: 91),
    ]

    private func randomTransform(using random: inout SeededGenerator) -> SimilarityTransform {
        SimilarityTransform(
            cosine: .random(in: -3...3, using: &random),
            sine: .random(in: -3...3, using: &random),
            shiftX: .random(in: -900...900, using: &random),
            shiftY: .random(in: -900...900, using: &random)
        )
    }

    @Test func `a known turn, scale and shift is found again`() throws {
        var random = SeededGenerator(seed: 5)
        for _ in 0..<200 {
            let known = randomTransform(using: &random)
            let found = try SimilarityTransform(mapping: face, to: face.map(known.apply))
            #expect(abs(found.cosine - known.cosine) < 1e-4)
            #expect(abs(found.sine - known.sine) < 1e-4)
            #expect(abs(found.shiftX - known.shiftX) < 1e-2)
            #expect(abs(found.shiftY - known.shiftY) < 1e-2)
        }
    }

    @Test func `no small change of the result fits noisy points better`() throws {
        var random = SeededGenerator(seed: 6)
        let targets = face.map {
            Point(
                x: $0.x * 1.3 + .random(in: -9...9, using: &random),
                y: $0.y * 1.3 + .random(in: -9...9, using: &random)
            )
        }
        func loss(_ transform: SimilarityTransform) -> Double {
            zip(face, targets).reduce(0) { sum, pair in
                let (x, y) = transform.apply(x: Double(pair.0.x), y: Double(pair.0.y))
                let (dx, dy) = (x - Double(pair.1.x), y - Double(pair.1.y))
                return sum + dx * dx + dy * dy
            }
        }
        let best = try SimilarityTransform(mapping: face, to: targets)
        for _ in 0..<500 {
            let other = SimilarityTransform(
                cosine: best.cosine + .random(in: -0.02...0.02, using: &random),
                sine: best.sine + .random(in: -0.02...0.02, using: &random),
                shiftX: best.shiftX + .random(in: -1...1, using: &random),
                shiftY: best.shiftY + .random(in: -1...1, using: &random)
            )
            #expect(loss(other) >= loss(best) - 1e-9)
        }
    }

    @Test func `a mirrored face is turned, never mirrored`() throws {
        let mirrored = face.map { Point(x: 100 - $0.x, y: $0.y) }
        let found = try SimilarityTransform(mapping: face, to: mirrored)
        let corner = [(0.0, 0.0), (1.0, 0.0), (0.0, 1.0)].map { found.apply(x: $0.0, y: $0.1) }
        let area =
            (corner[1].x - corner[0].x) * (corner[2].y - corner[0].y)
            - (corner[1].y - corner[0].y) * (corner[2].x - corner[0].x)
        #expect(area > 0)
    }

    @Test func `there and back is nowhere, and two steps are one`() {
        var random = SeededGenerator(seed: 7)
        for _ in 0..<50 {
            let first = randomTransform(using: &random)
            let second = randomTransform(using: &random)
            let point = (x: 12.5, y: -3.25)
            let there = first.apply(x: point.x, y: point.y)
            let back = first.inverse.apply(x: there.x, y: there.y)
            #expect(abs(back.x - point.x) < 1e-9 && abs(back.y - point.y) < 1e-9)
            let steps = second.apply(x: there.x, y: there.y)
            let once = first.followed(by: second).apply(x: point.x, y: point.y)
            #expect(abs(steps.x - once.x) < 1e-9 && abs(steps.y - once.y) < 1e-9)
        }
        #expect(
            abs(SimilarityTransform(cosine: 0, sine: 2, shiftX: 0, shiftY: 0).angle - .pi / 2)
                < 1e-12
        )
        #expect(SimilarityTransform(cosine: 3, sine: 4, shiftX: 0, shiftY: 0).scale == 5)
    }

    @Test func `two eyes are enough`() throws {
        let found = try SimilarityTransform(
            mapping: Array(face[..<2]),
            to: [Point(x: 0, y: 0), Point(x: 0, y: 70)]
        )
        let end = found.apply(face[1])
        #expect(abs(end.x) < 1e-4 && abs(end.y - 70) < 1e-4)
    }

    @Test func `points that determine nothing are refused`() {
        let same = [Point](repeating: Point(x: 900, y: 4), count: 5)
        let line = (0..<5).map { Point(x: Float($0) * 7 + 300, y: Float($0) * 3 - 20) }
        var broken = face
        broken[2].y = .nan
        var infinite = face
        infinite[4].x = .infinity
        for bad in [same, line, broken, infinite] {
            #expect(throws: ImagingError.self) { try SimilarityTransform(mapping: bad, to: face) }
            #expect(throws: ImagingError.self) { try SimilarityTransform(mapping: face, to: bad) }
        }
        let square = [(1, 1), (-1, 1), (-1, -1), (1, -1)].map { Point(x: $0.0, y: $0.1) }
        let mirrored = square.map { Point(x: -$0.x, y: $0.y) }
        #expect(throws: ImagingError.self) {
            try SimilarityTransform(mapping: square, to: mirrored)
        }
    }
}

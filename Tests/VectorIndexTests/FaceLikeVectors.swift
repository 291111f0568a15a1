/// Unit vectors like those of faces: identities around a common centre, a few images of each.
struct FaceLikeVectors {
    var vectors: [[Float]] = []
    var groups: [UInt64] = []
    /// Images of the identities above and of strangers, in turn.
    var queries: [[Float]] = []

    init(
        count: Int,
        dimension: Int,
        queries queryCount: Int,
        seed: UInt64,
        centreLength: Float = 0
    ) {
        var random = SeededRandom(seed: seed)
        let centre = scaled(random.vector(dimension), to: centreLength)
        func identity(_ random: inout SeededRandom) -> [Float] {
            let weights = (0..<dimension).map { 1 / (1 + Float($0) / 24).squareRoot() }
            return scaled(zip(random.vector(dimension), weights).map { $0 * $1 }, to: 1)
        }
        func image(of face: [Float], _ random: inout SeededRandom) -> [Float] {
            let noise = scaled(random.vector(dimension), to: 0.4 + 0.4 * random.unit())
            return scaled(face.indices.map { centre[$0] + face[$0] + noise[$0] }, to: 1)
        }
        var faces: [[Float]] = []
        while vectors.count < count {
            let face = identity(&random)
            faces.append(face)
            for _ in 0..<1 + Int(random.next() % 7) where vectors.count < count {
                vectors.append(image(of: face, &random))
                groups.append(UInt64(faces.count))
            }
        }
        for index in 0..<queryCount {
            let known = faces[Int(random.next() % UInt64(faces.count))]
            let face = index % 2 == 0 ? known : identity(&random)
            queries.append(image(of: face, &random))
        }
    }
}

func scaled(_ vector: [Float], to length: Float) -> [Float] {
    let norm = vector.reduce(0) { $0 + $1 * $1 }.squareRoot()
    return vector.map { $0 * length / norm }
}

public import FaceTypes
public import Gallery

/// A gallery of made-up people whose embeddings scatter like those of real faces, for tests.
///
/// Strangers' similarities have mean 0 and a standard deviation of about `1 / sqrt(dimension)`; two
/// photos of one person have a similarity of about `likeness`. Everything follows from the seed.
public struct GalleryPopulation: Sendable {
    /// Components of an embedding.
    public let dimension: Int

    /// Mean similarity of two photos of one person.
    public let likeness: Float

    private let seed: UInt64

    /// Makes a population.
    public init(dimension: Int = 32, likeness: Float = 0.8, seed: UInt64 = 1) {
        self.dimension = dimension
        self.likeness = likeness
        self.seed = seed
    }

    /// A photo of a person; the same numbers always give the same embedding.
    public func embedding(ofPerson person: Int, photo: Int) -> Embedding {
        let own = direction(UInt64(person) &* 2)
        let noise = direction((UInt64(person) &* 10_007 &+ UInt64(photo)) &* 2 &+ 1)
        let share = likeness.squareRoot()
        let rest = (1 - likeness).squareRoot()
        let mixed = zip(own.values, noise.values).map { $0 * share + $1 * rest }
        return Embedding(normalising: mixed) ?? own
    }

    /// A direction that looks random.
    private func direction(_ key: UInt64) -> Embedding {
        var generator = SeededGenerator(state: key &* 0xD134_2543_DE82_EF95 &+ seed)
        // Sums of twelve uniform numbers are close enough to normal ones to be round in all directions.
        let values = (0..<dimension).map { _ in
            (0..<12).reduce(Float(-6)) { sum, _ in sum + Float.random(in: 0..<1, using: &generator)
            }
        }
        return Embedding(normalising: values) ?? Embedding(unit: [1])
    }

    /// An enrolment of a photo with one face.
    public func enrolment(
        person: PersonID?,
        embedding: Embedding,
        photo: Int,
        credit: PhotoCredit = PhotoCredit()
    ) -> Enrolment {
        var digest = [UInt8](repeating: 0, count: 32)
        for byte in 0..<8 { digest[byte] = UInt8(truncatingIfNeeded: photo >> (8 * byte)) }
        guard let hash = ContentHash(bytes: digest) else { preconditionFailure("32 bytes") }
        let face = Enrolment.Face(
            person: person,
            detection: Self.detection,
            quality: Self.quality(score: 0.9),
            embedding: embedding,
            crop: nil
        )
        return Enrolment(
            hash: hash,
            perceptualHash: 0,
            width: 640,
            height: 480,
            byteCount: 1,
            origin: "photo-\(photo).jpg",
            credit: credit,
            stored: true,
            faces: [face]
        )
    }

    /// A face in the middle of a photo.
    public static let detection = DetectedFace(
        box: Box(x: 200, y: 100, width: 200, height: 240),
        landmarks: FaceLandmarks(
            leftEye: Point(x: 250, y: 190),
            rightEye: Point(x: 350, y: 190),
            nose: Point(x: 300, y: 240),
            leftMouth: Point(x: 260, y: 290),
            rightMouth: Point(x: 340, y: 290)
        ),
        confidence: 0.9
    )

    /// A judgement.
    public static func quality(score: Float, codes: [QualityCode] = []) -> FaceQuality {
        FaceQuality(
            edgePixels: 200,
            sharpness: 1,
            brightness: 128,
            yawDegrees: 0,
            pitchDegrees: 0,
            rollDegrees: 0,
            score: score,
            codes: codes
        )
    }
}

/// SplitMix64: a random number generator whose numbers follow from its seed.
public struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    /// Takes the seed.
    public init(state: UInt64) {
        self.state = state
    }

    /// The next number.
    public mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var value = state
        value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
        return value ^ (value >> 31)
    }
}

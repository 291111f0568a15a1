public import FaceTypes
public import Gallery

/// Small made-up galleries, people and photos; the same number always makes the same thing.
public enum Sample {
    /// Components of a sample embedding.
    public static let dimension = 16

    /// The pack of every sample gallery.
    public static let pack = PackIdentity(
        name: "sample",
        version: "1",
        hash: String(repeating: "5a", count: 32),
        dimension: dimension
    )

    /// Makes a gallery.
    public static func gallery(
        _ store: any GalleryStore,
        named name: String = "sample",
        keep: KeepPolicy = .photos,
        labelled: Bool = true
    ) async throws -> GalleryID {
        try await store.createGallery(named: name, pack: pack, keep: keep, labelled: labelled).id
    }

    /// Makes a person whose key and name are made from the number.
    public static func person(
        _ number: Int,
        _ store: any GalleryStore,
        in gallery: GalleryID,
        metadata: PersonMetadata = PersonMetadata()
    ) async throws -> PersonID {
        let record = try await store.person(
            withKey: "key-\(number)",
            name: "Person \(number)",
            metadata: metadata,
            in: gallery
        )
        return try unwrapped(record).id
    }

    /// Makes people whose numbers count from 1.
    public static func people(
        _ count: Int,
        _ store: any GalleryStore,
        in gallery: GalleryID
    ) async throws -> [PersonID] {
        var people: [PersonID] = []
        for number in 1...count { people.append(try await person(number, store, in: gallery)) }
        return people
    }

    /// 32 bytes that differ for every number.
    public static func hash(_ number: Int) -> ContentHash {
        var generator = Numbers(seed: UInt64(bitPattern: Int64(number)) ^ 0x0bbe)
        let bytes = (0..<32).map { _ in UInt8(truncatingIfNeeded: generator.next()) }
        guard let hash = ContentHash(bytes: bytes) else { preconditionFailure("32 bytes") }
        return hash
    }

    /// A unit vector that differs for every number.
    public static func embedding(_ number: Int, dimension: Int = dimension) -> Embedding {
        var generator = Numbers(seed: UInt64(bitPattern: Int64(number)) ^ 0xface)
        let values = (0..<dimension).map { _ in
            Float(Int64(bitPattern: generator.next()) >> 40) / Float(1 << 23)
        }
        guard let embedding = Embedding(normalising: values) else {
            preconditionFailure("random numbers are not all zero")
        }
        return embedding
    }

    /// A face; `number` decides its embedding and place.
    public static func face(
        _ number: Int,
        of person: PersonID?,
        score: Float = 0.5,
        crop: ContentHash? = nil,
        dimension: Int = dimension
    ) -> Enrolment.Face {
        // Faces of neighbouring numbers lie beside each other.
        let left = Float(number % 6) * 101 + 0.25
        let top = Float(number / 6 % 3) * 125 + 20.5
        func point(_ x: Float, _ y: Float) -> Point { Point(x: left + x, y: top + y - 20.5) }
        return Enrolment.Face(
            person: person,
            detection: DetectedFace(
                box: Box(x: left, y: top, width: 100, height: 120),
                landmarks: FaceLandmarks(
                    leftEye: point(30, 60),
                    rightEye: point(70, 61),
                    nose: point(50, 80),
                    leftMouth: point(35, 100),
                    rightMouth: point(65, 101)
                ),
                confidence: 0.875
            ),
            quality: FaceQuality(
                edgePixels: 100,
                sharpness: 0.9,
                brightness: 120,
                yawDegrees: -3,
                pitchDegrees: 4,
                rollDegrees: 5,
                score: score,
                codes: number % 2 == 0 ? [] : [.tooDark, .tooBlurred]
            ),
            embedding: embedding(number, dimension: dimension),
            crop: crop
        )
    }

    /// A photo; `number` decides hash, look and addresses.
    public static func photo(
        _ number: Int,
        _ faces: [Enrolment.Face],
        source: String? = nil,
        stored: Bool = true
    ) -> Enrolment {
        var generator = Numbers(seed: UInt64(bitPattern: Int64(number)) ^ 0x100c)
        return Enrolment(
            hash: hash(number),
            perceptualHash: generator.next(),
            width: 640,
            height: 480,
            byteCount: 12_345 + number,
            origin: "photos/\(number).jpg",
            credit: PhotoCredit(
                author: "Author \(number)",
                licence: "CC BY 4.0",
                licenceAddress: "https://creativecommons.org/licenses/by/4.0/",
                source: source ?? "https://example.org/photo/\(number)",
                restrictions: "personality",
                sha1: String(repeating: "0a", count: 20),
                change: PhotoCredit.cropped
            ),
            year: 1950 + number % 70,
            stored: stored,
            faces: faces
        )
    }

    /// Enrols one photo of one person.
    @discardableResult
    public static func enrol(
        photo number: Int,
        of person: PersonID?,
        _ store: any GalleryStore,
        in gallery: GalleryID
    ) async throws -> (photo: PhotoID, face: FaceID) {
        let outcome = try await store.enrol(
            photo(number, [face(number, of: person)]),
            in: gallery
        )
        guard case .enrolled(let photo, let faces) = outcome, let face = faces.first else {
            throw ConformanceFailure("expected a new photo, found \(outcome)", #fileID, #line)
        }
        return (photo, face)
    }
}

/// SplitMix64 (Steele, Lea and Flood 2014).
struct Numbers {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
        return mixed ^ (mixed >> 31)
    }
}

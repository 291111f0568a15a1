package import FaceTypes
import Gallery
import Hashing
package import Ingest
package import Jobs

/// A worker's stages without pictures.
///
/// A photo is bytes made from its path, its face an embedding made from their hash; everything
/// around them is real.
package enum StubPhotos {
    /// The pack such galleries are bound to.
    package static let pack = PackIdentity(
        name: "stub",
        version: "1",
        hash: "5b",
        dimension: dimension
    )

    package static let dimension = 16

    /// Photos a person.
    package static let photosPerPerson = 3

    /// What becomes of a photo.
    package enum Fate: Sendable, Hashable, CaseIterable {
        case enrolled
        /// The pipeline refuses it.
        case refused
        /// It is put off once, then enrolled.
        case putOff
        /// Its first attempts fail, then it is enrolled.
        case slow
    }

    /// Most photos are enrolled at once.
    package static func fate(of number: Int) -> Fate {
        switch number % 20 {
        case 7: .refused
        case 11: .putOff
        case 13: .slow
        default: .enrolled
        }
    }

    package static func path(_ number: Int) -> String { "/stub/\(number)" }

    package static func bytes(ofPath path: String) -> [UInt8] {
        Array(repeatElement(Array(path.utf8), count: 64).joined())
    }

    package static func hash(_ number: Int) -> ContentHash {
        sha256(bytes(ofPath: path(number)))
    }

    package static func embedding(of hash: ContentHash) -> Embedding {
        let values = hash.bytes.prefix(dimension).map { Float($0) - 127.5 }
        return Embedding(normalising: values)
            ?? Embedding(unit: [1] + Array(repeating: 0, count: 15))
    }

    /// A job for a photo.
    package static func job(_ number: Int, in gallery: GalleryID) throws -> NewJob {
        let person = "person \(number / photosPerPerson)"
        let job = PhotoJob(
            place: .file(path: path(number)),
            claim: PersonClaim(key: person, name: person),
            credit: PhotoCredit(
                author: "author \(number)",
                licence: "CC0",
                restrictions: number % 3 == 0 ? "personality" : nil,
                sha1: String(repeating: "ab", count: 20),
                change: PhotoCredit.cropped
            ),
            year: number % 3 == 0 ? 1999 : nil
        )
        return try job.newJob(source: "stub", in: gallery)
    }

    /// Stages that read and embed without pictures.
    package static func stages(failing: @escaping @Sendable (Int) -> Bool = { _ in false })
        -> [WorkStage]
    {
        [
            WorkStage("fetch", width: 2) { item in
                let number = number(of: item.photo)
                if failing(number) {
                    throw FetchFailure(
                        JobFailure(code: "stub_failure", detail: "\(number)", advice: .later)
                    )
                }
                let bytes = bytes(ofPath: item.photo.origin)
                return .read(bytes: bytes, hash: sha256(bytes))
            },
            WorkStage("embed", width: 2) { item in
                guard case .read(let bytes, let hash) = item.progress else { return item.progress }
                return .ended(ending(of: item, bytes, hash))
            },
        ]
    }

    private static func number(of photo: PhotoJob) -> Int {
        Int(photo.origin.split(separator: "/").last ?? "") ?? -1
    }

    private static func ending(
        of item: WorkItem,
        _ bytes: [UInt8],
        _ hash: ContentHash
    ) -> WorkItem.Ending {
        switch fate(of: number(of: item.photo)) {
        case .refused:
            return .refused(
                Reject(origin: item.photo.origin, person: nil, code: "no_face", detail: "")
            )
        case .putOff where !item.wasPutOff:
            return .outcome(.deferred(note: WorkNote.putOff))
        case .enrolled, .putOff, .slow:
            return .write(
                PreparedPhoto(
                    origin: item.photo.origin,
                    enrolment: enrolment(item.photo, bytes.count, hash),
                    objects: [bytes]
                )
            )
        }
    }

    private static func enrolment(
        _ photo: PhotoJob,
        _ byteCount: Int,
        _ hash: ContentHash
    ) -> Enrolment {
        // The hash's own bits, so that no two photos look alike to a suppression record.
        let look = hash.bytes.prefix(8).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        let eye = Point(x: 30, y: 40)
        let detection = DetectedFace(
            box: Box(x: 10, y: 10, width: 100, height: 100),
            landmarks: FaceLandmarks(
                leftEye: eye,
                rightEye: Point(x: 80, y: 40),
                nose: Point(x: 55, y: 60),
                leftMouth: Point(x: 35, y: 85),
                rightMouth: Point(x: 75, y: 85)
            ),
            confidence: 0.9
        )
        let quality = FaceQuality(
            edgePixels: 100,
            sharpness: 1,
            brightness: 120,
            yawDegrees: 0,
            pitchDegrees: 0,
            rollDegrees: 0,
            score: 0.8,
            codes: []
        )
        return Enrolment(
            hash: hash,
            perceptualHash: look,
            width: 200,
            height: 200,
            byteCount: byteCount,
            origin: photo.origin,
            credit: photo.credit,
            year: photo.year,
            stored: true,
            faces: [
                Enrolment.Face(
                    person: nil,
                    detection: detection,
                    quality: quality,
                    embedding: embedding(of: hash),
                    crop: nil
                )
            ],
            claim: photo.claim
        )
    }
}

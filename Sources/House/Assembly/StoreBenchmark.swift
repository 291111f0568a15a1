import FacePipeline
import Gallery
import GallerySQLite
import Hashing
import Ingest
import ModelPacks
import ObjectStorage

/// Times the store stage alone: analysed photos are written into a gallery that is removed again, as
/// an ingest that keeps photos writes them.
struct StoreBenchmark {
    let pipeline: FacePipeline
    private let scratch: ScratchFolder
    private let writer: EnrolmentWriter

    /// Makes the gallery, in a folder outside the home.
    init(pipeline: FacePipeline, pack: InstalledPack) async throws {
        self.pipeline = pipeline
        scratch = try ScratchFolder()
        let store = try SQLiteGallery(path: scratch.path + "/catalog.sqlite")
        let gallery = try await store.createGallery(
            named: "benchmark",
            pack: pack.identity,
            keep: .photos,
            labelled: true
        )
        writer = EnrolmentWriter(
            target: EnrolmentWriter.Target(
                gallery: gallery,
                store: store,
                objects: FileObjectStore(folder: scratch.path + "/objects"),
                dryRun: false
            )
        )
    }

    func remove() { scratch.remove() }

    /// Milliseconds of processor time a photo, hashes included.
    func run(on photos: [[UInt8]]) async throws -> Double {
        let batch = IngestSettings(width: 1, currentYear: 0).batchMax
        var spent = 0.0
        for start in stride(from: 0, to: photos.count, by: batch) {
            let analysed = try photos[start..<min(start + batch, photos.count)].map {
                (bytes: $0, analysis: try pipeline.analyse($0))
            }
            var clock = ProcessorClock()
            let ready = analysed.enumerated().map {
                Self.prepared($1.bytes, $1.analysis, number: start + $0)
            }
            _ = try await writer.write(ready)
            spent += clock.lap()
        }
        return spent / Double(max(photos.count, 1))
    }

    private static func prepared(
        _ bytes: [UInt8],
        _ analysis: PhotoAnalysis,
        number: Int
    ) -> PreparedPhoto {
        let enrolment = Enrolment(
            hash: sha256(bytes),
            perceptualHash: analysis.perceptualHash,
            width: analysis.width,
            height: analysis.height,
            byteCount: bytes.count,
            origin: "\(number)",
            credit: PhotoCredit(),
            stored: true,
            faces: analysis.faces.prefix(1).map {
                Enrolment.Face(
                    person: nil,
                    detection: $0.detection,
                    quality: $0.quality,
                    embedding: $0.embedding,
                    crop: nil
                )
            },
            claim: PersonClaim(key: "\(number)", name: "\(number)")
        )
        return PreparedPhoto(origin: "\(number)", enrolment: enrolment, objects: [bytes])
    }
}

import FacePipeline
import FaceTypes
import Foundation
import Gallery
import GalleryDoubles
import Inference
import Ingest
import ModelPacks
import ObjectStorage
import Pools
import TestSupport

/// An empty gallery in memory, and the real pipeline that fills it.
struct EnrollingHouse {
    let folder: TemporaryFolder
    let store: MemoryGalleryStore
    let gallery: GalleryRecord
    let run: IngestRun

    init() async throws {
        folder = try TemporaryFolder()
        let pack = try await PackStore(folder: folder.path("packs")).install(
            PackCatalogue.manifest(named: "open"),
            options: InstallOptions(mirror: Material.mirror, allowsPip: false)
        ) { _ in }
        store = MemoryGalleryStore()
        gallery = try store.createGallery(
            named: "world",
            pack: pack.identity,
            keep: .crops,
            labelled: true
        )
        let engine = try InferenceEngine(
            EngineSettings(libraryFolder: Material.engineFolder, parallelRuns: 2)
        )
        run = IngestRun(
            gallery: gallery,
            store: store,
            objects: FileObjectStore(folder: folder.path("objects")),
            pipeline: try FacePipeline(pack: pack, engine: engine, settings: PipelineSettings()),
            pool: BoundedPool(name: "test", width: 2, queueLimit: 16),
            settings: IngestSettings(width: 2, currentYear: 2026)
        )
    }
}

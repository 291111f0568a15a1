import Calibration
import DrawnPeople
import FacePipeline
import FaceTypes
import Foundation
import Gallery
import HTTPService
import Imaging
import Inference
import Ingest
import Likeness
import ModelPacks
import ObjectStorage
import Pools

extension House {
    /// Serves the home over HTTP until the task is cancelled or the process gets SIGTERM.
    ///
    /// - Parameters:
    ///   - version: what the service calls itself.
    ///   - log: takes a line of the service's log.
    ///   - listening: told the address once connections are taken.
    public func serve(
        version: String,
        log: @escaping @Sendable (String) -> Void,
        listening: @escaping @Sendable (_ address: String) async -> Void
    ) async throws {
        let parts = try serviceParts(version: version, log: log)
        var service = settings.service
        service.identity = try identity()
        try await HTTPService(parts: parts, settings: service).run(listening: listening)
    }

    /// The certificate and key the settings name.
    private func identity() throws -> ServiceSettings.Identity? {
        if settings.tls == "self" { return try ownIdentity() }
        let files = settings.tls.split(separator: ",").map(String.init)
        guard files.count == 2 else { return nil }
        let texts = try files.map { String(decoding: try Self.readPhoto($0), as: UTF8.self) }
        return ServiceSettings.Identity(certificatePEM: texts[0], keyPEM: texts[1])
    }

    /// What the service is wired to.
    func serviceParts(
        version: String,
        log: @escaping @Sendable (String) -> Void
    ) throws -> ServiceParts {
        let (store, jobs) = try queue(creating: true)
        let pool = pool()
        let eyes = EyeShelf(house: self)
        let home = self
        return ServiceParts(
            version: version,
            defaultGallery: settings.gallery,
            store: store,
            objects: objects(),
            jobs: jobs,
            pool: pool,
            keys: keyDesk(),
            open: { name in
                guard let record = try await store.gallery(named: name) else { return nil }
                return try await home.served(record, in: store, pool: pool, eyes: eyes)
            },
            eyes: { try await eyes.eyes(of: home.packOfChoice()).eyes },
            create: { try await home.create($0, in: store) },
            keepReceipt: { receipt, gallery in _ = try home.record(receipt, of: gallery) },
            sweepIndexes: { try await home.sweepIndexes(in: store) },
            packs: { home.packs().installed().map(ServedPack.init) },
            warmUpPhotos: Self.warmUpPhotos,
            log: log
        )
    }

    /// A drawn face in the shapes cameras and phones send; the engine prepares each shape once.
    private static var warmUpPhotos: [[UInt8]] {
        let portrait = DrawnPerson(seed: 1).portrait(variation: 0, edge: 480)
        let sizes = [(480, 480), (640, 480), (480, 640), (853, 480), (480, 853)]
        return sizes.compactMap { width, height in
            var pixels = [UInt8](repeating: 128, count: 3 * width * height)
            for row in 0..<480 {
                let from = 3 * 480 * row
                let to = 3 * (width * (row + (height - 480) / 2) + (width - 480) / 2)
                pixels.replaceSubrange(
                    to..<(to + 3 * 480),
                    with: portrait.pixels[from..<(from + 3 * 480)]
                )
            }
            return try? encodeJPEG(PixelImage(width: width, height: height, pixels: pixels))
        }
    }

    private func served(
        _ record: GalleryRecord,
        in store: any GalleryStore,
        pool: BoundedPool,
        eyes: EyeShelf
    ) async throws -> ServedGallery {
        let opened = try await open(record, in: store)
        let (pipeline, seeing) = try await eyes.eyes(of: opened.pack)
        let enroller = PhotoEnroller(
            gallery: record,
            store: store,
            objects: opened.objects,
            pipeline: pipeline,
            pool: pool,
            settings: IngestSettings(
                width: settings.workers,
                currentYear: Calendar(identifier: .gregorian).component(.year, from: Date())
            )
        )
        let upkeep = IndexUpkeep(index: opened.stored, store: store, gallery: record)
        return ServedGallery(
            record: record,
            store: store,
            objects: opened.objects,
            search: opened.search,
            eyes: seeing,
            enrol: {
                try await Crowd.people.check(record, in: store)
                return try await enroller.enrol($0)
            },
            catchUp: { try await upkeep.catchUp() },
            indexState: { try await upkeep.state() },
            checkIndex: { try await upkeep.check() },
            indexTrouble: { upkeep.trouble }
        )
    }

    private func create(
        _ wanted: ServiceParts.NewGallery,
        in store: any GalleryStore
    ) async throws -> GalleryRecord {
        let pack =
            if let name = wanted.pack { try packs().open(name: name) } else { try packOfChoice() }
        return try await store.createGallery(
            named: wanted.name,
            pack: pack.identity,
            keep: wanted.keep ?? .photos,
            labelled: wanted.labelled ?? true
        )
    }
}

/// The pipelines of a serving process: one a pack, on one engine.
private actor EyeShelf {
    private let house: House
    private var engine: InferenceEngine?
    private var shelf: [String: (pipeline: FacePipeline, eyes: PhotoEyes)] = [:]

    init(house: House) { self.house = house }

    /// Compiles a pack's graphs the first time, about a second.
    func eyes(of pack: InstalledPack) throws -> (pipeline: FacePipeline, eyes: PhotoEyes) {
        if let known = shelf[pack.identity.hash] { return known }
        let engine = try engine ?? house.engine()
        self.engine = engine
        let pipeline = try house.pipeline(for: pack, on: engine)
        let made = (pipeline: pipeline, eyes: PhotoEyes(pipeline))
        shelf[pack.identity.hash] = made
        return made
    }
}

extension PhotoEyes {
    /// The eyes of a pipeline.
    init(_ pipeline: FacePipeline) {
        let embedder = pipeline.pack.manifest.embedder
        let edge = Float(embedder.edge)
        self.init(
            pack: ServedPack(pipeline.pack),
            curve: pipeline.pack.falseMatchCurve,
            template: embedder.landmarkScheme == .centres
                ? embedder.template.map { Point(x: $0.x / edge, y: $0.y / edge) } : [],
            analyse: { try pipeline.analyse($0) },
            look: { try pipeline.look($0) },
            embed: { try pipeline.embed($0) }
        )
    }
}

extension FacePipeline {
    /// Finds and judges all faces without embedding them.
    fileprivate func look(_ bytes: [UInt8]) throws -> PhotoAnalysis {
        let found = try detect(bytes)
        let aligned = try align(found)
        var faces: [AnalysedFace] = []
        for (face, crop) in zip(found.faces, aligned) {
            faces.append(
                AnalysedFace(
                    made: face.detection,
                    aligned: crop,
                    quality: try judge(face, aligned: crop, in: found),
                    embedding: Embedding(unit: [])
                )
            )
        }
        return PhotoAnalysis(made: found.photo, faces: faces, absence: found.absence)
    }
}

extension ServedPack {
    /// What the service says of an installed pack.
    init(_ pack: InstalledPack) {
        self.init(
            identity: pack.identity,
            licence: pack.manifest.licence.name,
            licenceAddress: pack.manifest.licence.address,
            summary: pack.manifest.summary
        )
    }
}

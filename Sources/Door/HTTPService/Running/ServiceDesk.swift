import FacePipeline
import FaceTypes
import Gallery
import Ingest
import Likeness
import Synchronization

/// What all handlers share.
final class ServiceDesk: Sendable {
    let parts: ServiceParts
    let settings: ServiceSettings
    let shelf: GalleryShelf
    let thumbnails: ThumbnailMaker
    let meters: ServiceMeters
    let works: WorkBoard
    let replays: IdempotencyStore
    let gate: Gate
    let line: SearchLine
    let state = ServiceState()
    let rate: SearchRate
    let bodies: BodyBudget
    /// Galleries whose index was in trouble at the last look.
    private let troubled = Mutex<Set<String>>([])

    init(parts: ServiceParts, settings: ServiceSettings) {
        self.parts = parts
        self.settings = settings
        rate = SearchRate(settings: settings)
        bodies = BodyBudget(bytes: settings.bodyBytesTogetherMax)
        let thumbnails = ThumbnailMaker(pool: parts.pool, settings: settings)
        self.thumbnails = thumbnails
        let works = WorkBoard(settings: settings)
        self.works = works
        shelf = GalleryShelf(
            open: parts.open,
            galleriesMax: settings.galleriesMax,
            thumbnails: thumbnails,
            works: works
        )
        replays = IdempotencyStore(settings: settings)
        gate = Gate(keys: parts.keys, publicSearch: settings.publicSearch)
        line = SearchLine(settings: settings)
        meters = ServiceMeters(line: line)
    }

    /// What takes things away from a gallery.
    func removal(in gallery: ServedGallery) -> Removal {
        Removal(store: gallery.store, objects: gallery.objects, pool: parts.pool)
    }

    /// Keeps a removal's receipt in the home; the removal stands when that fails.
    func keep(_ receipt: RemovalReceipt, of gallery: GalleryRecord, request: String) {
        do {
            try parts.keepReceipt(receipt, gallery)
        } catch {
            parts.log(FaultLine.text(id: request, error: error))
        }
    }

    /// Counts the galleries whose index files can't be written or read; each is logged once.
    func note(indexTroubles: [String: any Error]) {
        meters.found(troubledIndexes: indexTroubles.count)
        let known = troubled.withLock { troubled in
            defer { troubled = Set(indexTroubles.keys) }
            return troubled
        }
        for (name, error) in indexTroubles where !known.contains(name) {
            parts.log(FaultLine.text(id: "index", error: error))
        }
    }

    /// Lets nothing of removed faces, and of their person, stay behind in this process.
    func forget(
        _ faces: [FaceID],
        of person: PersonID? = nil,
        in gallery: ServedGallery
    ) async throws {
        thumbnails.forget(Set(faces), in: gallery.record.id)
        if let person { replays.forget(person: person, in: gallery.record.id) }
        try await gallery.search.calibrator.forget()
        try await shelf.follow(gallery)
        await shelf.refreshCalibration(of: gallery)
    }

    /// The eyes of the gallery asked about, else those of the pack of choice.
    ///
    /// - Throws: `no_such_gallery` for one that is named but not there; without a name there need be
    ///   no gallery yet.
    func eyes(for name: String) async throws -> PhotoEyes {
        if let gallery = try await shelf.gallery(named: name) { return gallery.eyes }
        guard name == parts.defaultGallery else {
            throw Problem(cause: GalleryError.noSuchGallery(name: name))
        }
        return try await parts.eyes()
    }
}

/// Whether the service is ready, or on its way out.
final class ServiceState: Sendable {
    private let value = Mutex((ready: false, stopping: false))

    var isReady: Bool { value.withLock { $0.ready && !$0.stopping } }
    var isStopping: Bool { value.withLock { $0.stopping } }

    func becomeReady() { value.withLock { $0.ready = true } }
    func stop() { value.withLock { $0.stopping = true } }
}

import Calibration
public import FacePipeline
import FaceTypes
import Foundation
public import Gallery
import GallerySQLite
public import Inference
public import Likeness
public import ModelPacks
public import ObjectStorage
public import Pools

/// The wiring: hands out instruments and stores as the settings say.
///
/// Everything is made when it is first asked for by the caller; nothing is kept here but settings.
public struct House: Sendable {
    /// What it is wired by.
    public let settings: Settings

    /// Wires by settings.
    public init(settings: Settings) {
        self.settings = settings
    }

    // MARK: Stores

    /// Opens the home's catalogue.
    ///
    /// - Parameter creating: make the home when there is none.
    /// - Throws: `HomeError`, `GalleryError`.
    public func catalogue(creating: Bool) throws -> any GalleryStore {
        if creating {
            try settings.home.prepare()
            return try SQLiteGallery(path: settings.home.catalogue)
        }
        guard FileManager.default.fileExists(atPath: settings.home.catalogue) else {
            throw HomeError.absent(path: settings.home.path)
        }
        do throws(GalleryError) {
            return try SQLiteGallery(path: settings.home.catalogue)
        } catch .readOnly {
            return try SQLiteGallery(path: settings.home.catalogue, access: .readOnly)
        }
    }

    /// The home's stored photos and crops.
    public func objects() -> any ObjectStore {
        FileObjectStore(folder: settings.home.objects)
    }

    /// The gallery the settings name.
    public func gallery(in store: any GalleryStore) async throws -> GalleryRecord {
        guard let record = try await store.gallery(named: settings.gallery) else {
            throw GalleryError.noSuchGallery(name: settings.gallery)
        }
        return record
    }

    // MARK: Instruments

    /// The home's model packs.
    public func packs() -> PackStore {
        PackStore(folder: settings.home.packs)
    }

    /// The pack a gallery is bound to; refuses another one asked for by name.
    public func pack(of gallery: GalleryRecord) throws -> InstalledPack {
        if let asked = settings.pack, asked != gallery.pack.name {
            let found = try packs().open(name: asked)
            throw GalleryError.packMismatch(
                gallery: gallery.name,
                expected: gallery.pack,
                found: found.identity
            )
        }
        let pack = try packs().open(identity: gallery.pack)
        return pack
    }

    /// The pack for work without a gallery: the one asked for, else the best installed.
    public func packOfChoice() throws -> InstalledPack {
        if let asked = settings.pack { return try packs().open(name: asked) }
        let installed = packs().installed()
        for name in Self.packPreference {
            if let pack = installed.first(where: { $0.manifest.name == name }) { return pack }
        }
        guard let any = installed.first else {
            throw PackError.notInstalled(name: "open", folder: settings.home.packs)
        }
        return any
    }

    /// Packs in the order in which `auto` takes them; those with free licences first.
    public static let packPreference = ["open", "classic", "opencv", "buffalo_l", "buffalo_s"]

    /// The inference engine, with as many runs at once as there are workers.
    public func engine() throws -> InferenceEngine {
        try InferenceEngine(
            EngineSettings(
                libraryFolder: settings.engineFolder,
                parallelRuns: settings.workers
            )
        )
    }

    /// The face pipeline of a pack.
    ///
    /// - Throws: `PackError.damaged` when its weights are not those it was installed with.
    public func pipeline(for pack: InstalledPack) throws -> FacePipeline {
        try pipeline(for: pack, on: engine())
    }

    /// The face pipeline of a pack on an engine that is there, in the settings' precision or another.
    func pipeline(
        for pack: InstalledPack,
        on engine: InferenceEngine,
        precision: InferencePrecision? = nil
    ) throws -> FacePipeline {
        try packs().requireIntact(pack)
        return try FacePipeline(
            pack: pack,
            engine: engine,
            settings: PipelineSettings(
                limits: settings.decodeLimits,
                precision: precision ?? settings.precision
            )
        )
    }

    /// Threads for blocking compute.
    public func pool() -> BoundedPool {
        BoundedPool(name: "semblance", width: settings.workers, queueLimit: settings.workers * 8)
    }

    // MARK: Search

    /// Opens a gallery for searching, its index up to the catalogue's last change.
    ///
    /// - Parameter toChange: the gallery is going to be changed, for which a full disk has no room;
    ///   searched it can be on one.
    public func openGallery(toChange: Bool = false) async throws -> OpenGallery {
        let store = try toChange ? catalogue(creating: false) : searchableCatalogue()
        let record = try await gallery(in: store)
        return try await open(record, in: store)
    }

    private func searchableCatalogue() throws -> any GalleryStore {
        do {
            return try catalogue(creating: false)
        } catch GalleryError.diskFull {
            return try SQLiteGallery(path: settings.home.catalogue, access: .readOnly)
        }
    }

    func open(_ record: GalleryRecord, in store: any GalleryStore) async throws -> OpenGallery {
        let pack = try pack(of: record)
        let index = try await index(of: record, in: store)
        let search = LikenessSearch(
            gallery: record,
            store: store,
            index: index,
            curve: pack.falseMatchCurve,
            settings: likenessSettings
        )
        return OpenGallery(
            record: record,
            pack: pack,
            store: store,
            objects: objects(),
            stored: index,
            search: search
        )
    }

    var likenessSettings: LikenessSettings {
        LikenessSettings(
            calibration: CalibrationSettings(strangersWithHit: settings.strangerRate),
            calibrationWidth: settings.workers
        )
    }
}

/// A gallery with everything a search in it needs.
public struct OpenGallery: Sendable {
    /// The gallery.
    public let record: GalleryRecord
    /// Its pack.
    public let pack: InstalledPack
    /// The catalogue it lies in.
    public let store: any GalleryStore
    /// Its stored photos and crops.
    public let objects: any ObjectStore
    /// Its index, up to date when it was opened.
    public var index: any NeighborIndex { stored }
    let stored: StoredIndex
    /// Answers searches.
    public let search: LikenessSearch
}

public import Calibration
public import FacePipeline
public import FaceTypes
public import Gallery
public import Ingest
public import Jobs
public import Likeness
public import ObjectStorage
public import Pools

/// What looks at photos with one pack.
///
/// All calls block: they belong on a pool.
public struct PhotoEyes: Sendable {
    /// What is said of the pack.
    public var pack: ServedPack
    /// The pack's 1:1 rates.
    public var curve: FalseMatchCurve
    /// Where the five landmarks lie in an aligned crop, as shares of its side; empty when the pack
    /// aligns by other points.
    public var template: [Point]
    /// Finds, judges and embeds all faces.
    public var analyse: @Sendable ([UInt8]) throws -> PhotoAnalysis
    /// Finds and judges all faces; their embeddings are empty.
    public var look: @Sendable ([UInt8]) throws -> PhotoAnalysis
    /// Embeds crops.
    public var embed: @Sendable ([AlignedFace]) throws -> [Embedding]

    /// Joins the parts.
    public init(
        pack: ServedPack,
        curve: FalseMatchCurve,
        template: [Point],
        analyse: @escaping @Sendable ([UInt8]) throws -> PhotoAnalysis,
        look: @escaping @Sendable ([UInt8]) throws -> PhotoAnalysis,
        embed: @escaping @Sendable ([AlignedFace]) throws -> [Embedding]
    ) {
        self.pack = pack
        self.curve = curve
        self.template = template
        self.analyse = analyse
        self.look = look
        self.embed = embed
    }
}

/// What the service says of a pack.
public struct ServedPack: Sendable, Hashable, Codable {
    /// What galleries are bound to.
    public var identity: PackIdentity
    /// The licence's name.
    public var licence: String
    /// The licence's address.
    public var licenceAddress: String
    /// What it is, in a sentence.
    public var summary: String

    /// Joins the parts.
    public init(identity: PackIdentity, licence: String, licenceAddress: String, summary: String) {
        self.identity = identity
        self.licence = licence
        self.licenceAddress = licenceAddress
        self.summary = summary
    }
}

/// A gallery with everything a request to it needs.
public struct ServedGallery: Sendable {
    /// The gallery.
    public var record: GalleryRecord
    /// The catalogue it lies in.
    public var store: any GalleryStore
    /// Its stored photos and crops.
    public var objects: any ObjectStore
    /// Answers searches; its calibrator is shared by all of them.
    public var search: LikenessSearch
    /// Looks at photos with the gallery's pack.
    public var eyes: PhotoEyes
    /// Enrols one photo.
    public var enrol: @Sendable (PhotoCandidate) async throws -> PhotoEnroller.Verdict
    /// Brings the index up to the catalogue's last change; returns the faces that went.
    public var catchUp: @Sendable () async throws -> [FaceID]
    /// How the index is.
    public var indexState: @Sendable () async throws -> IndexState
    /// Checks every byte of the index against its checksums, and its faces against the catalogue.
    public var checkIndex: @Sendable () async throws -> IndexState
    /// Why the index's files can't be written or read now, `nil` when they can.
    public var indexTrouble: @Sendable () -> (any Error)?

    /// Joins the parts.
    public init(
        record: GalleryRecord,
        store: any GalleryStore,
        objects: any ObjectStore,
        search: LikenessSearch,
        eyes: PhotoEyes,
        enrol: @escaping @Sendable (PhotoCandidate) async throws -> PhotoEnroller.Verdict,
        catchUp: @escaping @Sendable () async throws -> [FaceID],
        indexState: @escaping @Sendable () async throws -> IndexState,
        checkIndex: @escaping @Sendable () async throws -> IndexState,
        indexTrouble: @escaping @Sendable () -> (any Error)? = { nil }
    ) {
        self.record = record
        self.store = store
        self.objects = objects
        self.search = search
        self.eyes = eyes
        self.enrol = enrol
        self.catchUp = catchUp
        self.indexState = indexState
        self.checkIndex = checkIndex
        self.indexTrouble = indexTrouble
    }
}

/// What a check of a gallery's index found.
public struct IndexCheck: Sendable, Hashable, Codable {
    /// Whether nothing is wrong.
    public var ok: Bool
    /// When it ended, RFC 3339.
    public var at: String
    /// What is wrong; empty when nothing is.
    public var faults: [String]
    /// Share of the exact answers that searches find, 0...1; `nil` in an empty index.
    public var recall: Double?

    /// Joins the parts.
    public init(at: String, faults: [String], recall: Double?) {
        ok = faults.isEmpty
        self.at = at
        self.faults = faults
        self.recall = recall
    }
}

/// How a gallery's index is.
public struct IndexState: Sendable, Hashable, Codable {
    /// Live faces in it.
    public var vectors: Int
    /// Bytes it takes, in memory or on disk; `nil` when not known.
    public var bytes: Int?
    /// Position of the change log it has followed up to.
    public var generation: Int64
    /// Live faces in the catalogue.
    public var catalogueFaces: Int
    /// The last check since the service started; `nil` before the first.
    public var lastCheck: IndexCheck?
    /// `writer` when this process writes the files, `reader` when another one does, `memory` when they
    /// can be neither written nor read now; `nil` when there are none.
    public var hold: String?
    /// Why the files can't be written or read now; `nil` when they can.
    public var trouble: String?

    /// Joins the parts.
    public init(
        vectors: Int,
        bytes: Int?,
        generation: Int64,
        catalogueFaces: Int,
        lastCheck: IndexCheck?,
        hold: String? = nil,
        trouble: String? = nil
    ) {
        self.vectors = vectors
        self.bytes = bytes
        self.generation = generation
        self.catalogueFaces = catalogueFaces
        self.lastCheck = lastCheck
        self.hold = hold
        self.trouble = trouble
    }
}

/// What the service is wired to.
public struct ServiceParts: Sendable {
    /// What a new gallery should be like.
    public struct NewGallery: Sendable, Hashable, Codable {
        /// Its name.
        public var name: String
        /// What it keeps of a photo; `nil` takes photos.
        public var keep: KeepPolicy?
        /// Whether its faces belong to people; `nil` is yes.
        public var labelled: Bool?
        /// Its pack's name; `nil` takes the best installed.
        public var pack: String?

        /// Describes one.
        public init(name: String, keep: KeepPolicy?, labelled: Bool?, pack: String?) {
            self.name = name
            self.keep = keep
            self.labelled = labelled
            self.pack = pack
        }
    }

    /// The program's version.
    public var version: String
    /// The gallery of routes that name none.
    public var defaultGallery: String
    /// The catalogue.
    public var store: any GalleryStore
    /// The home's stored photos and crops.
    public var objects: any ObjectStore
    /// The home's queue of photos to be enrolled.
    public var jobs: any JobStore
    /// Threads for blocking compute.
    public var pool: BoundedPool
    /// The access keys.
    public var keys: KeyDesk
    /// Opens a gallery; `nil` when there is none of the name.
    public var open: @Sendable (String) async throws -> ServedGallery?
    /// Looks at photos where no gallery is asked: with the pack of choice.
    public var eyes: @Sendable () async throws -> PhotoEyes
    /// Makes a gallery.
    public var create: @Sendable (NewGallery) async throws -> GalleryRecord
    /// Keeps the receipt of a removal.
    public var keepReceipt: @Sendable (RemovalReceipt, GalleryRecord) throws -> Void
    /// Deletes the index files of galleries that are gone.
    public var sweepIndexes: @Sendable () async throws -> Void
    /// The installed packs.
    public var packs: @Sendable () throws -> [ServedPack]
    /// Photos that show nobody, for the warm-up, one in each shape that is to be fast at once.
    public var warmUpPhotos: [[UInt8]]
    /// Takes a line of the service's log.
    public var log: @Sendable (String) -> Void

    /// Joins the parts.
    public init(
        version: String,
        defaultGallery: String,
        store: any GalleryStore,
        objects: any ObjectStore,
        jobs: any JobStore,
        pool: BoundedPool,
        keys: KeyDesk,
        open: @escaping @Sendable (String) async throws -> ServedGallery?,
        eyes: @escaping @Sendable () async throws -> PhotoEyes,
        create: @escaping @Sendable (NewGallery) async throws -> GalleryRecord,
        keepReceipt: @escaping @Sendable (RemovalReceipt, GalleryRecord) throws -> Void,
        sweepIndexes: @escaping @Sendable () async throws -> Void,
        packs: @escaping @Sendable () throws -> [ServedPack],
        warmUpPhotos: [[UInt8]],
        log: @escaping @Sendable (String) -> Void
    ) {
        self.version = version
        self.defaultGallery = defaultGallery
        self.store = store
        self.objects = objects
        self.jobs = jobs
        self.pool = pool
        self.keys = keys
        self.open = open
        self.eyes = eyes
        self.create = create
        self.keepReceipt = keepReceipt
        self.sweepIndexes = sweepIndexes
        self.packs = packs
        self.warmUpPhotos = warmUpPhotos
        self.log = log
    }
}

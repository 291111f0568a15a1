import Admission
import FaceTypes
import Gallery
import Hashing
import Imaging
import Ingest
import ObjectStorage
import Pools
import Synchronization

/// Makes small pictures of enrolled faces and keeps the latest ones in memory.
final class ThumbnailMaker: Sendable {
    /// The sides offered, in pixels.
    static let edges = [64, 128, 256, 512]
    /// WebP qualities tried in turn until a picture is small enough.
    private static let qualities = [80, 65, 50]
    /// Bytes of a picture of 256 pixels; other sides in proportion to their area.
    private static let bytesMax = 12_000

    fileprivate struct Key: Hashable {
        var gallery: GalleryID
        var face: FaceID
        var edge: Int
    }

    fileprivate struct Shelf {
        var pictures: [Key: (tag: String, bytes: [UInt8], used: UInt64)] = [:]
        var bytes = 0
        var clock: UInt64 = 0
    }

    /// Pictures made at once: fewer than searches, which share the threads with them.
    private static let width = 1

    private let pool: BoundedPool
    private let bytesMax: Int
    private let line: AdmissionLine
    private let shelf = Mutex(Shelf())

    init(pool: BoundedPool, settings: ServiceSettings) {
        self.pool = pool
        bytesMax = settings.thumbnailBytesMax
        line = AdmissionLine(
            name: "thumbnails",
            width: Self.width,
            queueLimit: settings.thumbnailQueueMax,
            waitLimit: settings.searchWaitLimit
        )
    }

    /// A strong tag: it follows from what the picture is made of.
    static func tag(of face: StoredFace, edge: Int) -> String {
        let box = face.detection.box
        let text =
            "thumbnail 1 \(face.photoHash.hexadecimal) \(face.crop?.hexadecimal ?? "-") "
            + "\(box.x) \(box.y) \(box.width) \(box.height) \(edge)"
        return "\"" + sha256(Array(text.utf8)).hexadecimal.prefix(24) + "\""
    }

    /// The picture of a face, WebP, `edge` pixels wide and high.
    ///
    /// - Throws: `no_picture` when nothing of the face is stored.
    func picture(of face: StoredFace, edge: Int, in gallery: ServedGallery) async throws -> [UInt8]
    {
        let key = Key(gallery: gallery.record.id, face: face.id, edge: edge)
        let tag = Self.tag(of: face, edge: edge)
        if let bytes = kept(key, tag: tag) { return bytes }
        guard let address = face.crop ?? (face.photoStored ? face.photoHash : nil) else {
            throw Problem(
                .noPicture,
                "This gallery keeps no picture of the face; see its credit for the source."
            )
        }
        do {
            return try await line.admitted {
                // Who asked for the same meanwhile has made it.
                if let bytes = kept(key, tag: tag) { return bytes }
                let stored = try await gallery.objects.bytes(of: address)
                let bytes = try await pool.run {
                    try Self.render(face, from: stored, isCrop: face.crop != nil, edge: edge)
                }
                keep(bytes, for: key, tag: tag)
                return bytes
            }
        } catch let error as AdmissionError {
            throw Problem.busy(
                "Many pictures are being made: try again in \(error.retryAfter) s.",
                retryAfter: error.retryAfter
            )
        }
    }

    /// Drops the pictures of faces that are gone.
    func forget(_ faces: Set<FaceID>, in gallery: GalleryID) {
        shelf.withLock { shelf in
            for key in shelf.pictures.keys
            where key.gallery == gallery && faces.contains(key.face) {
                if let gone = shelf.pictures.removeValue(forKey: key) {
                    shelf.bytes -= gone.bytes.count
                }
            }
        }
    }

    /// Drops all pictures of a gallery.
    func forget(_ gallery: GalleryID) {
        shelf.withLock { shelf in
            for key in shelf.pictures.keys where key.gallery == gallery {
                if let gone = shelf.pictures.removeValue(forKey: key) {
                    shelf.bytes -= gone.bytes.count
                }
            }
        }
    }

    // MARK: Memory

    private func kept(_ key: Key, tag: String) -> [UInt8]? {
        shelf.withLock { shelf in
            guard let entry = shelf.pictures[key], entry.tag == tag else { return nil }
            shelf.clock += 1
            shelf.pictures[key]?.used = shelf.clock
            return entry.bytes
        }
    }

    private func keep(_ bytes: [UInt8], for key: Key, tag: String) {
        guard bytes.count <= bytesMax / 4 else { return }
        shelf.withLock { shelf in
            shelf.clock += 1
            if let former = shelf.pictures.updateValue((tag, bytes, shelf.clock), forKey: key) {
                shelf.bytes -= former.bytes.count
            }
            shelf.bytes += bytes.count
            if shelf.bytes > bytesMax { shelf.shrink(to: bytesMax * 3 / 4) }
        }
    }

    // MARK: Picture

    private static func render(
        _ face: StoredFace,
        from stored: [UInt8],
        isCrop: Bool,
        edge: Int
    ) throws -> [UInt8] {
        let square: PixelImage
        if isCrop {
            square = try decodeImage(stored).image
        } else {
            let box = face.detection.box
            let side = max(box.width, box.height) * (1 + 2 * FaceCrop.keptMargin)
            let long = Float(max(face.photoWidth, face.photoHeight))
            let wanted = min(long, long * Float(edge) / max(side, 1)).rounded(.up)
            square = FaceCrop.cut(
                box,
                from: try decodeImage(stored, atLeastEdge: Int(wanted)).image,
                fullWidth: face.photoWidth,
                margin: FaceCrop.keptMargin,
                edgeMax: edge
            )
        }
        let sized =
            square.width == edge && square.height == edge
            ? square : square.resized(width: edge, height: edge)
        let limit = max(bytesMax, bytesMax * edge * edge / (256 * 256))
        var picture: [UInt8] = []
        for quality in qualities {
            picture = try encodeWebP(sized, quality: quality)
            if picture.count <= limit { break }
        }
        return picture
    }
}

extension ThumbnailMaker.Shelf {
    /// Drops the pictures that were not asked for the longest.
    fileprivate mutating func shrink(to limit: Int) {
        for (key, entry) in pictures.sorted(by: { $0.value.used < $1.value.used }) {
            guard bytes > limit else { return }
            pictures[key] = nil
            bytes -= entry.bytes.count
        }
    }
}

import FaceTypes
import Gallery
import HTTPTypes
import Hummingbird
import NIOCore

/// Enrolled faces and their pictures.
enum FaceRoutes {
    static let all: [Route] = [
        Route(method: .get, path: "/faces/{id}", access: .search, handler: show),
        Route(method: .get, path: "/faces/{id}/thumbnail", access: .search, handler: thumbnail),
    ]

    @Sendable static func show(_ exchange: Exchange) async throws -> Response {
        let (gallery, face) = try await face(exchange)
        return try JSONBody.response(
            ServedFace(face, in: gallery.record, for: exchange.caller)
        )
    }

    @Sendable static func thumbnail(_ exchange: Exchange) async throws -> Response {
        let edge = try exchange.query.number("edge", in: 1...512, standard: 256)
        guard ThumbnailMaker.edges.contains(edge) else {
            throw Problem.badParameter("edge", "edge is 64, 128, 256 or 512.")
        }
        let (gallery, face) = try await face(exchange)
        let tag = ThumbnailMaker.tag(of: face, edge: edge)
        var headers: HTTPFields = [
            .eTag: tag,
            .cacheControl: "private, no-cache",
        ]
        if EntityTag.matches(exchange.request.headers[.ifNoneMatch], tag) {
            return Response(status: .notModified, headers: headers)
        }
        let picture = try await exchange.desk.thumbnails.picture(
            of: face,
            edge: edge,
            in: gallery
        )
        headers[.contentType] = "image/webp"
        return Response(
            status: .ok,
            headers: headers,
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: picture))
        )
    }

    static func face(_ exchange: Exchange) async throws -> (ServedGallery, StoredFace) {
        let id = FaceID(try exchange.id())
        let gallery = try await exchange.gallery()
        guard let face = try await gallery.store.faces([id], in: gallery.record.id).first else {
            throw Problem(.noSuchFace, "There is no face \(id) in this gallery.")
        }
        return (gallery, face)
    }
}

/// An enrolled face.
struct ServedFace: Encodable, Sendable {
    var id: FaceID
    var person: PersonID?
    var photo: PhotoID
    var photoStored: Bool
    var photoWidth: Int
    var photoHeight: Int
    var detection: DetectedFace
    var quality: Float
    var origin: String?
    var credit: PhotoCredit
    var creditLine: String?
    var thumbnail: ServedThumbnail?

    init(_ face: StoredFace, in gallery: GalleryRecord, for caller: Caller) {
        id = face.id
        person = face.person
        photo = face.photo
        photoStored = face.photoStored
        photoWidth = face.photoWidth
        photoHeight = face.photoHeight
        detection = face.detection
        quality = face.quality.score
        origin = ServedOrigin.shown(face.origin, to: caller)
        credit = face.credit
        creditLine = face.credit.line
        thumbnail = ServedThumbnail(face, in: gallery)
    }
}

/// Entity tags of conditional requests.
enum EntityTag {
    /// Whether `If-None-Match` names a strong tag.
    static func matches(_ header: String?, _ tag: String) -> Bool {
        guard let header else { return false }
        if header == "*" { return true }
        return header.split(separator: ",").contains { part in
            let name = part.drop { $0 == " " }
            return name == tag || name == "W/" + tag
        }
    }
}

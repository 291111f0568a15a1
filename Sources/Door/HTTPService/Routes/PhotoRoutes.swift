import FaceTypes
import Gallery
import Hummingbird
import Ingest

/// The photos of a gallery.
enum PhotoRoutes {
    static let all: [Route] = [
        Route(method: .get, path: "/photos", access: .enrol, handler: list),
        Route(method: .get, path: "/photos/{id}", access: .enrol, handler: show),
        Route(method: .delete, path: "/photos/{id}", access: .enrol, writes: true, handler: remove),
    ]

    @Sendable static func list(_ exchange: Exchange) async throws -> Response {
        let query = exchange.query
        let limit = try query.number("limit", in: 1...exchange.desk.settings.pageMax, standard: 50)
        let after = try query.after()
        let gallery = try await exchange.gallery()
        let photos = try await gallery.store.photos(
            in: gallery.record.id,
            after: after.map(PhotoID.init),
            limit: limit
        )
        let next = photos.count == limit ? photos.last?.id : nil
        return try JSONBody.response(
            PhotosPage(
                photos: photos.map { ServedPhoto($0, for: exchange.caller) },
                next: next
            )
        )
    }

    @Sendable static func show(_ exchange: Exchange) async throws -> Response {
        let id = PhotoID(try exchange.id())
        let gallery = try await exchange.gallery()
        let photo = try await gallery.store.photos(
            in: gallery.record.id,
            after: PhotoID(id.rawValue - 1),
            limit: 1
        ).first
        guard let photo, photo.id == id else { throw missing(id) }
        var served = ServedPhoto(photo, for: exchange.caller)
        served.faces = try await gallery.store.faces(in: id, of: gallery.record.id).map {
            ServedFace($0, in: gallery.record, for: exchange.caller)
        }
        return try JSONBody.response(served)
    }

    @Sendable static func remove(_ exchange: Exchange) async throws -> Response {
        let id = PhotoID(try exchange.id())
        let gallery = try await exchange.gallery()
        let receipt = try await exchange.desk.removal(in: gallery).remove(id, from: gallery.record)
        guard let receipt else { throw missing(id) }
        exchange.desk.keep(receipt, of: gallery.record, request: exchange.context.requestID)
        try await exchange.desk.forget(receipt.faces, in: gallery)
        return try JSONBody.response(ServedReceipt(receipt))
    }

    private static func missing(_ id: PhotoID) -> Problem {
        Problem(.noSuchPhoto, "There is no photo \(id) in this gallery.")
    }
}

/// A photo as the service lists it.
struct ServedPhoto: Encodable, Sendable {
    var id: PhotoID
    var hash: String
    var width: Int
    var height: Int
    var stored: Bool
    var origin: String?
    var credit: PhotoCredit
    var creditLine: String?
    var faces: [ServedFace]?

    init(_ photo: PhotoRecord, for caller: Caller) {
        id = photo.id
        hash = photo.hash.hexadecimal
        width = photo.width
        height = photo.height
        stored = photo.stored
        origin = ServedOrigin.shown(photo.origin, to: caller)
        credit = photo.credit
        creditLine = photo.credit.line
    }
}

/// A page of photos.
struct PhotosPage: Encodable, Sendable {
    var photos: [ServedPhoto]
    var next: PhotoID?
}

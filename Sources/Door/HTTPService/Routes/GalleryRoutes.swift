import FaceTypes
import Gallery
import Hummingbird
import Ingest

/// Galleries, packs and indexes.
enum GalleryRoutes {
    static let plain: [Route] = [
        Route(method: .get, path: "/v1/galleries", access: .search, handler: list),
        Route(method: .post, path: "/v1/galleries", access: .admin, writes: true, handler: create),
        Route(method: .get, path: "/v1/galleries/{gallery}", access: .search, handler: show),
        Route(
            method: .delete,
            path: "/v1/galleries/{gallery}",
            access: .admin,
            writes: true,
            handler: remove
        ),
        Route(method: .get, path: "/v1/packs", access: .search, handler: packs),
    ]

    static let onGallery: [Route] = [
        Route(method: .get, path: "/index", access: .admin, handler: index),
        Route(method: .post, path: "/index/verify", access: .admin, handler: verify),
    ]

    @Sendable static func list(_ exchange: Exchange) async throws -> Response {
        let store = exchange.desk.parts.store
        var served: [ServedGalleryRecord] = []
        for record in try await store.galleries() {
            served.append(
                ServedGalleryRecord(record, try await store.statistics(of: record.id))
            )
        }
        return try JSONBody.response(["galleries": served])
    }

    @Sendable static func create(_ exchange: Exchange) async throws -> Response {
        let wanted = try await exchange.json(ServiceParts.NewGallery.self)
        guard GalleryRecord.isUsable(name: wanted.name) else {
            throw Problem(cause: GalleryError.invalidName(wanted.name))
        }
        let packs = try exchange.desk.parts.packs().map(\.identity.name)
        if let pack = wanted.pack, !packs.contains(pack) {
            throw Problem(
                .conflict,
                "There is no pack of this name here; there are \(packs.joined(separator: ", "))."
            )
        }
        let store = exchange.desk.parts.store
        let isNew = try await store.gallery(named: wanted.name) == nil
        let record = try await exchange.desk.parts.create(wanted)
        return try JSONBody.response(
            ServedGalleryRecord(record, try await store.statistics(of: record.id)),
            status: isNew ? .created : .ok,
            headers: [.location: "/v1/galleries/\(record.name)"]
        )
    }

    @Sendable static func show(_ exchange: Exchange) async throws -> Response {
        let record = try await record(exchange)
        let counts = try await exchange.desk.parts.store.statistics(of: record.id)
        return try JSONBody.response(ServedGalleryRecord(record, counts))
    }

    @Sendable static func remove(_ exchange: Exchange) async throws -> Response {
        let record = try await record(exchange)
        let desk = exchange.desk
        await desk.shelf.close(record.name)
        let removal = Removal(
            store: desk.parts.store,
            objects: desk.parts.objects,
            pool: desk.parts.pool
        )
        let objects: Int
        do {
            objects = try await removal.remove(record)
        } catch {
            // The gallery may be gone although its objects are not.
            await sweep(exchange)
            throw error
        }
        await sweep(exchange)
        desk.thumbnails.forget(record.id)
        desk.replays.forget(gallery: record.id)
        return try JSONBody.response(["objects": objects])
    }

    /// The index of a gallery that is gone goes with it; the service's next start tries again where
    /// that fails.
    private static func sweep(_ exchange: Exchange) async {
        do {
            try await exchange.desk.parts.sweepIndexes()
        } catch {
            exchange.desk.parts.log(FaultLine.text(id: exchange.context.requestID, error: error))
        }
    }

    @Sendable static func packs(_ exchange: Exchange) async throws -> Response {
        let packs = try exchange.desk.parts.packs()
        return try JSONBody.response(["packs": packs.map(ListedPack.init)])
    }

    @Sendable static func index(_ exchange: Exchange) async throws -> Response {
        let gallery = try await exchange.gallery()
        try await exchange.desk.shelf.follow(gallery)
        return try JSONBody.response(try await gallery.indexState())
    }

    @Sendable static func verify(_ exchange: Exchange) async throws -> Response {
        let gallery = try await exchange.gallery()
        let name = gallery.record.name
        let state = try await exchange.desk.works.during(.verification, gallery: name) { _ in
            try await exchange.desk.shelf.follow(gallery)
            return try await gallery.checkIndex()
        }
        return try JSONBody.response(state)
    }

    private static func record(_ exchange: Exchange) async throws -> GalleryRecord {
        let name = exchange.galleryName
        guard let record = try await exchange.desk.parts.store.gallery(named: name) else {
            throw GalleryError.noSuchGallery(name: name)
        }
        return record
    }
}

/// A gallery as the service lists it.
struct ServedGalleryRecord: Encodable, Sendable {
    var name: String
    var labelled: Bool
    var keep: KeepPolicy
    var pack: PackIdentity
    var people: Int
    var photos: Int
    var faces: Int

    init(_ record: GalleryRecord, _ counts: GalleryStatistics) {
        name = record.name
        labelled = record.labelled
        keep = record.keep
        pack = record.pack
        people = counts.people
        photos = counts.photos
        faces = counts.faces
    }
}

/// An installed pack as the service lists it.
struct ListedPack: Encodable, Sendable {
    var name: String
    var version: String
    var hash: String
    var dimension: Int
    var licence: String
    var licenceAddress: String
    var summary: String

    init(_ pack: ServedPack) {
        name = pack.identity.name
        version = pack.identity.version
        hash = pack.identity.hash
        dimension = pack.identity.dimension
        licence = pack.licence
        licenceAddress = pack.licenceAddress
        summary = pack.summary
    }
}

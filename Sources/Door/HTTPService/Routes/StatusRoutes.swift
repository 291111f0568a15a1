import Calibration
import FaceTypes
import Gallery
import Hummingbird
import Imaging

/// What the page's first view needs.
enum StatusRoutes {
    static let all: [Route] = [
        Route(method: .get, path: "/status", access: .open, handler: status)
    ]

    /// The service in one small answer.
    struct Status: Encodable, Sendable {
        /// A gallery; without counts for those who may not search it.
        struct Described: Encodable, Sendable {
            var name: String
            var labelled = true
            var keep = KeepPolicy.photos
            var people: Int?
            var faces: Int?
            var photos: Int?
        }

        struct Pack: Encodable, Sendable {
            var name: String
            var version: String
            var dimension: Int
            var licence: String

            init(_ pack: ServedPack) {
                name = pack.identity.name
                version = pack.identity.version
                dimension = pack.identity.dimension
                licence = pack.licence
            }
        }

        struct Limits: Encodable, Sendable {
            var bodyBytes: Int
            var photosPerProbe: Int
            var k: Int
        }

        var product = "Semblance"
        var version: String
        var gallery: Described
        var pack: Pack?
        var search: String
        var limits: Limits
        var formats: [String]
        var filters: GalleryFacets
        var scoreFrom: Int
    }

    @Sendable static func status(_ exchange: Exchange) async throws -> Response {
        let desk = exchange.desk
        let name = exchange.galleryName
        // The default gallery has a page, which must be able to say that a key is wanted. Of others
        // those without one do not even learn whether they are there.
        var maySearch = true
        do throws(Problem) {
            try desk.gate.check(exchange.caller, may: .search)
        } catch {
            guard name == desk.parts.defaultGallery else { throw error }
            maySearch = false
        }
        var described = Status.Described(name: name)
        var facets = GalleryFacets()
        var pack: ServedPack?
        if let gallery = try await desk.shelf.gallery(named: name) {
            described.labelled = gallery.record.labelled
            described.keep = gallery.record.keep
            pack = gallery.eyes.pack
            if maySearch {
                let overview = try await desk.shelf.overview(of: gallery)
                facets = overview.facets
                let held = overview.counts
                described.count(people: held.people, faces: held.faces, photos: held.photos)
            }
        } else if name == desk.parts.defaultGallery {
            pack = try? await desk.parts.eyes().pack
            if maySearch { described.count(people: 0, faces: 0, photos: 0) }
        } else {
            throw Problem(cause: GalleryError.noSuchGallery(name: name))
        }
        return try JSONBody.response(
            Status(
                version: desk.parts.version,
                gallery: described,
                pack: pack.map(Status.Pack.init),
                search: desk.settings.publicSearch ? "open" : "key",
                limits: Status.Limits(
                    bodyBytes: desk.settings.bodyBytesMax,
                    photosPerProbe: desk.settings.photosPerProbe,
                    k: desk.settings.kMax
                ),
                formats: formats,
                filters: facets,
                scoreFrom: CalibrationSettings().peopleForScore
            )
        )
    }

    /// The media types the codecs of this machine read.
    private static let formats: [String] = {
        let readable = (try? readableFormats()) ?? []
        return readable.map(\.mediaType).sorted()
    }()
}

extension StatusRoutes.Status.Described {
    mutating func count(people: Int, faces: Int, photos: Int) {
        (self.people, self.faces, self.photos) = (people, faces, photos)
    }
}

extension ImageFormat {
    /// The registered media type.
    var mediaType: String {
        switch self {
        case .ico: "image/vnd.microsoft.icon"
        default: "image/\(rawValue)"
        }
    }
}

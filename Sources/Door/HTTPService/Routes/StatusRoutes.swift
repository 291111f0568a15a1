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
        struct Counts: Encodable, Sendable {
            var name: String
            var labelled: Bool
            var people: Int
            var faces: Int
            var photos: Int
            var keep: KeepPolicy
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
        var gallery: Counts
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
        var counts = Status.Counts(
            name: name,
            labelled: true,
            people: 0,
            faces: 0,
            photos: 0,
            keep: .photos
        )
        var facets = GalleryFacets()
        var pack: ServedPack?
        if let gallery = try await desk.shelf.gallery(named: name) {
            let overview = try await desk.shelf.overview(of: gallery)
            let held = overview.counts
            counts.labelled = gallery.record.labelled
            counts.keep = gallery.record.keep
            (counts.people, counts.faces, counts.photos) = (held.people, held.faces, held.photos)
            facets = overview.facets
            pack = gallery.eyes.pack
        } else if name == desk.parts.defaultGallery {
            pack = try? await desk.parts.eyes().pack
        } else {
            throw Problem(cause: GalleryError.noSuchGallery(name: name))
        }
        return try JSONBody.response(
            Status(
                version: desk.parts.version,
                gallery: counts,
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

extension ImageFormat {
    /// The registered media type.
    var mediaType: String {
        switch self {
        case .ico: "image/vnd.microsoft.icon"
        default: "image/\(rawValue)"
        }
    }
}

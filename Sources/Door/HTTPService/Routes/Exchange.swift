import FaceTypes
import Gallery
import HTTPTypes
import Hummingbird

/// One request with everything its handler needs.
struct Exchange: Sendable {
    var request: Request
    let context: ServiceContext
    let desk: ServiceDesk
    /// The rights of the caller's key, if one was shown.
    var caller: Caller
    /// The memory its body takes.
    let share: BodyShare

    /// The parameters of the address.
    var query: Arguments { Arguments(query: request.uri.query) }

    /// The gallery the address names, or the default one.
    var galleryName: String {
        context.parameters.get("gallery") ?? desk.parts.defaultGallery
    }

    /// The opened gallery.
    ///
    /// - Throws: `no_such_gallery`; for the default one, `missing` when that is given.
    func gallery(orThrow missing: Problem? = nil) async throws -> ServedGallery {
        let name = galleryName
        if let gallery = try await desk.shelf.gallery(named: name) { return gallery }
        if let missing, name == desk.parts.defaultGallery { throw missing }
        throw Problem(cause: GalleryError.noSuchGallery(name: name))
    }

    /// Notes whom the answer is about.
    func note(_ person: PersonID, in gallery: ServedGallery) {
        context.ledger.subject = IdempotencyStore.Subject(
            gallery: gallery.record.id,
            person: person
        )
    }

    /// A number in the path.
    func id() throws(Problem) -> Int64 {
        guard let text = context.parameters.get("id"), let id = Int64(text), id > 0 else {
            throw .badParameter("id", "An id is a positive number.")
        }
        return id
    }

    /// The body of a request that sends JSON without photos.
    func json<Value: Decodable>(_ type: Value.Type) async throws -> Value {
        let kind = MediaKind(request.headers[.contentType])
        guard kind == .json else {
            throw Problem(
                .unsupportedMediaType,
                "Send the body as application/json."
            )
        }
        let reader = reader(bytesMax: desk.settings.smallBodyBytesMax)
        return try JSONBody.decode(type, from: await reader.bytes(of: request))
    }

    /// What reads its body.
    func reader(bytesMax: Int) -> BodyReader {
        BodyReader(
            bytesMax: bytesMax,
            limit: desk.settings.bodyLimit,
            share: share,
            ledger: context.ledger
        )
    }
}

/// Who asks.
struct Caller: Sendable, Hashable {
    /// The key that was shown; `nil` without one.
    var key: ServedKey?

    /// What it allows.
    var role: KeyRole? { key?.role }
}

import Calibration
import FacePipeline
import FaceTypes
import Gallery
import Hummingbird
import Likeness
import Pools

/// Finds whom a gallery holds of somebody who shows their face, so that they can be removed.
enum FaceSearchRoute {
    static let all: [Route] = [
        Route(method: .post, path: "/people/by-face", access: .enrol, handler: find)
    ]

    /// People that are looked at, closest first.
    private static let peopleMax = 10

    /// A person the face may be.
    struct Holding: Encodable, Sendable {
        var similarity: Float
        var person: ServedPerson
    }

    /// The answer.
    struct Holdings: Encodable, Sendable {
        var people: [Holding]
    }

    @Sendable static func find(_ exchange: Exchange) async throws -> Response {
        let body = try await PhotoBody.read(exchange, photosRange: 1...1)
        let selection = try SearchOptions.oneFace(body.arguments["faces"])
        let gallery = try await exchange.gallery()
        let desk = exchange.desk
        let probe = try await desk.line.admitted {
            try await desk.parts.pool.run {
                try gallery.eyes.face(selection, of: body.photos[0]).embedding
            }
        }
        let near = try await gallery.search.nearestPeople(to: probe, limit: peopleMax)
        var found: [Holding] = []
        for neighbor in near where neighbor.similarity >= gallery.eyes.curve.fmr1e4 {
            guard let id = neighbor.person,
                let person = try await gallery.store.people([id], in: gallery.record.id).first
            else { continue }
            let shown = try await PeopleRoutes.shown(person, in: gallery, to: exchange.caller)
            found.append(Holding(similarity: neighbor.similarity, person: shown))
        }
        return try JSONBody.response(Holdings(people: found))
    }
}

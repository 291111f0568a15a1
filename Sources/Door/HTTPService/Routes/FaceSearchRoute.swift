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
        let selection = try SearchOptions.selection(body.arguments["faces"])
        if selection == .all {
            throw Problem.badParameter("faces", "faces is primary or a number here.")
        }
        let gallery = try await exchange.gallery()
        let desk = exchange.desk
        let probe = try await desk.line.admitted {
            try await desk.parts.pool.run {
                let seen = try gallery.eyes.analyse(body.photos[0])
                let position = try selection.positions(
                    among: seen.faces.map(\.quality),
                    absence: seen.absence,
                    allow: Set(QualityCode.allCases)
                )[0]
                return seen.faces[position].embedding
            }
        }
        let near = try await gallery.search.nearestPeople(to: probe, limit: peopleMax)
        var found: [Holding] = []
        for neighbor in near where neighbor.similarity >= gallery.eyes.curve.fmr1e4 {
            guard let id = neighbor.person,
                let person = try await PeopleRoutes.shown(id, in: gallery, to: exchange.caller)
            else { continue }
            found.append(Holding(similarity: neighbor.similarity, person: person))
        }
        return try JSONBody.response(Holdings(people: found))
    }
}

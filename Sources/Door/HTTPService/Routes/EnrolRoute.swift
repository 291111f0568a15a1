import FaceTypes
import Foundation
import Gallery
import Hashing
import Hummingbird
import Ingest

/// Enrols photos of a person.
enum EnrolRoute {
    /// What became of one photo.
    struct Outcome: Encodable, Sendable {
        var outcome: String
        var code: String?
        var advice: String?
        var photo: PhotoID?
        var face: FaceID?
        /// Whose the photo's face is already.
        var person: PersonID?
    }

    @Sendable static func enrol(_ exchange: Exchange) async throws -> Response {
        let settings = exchange.desk.settings
        let (gallery, person) = try await PeopleRoutes.person(exchange)
        if let born = person.metadata.birthYear,
            person.metadata.isMinor(onPhotoOf: nil, now: year)
        {
            throw Problem(
                .personKnownToBeMinor,
                "The person was born in \(born): people under 18 are not enrolled here."
            )
        }
        let body = try await PhotoBody.read(exchange, photosRange: 1...settings.photosPerProbe)
        let credit = try credit(body.arguments, settings: settings)
        let outcomes = try await exchange.desk.works.during(
            .enrolment,
            gallery: gallery.record.name,
            total: body.photos.count
        ) { work in
            try await enrol(body.photos, of: person, in: gallery, credit, work, exchange)
        }
        if let problem = problem(in: outcomes) { throw problem }
        if outcomes.contains(where: { $0.outcome == "enrolled" }) {
            try await exchange.desk.shelf.follow(gallery)
            await exchange.desk.shelf.refreshCalibration(of: gallery)
        }
        return try JSONBody.response(["photos": outcomes])
    }

    private static func enrol(
        _ photos: [[UInt8]],
        of person: PersonRecord,
        in gallery: ServedGallery,
        _ credit: PhotoCredit,
        _ work: Int,
        _ exchange: Exchange
    ) async throws -> [Outcome] {
        var outcomes: [Outcome] = []
        for bytes in photos {
            let candidate = PhotoCandidate(
                origin: credit.source ?? origin(of: bytes),
                claim: PersonClaim(
                    key: person.key,
                    name: person.name,
                    metadata: person.metadata
                ),
                credit: credit,
                load: { bytes }
            )
            let verdict = try await exchange.desk.line.admitted {
                try await gallery.enrol(candidate)
            }
            outcomes.append(outcome(of: verdict))
            let refused = outcomes.count { $0.outcome == "refused" }
            exchange.desk.works.advance(work, done: outcomes.count, refused: refused)
        }
        return outcomes
    }

    /// The problem that a request is answered with whose every photo has somebody else's face: it
    /// changed nothing, and things have to change before it can.
    private static func problem(in outcomes: [Outcome]) -> Problem? {
        guard let first = outcomes.first, let other = first.person,
            outcomes.allSatisfy({ $0.person != nil })
        else { return nil }
        return Problem(
            .faceOfAnother,
            first.advice.map(sentence) ?? "",
            members: ["person": .number(Int(other.rawValue))]
        )
    }

    private static func sentence(_ words: String) -> String {
        words.prefix(1).uppercased() + words.dropFirst() + "."
    }

    /// An address no other photo has: a removal bars the addresses of what it removes.
    private static func origin(of bytes: [UInt8]) -> String {
        "upload:" + sha256(bytes).hexadecimal
    }

    private static func outcome(of verdict: PhotoEnroller.Verdict) -> Outcome {
        switch verdict {
        case .enrolled(let photo, let faces):
            Outcome(outcome: "enrolled", photo: photo, face: faces.first)
        case .known: Outcome(outcome: "known")
        case .faceOfAnother(let person, let reject):
            Outcome(outcome: "refused", code: reject.code, advice: reject.detail, person: person)
        case .refused(let reject):
            // The engine's own words stay inside.
            Outcome(
                outcome: "refused",
                code: reject.code,
                advice: reject.code == Reject.Code.engine.rawValue
                    ? "The photo could not be analysed: try another one." : reject.detail
            )
        }
    }

    private static func credit(
        _ arguments: Arguments,
        settings: ServiceSettings
    ) throws(Problem) -> PhotoCredit {
        let parts = ["author", "licence", "licenceAddress", "source", "restrictions", "change"]
        for name in parts {
            if let text = arguments[name] {
                try Texts.check(text, name, charactersMax: settings.textCharactersMax)
            }
        }
        return PhotoCredit(
            author: arguments["author"],
            licence: arguments["licence"],
            licenceAddress: arguments["licenceAddress"],
            source: arguments["source"],
            restrictions: arguments["restrictions"],
            change: arguments["change"]
        ).sayingChange
    }

    private static var year: Int {
        Calendar(identifier: .gregorian).component(.year, from: Date())
    }
}

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
        let work = exchange.desk.works.begin(
            .enrolment,
            gallery: gallery.record.name,
            total: body.photos.count
        )
        defer { exchange.desk.works.end(work) }
        var outcomes: [Outcome] = []
        for bytes in body.photos {
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
            exchange.desk.works.advance(work, done: outcomes.count)
        }
        if outcomes.contains(where: { $0.outcome == "enrolled" }) {
            try await exchange.desk.shelf.follow(gallery)
            await exchange.desk.shelf.refreshCalibration(of: gallery)
        }
        return try JSONBody.response(["photos": outcomes])
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

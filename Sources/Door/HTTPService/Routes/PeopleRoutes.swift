import FaceTypes
import Foundation
import Gallery
import Hummingbird
import Ingest

/// The people of a gallery.
enum PeopleRoutes {
    static let all: [Route] = [
        Route(method: .get, path: "/people", access: .enrol, handler: list),
        Route(method: .post, path: "/people", access: .enrol, writes: true, handler: create),
        Route(method: .get, path: "/people/{id}", access: .enrol, handler: show),
        Route(method: .patch, path: "/people/{id}", access: .enrol, writes: true, handler: patch),
        Route(method: .delete, path: "/people/{id}", access: .enrol, writes: true, handler: remove),
        Route(
            method: .post,
            path: "/people/{id}/merge",
            access: .enrol,
            writes: true,
            handler: merge
        ),
        Route(
            method: .post,
            path: "/people/{id}/photos",
            access: .enrol,
            writes: true,
            handler: EnrolRoute.enrol
        ),
    ]

    @Sendable static func list(_ exchange: Exchange) async throws -> Response {
        let query = exchange.query
        let limit = try query.number("limit", in: 1...exchange.desk.settings.pageMax, standard: 50)
        let after = try query.after()
        let gallery = try await exchange.gallery()
        let people = try await gallery.store.people(
            in: gallery.record.id,
            named: query["name"],
            after: after.map(PersonID.init),
            limit: limit
        )
        var served: [ServedPerson] = []
        for person in people { served.append(try await described(person, in: gallery)) }
        let next = people.count == limit ? people.last?.id : nil
        return try JSONBody.response(PeoplePage(people: served, next: next))
    }

    @Sendable static func create(_ exchange: Exchange) async throws -> Response {
        let wanted = try await exchange.json(NewPerson.self)
        let settings = exchange.desk.settings
        try Texts.check(wanted.name, "name", charactersMax: settings.textCharactersMax)
        if let key = wanted.key {
            try Texts.check(key, "key", charactersMax: settings.textCharactersMax)
        }
        let metadata = wanted.metadata?.made ?? PersonMetadata()
        try metadata.check(settings)
        let gallery = try await exchange.gallery()
        guard gallery.record.labelled else {
            throw Problem(.settingsMismatch, "The faces of this gallery belong to nobody.")
        }
        let person = try await gallery.store.person(
            withKey: wanted.key ?? "person-" + UUID().uuidString.lowercased(),
            name: wanted.name,
            metadata: metadata,
            in: gallery.record.id
        )
        guard let person else { throw suppressed }
        exchange.note(person.id, in: gallery)
        return try JSONBody.response(
            try await described(person, in: gallery),
            status: .created,
            headers: [
                .location: "/v1/galleries/\(gallery.record.name)/people/\(person.id)"
            ]
        )
    }

    @Sendable static func show(_ exchange: Exchange) async throws -> Response {
        let (gallery, person) = try await person(exchange)
        return try JSONBody.response(try await shown(person, in: gallery, to: exchange.caller))
    }

    /// A person with their photos.
    static func shown(
        _ person: PersonRecord,
        in gallery: ServedGallery,
        to caller: Caller
    ) async throws -> ServedPerson {
        let faces = try await gallery.store.faces(of: person.id, in: gallery.record.id)
        var served = described(person, faces, in: gallery)
        served.photos = faces.map {
            ServedPerson.Photo(
                photo: $0.photo,
                face: ServedFace($0, in: gallery.record, for: caller)
            )
        }
        return served
    }

    @Sendable static func patch(_ exchange: Exchange) async throws -> Response {
        let change = try await exchange.json(PersonChange.self)
        try change.metadata?.applied(to: PersonMetadata()).check(exchange.desk.settings)
        let (gallery, person) = try await person(exchange)
        let id = gallery.record.id
        if let name = change.name {
            try Texts.check(name, "name", charactersMax: exchange.desk.settings.textCharactersMax)
            try await gallery.store.rename(person.id, to: name, in: id)
        }
        if let metadata = change.metadata {
            _ = try await gallery.store.change(person.id, metadata: metadata, in: id)
        }
        let changed = try await gallery.store.people([person.id], in: id).first ?? person
        return try JSONBody.response(try await described(changed, in: gallery))
    }

    @Sendable static func merge(_ exchange: Exchange) async throws -> Response {
        let wish = try await exchange.json(MergeWish.self)
        let (gallery, person) = try await person(exchange)
        guard wish.into != person.id else {
            throw Problem.badParameter("into", "A person can't be merged with themselves.")
        }
        let id = gallery.record.id
        guard let other = try await gallery.store.people([wish.into], in: id).first else {
            throw Problem(cause: GalleryError.noSuchPerson(wish.into))
        }
        try await gallery.store.merge(person.id, into: other.id, in: id)
        try await exchange.desk.shelf.follow(gallery)
        await exchange.desk.shelf.refreshCalibration(of: gallery)
        exchange.note(other.id, in: gallery)
        let merged = try await gallery.store.people([other.id], in: id).first ?? other
        return try JSONBody.response(try await described(merged, in: gallery))
    }

    @Sendable static func remove(_ exchange: Exchange) async throws -> Response {
        let (gallery, person) = try await person(exchange)
        let name = gallery.record.name
        let receipt = try await exchange.desk.works.during(.removal, gallery: name) { _ in
            try await exchange.desk.removal(in: gallery).remove(person.id, from: gallery.record)
        }
        exchange.desk.keep(receipt, of: gallery.record, request: exchange.context.requestID)
        try await exchange.desk.forget(receipt.faces, of: person.id, in: gallery)
        return try JSONBody.response(ServedReceipt(receipt))
    }

    static func person(_ exchange: Exchange) async throws -> (ServedGallery, PersonRecord) {
        let id = PersonID(try exchange.id())
        let gallery = try await exchange.gallery()
        guard let person = try await gallery.store.people([id], in: gallery.record.id).first
        else { throw Problem(cause: GalleryError.noSuchPerson(id)) }
        exchange.note(id, in: gallery)
        return (gallery, person)
    }

    static let suppressed = Problem(
        .personSuppressed,
        "This person was removed on request, and the removal is kept."
    )

    private static func described(
        _ person: PersonRecord,
        in gallery: ServedGallery
    ) async throws -> ServedPerson {
        let faces = try await gallery.store.faces(of: person.id, in: gallery.record.id)
        return described(person, faces, in: gallery)
    }

    private static func described(
        _ person: PersonRecord,
        _ faces: [StoredFace],
        in gallery: ServedGallery
    ) -> ServedPerson {
        ServedPerson(
            id: person.id,
            key: person.key,
            name: person.name,
            metadata: person.metadata,
            faces: faces.count,
            cover: faces.first.flatMap { ServedThumbnail($0, in: gallery.record) }
        )
    }
}

/// A person as the service lists them.
struct ServedPerson: Encodable, Sendable {
    struct Photo: Encodable, Sendable {
        var photo: PhotoID
        var face: ServedFace
    }

    var id: PersonID
    var key: String
    var name: String
    var metadata: PersonMetadata
    var faces: Int
    var cover: ServedThumbnail?
    var photos: [Photo]?
}

/// A page of people.
struct PeoplePage: Encodable, Sendable {
    var people: [ServedPerson]
    var next: PersonID?
}

/// What of a person is known, as a client sends it: every part may be missing.
struct GivenMetadata: Decodable, Sendable {
    var gender: String?
    var birthYear: Int?
    var deathYear: Int?
    var country: String?
    var occupations: [String]?
    var fame: Int?

    var made: PersonMetadata {
        PersonMetadata(
            gender: gender?.lowercased(),
            birthYear: birthYear,
            deathYear: deathYear,
            country: country,
            occupations: (occupations ?? []).map { $0.lowercased() },
            fame: fame
        )
    }
}

/// The body of `POST …/people`.
struct NewPerson: Decodable, Sendable {
    var key: String?
    var name: String
    var metadata: GivenMetadata?
}

/// The body of `PATCH …/people/{id}`, a JSON merge patch (RFC 7396): what is absent stays, `null`
/// clears a part of the metadata or all of it.
struct PersonChange: Decodable, Sendable {
    var name: String?
    var metadata: MetadataChange?

    private enum Key: String, CodingKey {
        case name, metadata
    }

    private enum Part: String, CodingKey {
        case gender, birthYear, deathYear, country, occupations, fame
    }

    init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: Key.self)
        // A name that is there can't be null: nobody is without one.
        name = try values.contains(.name) ? values.decode(String.self, forKey: .name) : nil
        guard values.contains(.metadata) else { return }
        if try values.decodeNil(forKey: .metadata) {
            metadata = .clearingAll
            return
        }
        let parts = try values.nestedContainer(keyedBy: Part.self, forKey: .metadata)
        var change = MetadataChange()
        change.gender = try Self.part(.gender, of: parts) { (gender: String) in
            gender.lowercased()
        }
        change.birthYear = try Self.part(.birthYear, of: parts) { $0 }
        change.deathYear = try Self.part(.deathYear, of: parts) { $0 }
        change.country = try Self.part(.country, of: parts) { $0 }
        change.occupations = try Self.part(.occupations, of: parts) { (occupations: [String]) in
            occupations.map { $0.lowercased() }
        }
        change.fame = try Self.part(.fame, of: parts) { $0 }
        metadata = change
    }

    private static func part<Value: Decodable>(
        _ key: Part,
        of parts: KeyedDecodingContainer<Part>,
        _ made: (Value) -> Value
    ) throws -> MetadataChange.Part<Value> {
        guard parts.contains(key) else { return .kept }
        if try parts.decodeNil(forKey: key) { return .cleared }
        return .set(made(try parts.decode(Value.self, forKey: key)))
    }
}

/// The body of `POST …/people/{id}/merge`.
struct MergeWish: Decodable, Sendable {
    var into: PersonID
}

/// What a removal took away.
struct ServedReceipt: Encodable, Sendable {
    var person: PersonID?
    var faces: Int
    var photos: Int
    var objects: Int
    var jobs: Int
    var scrubbed: Bool

    init(_ receipt: RemovalReceipt) {
        person = receipt.person
        faces = receipt.faces.count
        photos = receipt.photos.count
        objects = receipt.orphanedObjects.count
        jobs = receipt.jobs
        scrubbed = receipt.scrubbed
    }
}

/// Texts of records.
enum Texts {
    /// - Throws: when a text is empty, too long, or holds control characters.
    static func check(_ text: String, _ name: String, charactersMax: Int) throws(Problem) {
        let printable = text.unicodeScalars.allSatisfy {
            $0.properties.generalCategory != .control
        }
        let isBlank = text.allSatisfy(\.isWhitespace)
        guard !isBlank, text.unicodeScalars.count <= charactersMax, printable else {
            throw .badParameter(
                name,
                "\(name) is a text of 1 to \(charactersMax) characters, none of them for control."
            )
        }
    }
}

extension PersonMetadata {
    /// Years and fame a record may hold, as the OpenAPI file says.
    private static let years = -10_000...10_000
    private static let fames = 0...1_000_000_000

    /// - Throws: when a part makes no sense, or is longer than a record may hold.
    func check(_ settings: ServiceSettings) throws(Problem) {
        try Self.check(birthYear, "birthYear", in: Self.years)
        try Self.check(deathYear, "deathYear", in: Self.years)
        try Self.check(fame, "fame", in: Self.fames)
        if let birthYear, let deathYear, deathYear < birthYear {
            throw Problem(
                .badParameter,
                "deathYear \(deathYear) comes before birthYear \(birthYear).",
                members: ["parameter": .text("deathYear")],
                // Each is right by itself.
                status: .unprocessableContent
            )
        }
        guard occupations.count <= settings.occupationsMax else {
            throw .badParameter(
                "occupations",
                "A person has at most \(settings.occupationsMax) occupations."
            )
        }
        // What no filter could ask for would be held in vain.
        let most = settings.filterWordCharactersMax
        if let gender { try Texts.check(gender, "gender", charactersMax: most) }
        if let country { try Texts.check(country, "country", charactersMax: most) }
        for word in occupations { try Texts.check(word, "occupations", charactersMax: most) }
    }

    private static func check(
        _ value: Int?,
        _ name: String,
        in range: ClosedRange<Int>
    ) throws(Problem) {
        guard let value, !range.contains(value) else { return }
        throw .badParameter(
            name,
            "\(name) is a number from \(range.lowerBound) to \(range.upperBound)."
        )
    }
}

import Foundation
import Gallery
import Hummingbird

/// The photos of a request and the parameters that came with them.
struct PhotoBody: Sendable {
    /// The photos' bytes, in order.
    var photos: [[UInt8]]
    /// Parameters of the address and the body.
    var arguments: Arguments

    /// Reads the body of a request, in whichever of the three forms it is sent.
    ///
    /// - Parameter photosRange: how many photos the route takes.
    static func read(
        _ exchange: Exchange,
        photosRange: ClosedRange<Int>
    ) async throws -> PhotoBody {
        let request = exchange.request
        let body: PhotoBody
        switch MediaKind(request.headers[.contentType]) {
        case .picture:
            let bytes = try await reader(exchange).bytes(of: request)
            body = PhotoBody(photos: bytes.isEmpty ? [] : [bytes], arguments: exchange.query)
        case .multipart: body = try await form(exchange)
        case .json: body = try await json(exchange)
        case .other:
            throw Problem(
                .unsupportedMediaType,
                "Send a photo as the body (image/jpeg and others), multipart/form-data with parts "
                    + "named photo, or application/json with base64."
            )
        }
        guard photosRange.contains(body.photos.count) else {
            throw Problem.badParameter(
                "photos",
                "This wants \(words(photosRange)); the body has \(body.photos.count)."
            )
        }
        return body
    }

    private static func words(_ range: ClosedRange<Int>) -> String {
        if range.lowerBound == range.upperBound {
            return range.lowerBound == 1 ? "one photo" : "\(range.lowerBound) photos"
        }
        return "\(range.lowerBound) to \(range.upperBound) photos"
    }

    private static func reader(_ exchange: Exchange) -> BodyReader {
        exchange.reader(bytesMax: exchange.desk.settings.bodyBytesMax)
    }

    private static func form(_ exchange: Exchange) async throws -> PhotoBody {
        let start = try PhotoForm(
            contentType: exchange.request.headers[.contentType] ?? "",
            settings: exchange.desk.settings
        )
        var form = try await reader(exchange).chunks(of: exchange.request, into: start) {
            try $0.consume($1)
        }
        try form.finish()
        return PhotoBody(
            photos: form.photos,
            arguments: exchange.query.joined(with: Arguments(form.fields))
        )
    }

    private static func json(_ exchange: Exchange) async throws -> PhotoBody {
        let bytes = try await reader(exchange).bytes(of: exchange.request)
        let form = try JSONBody.decode(JSONPhotos.self, from: bytes)
        let limit = exchange.desk.settings.photosPerProbe
        guard form.photos.count <= limit else {
            throw Problem(
                .badParameter,
                "At most \(limit) photos may come at once.",
                members: ["parameter": .text("photos")],
                // Sound by its schema: how many may come is a setting.
                status: .unprocessableContent
            )
        }
        let photos = try form.photos.enumerated().map { number, text in
            guard let data = Data(base64Encoded: text) else {
                throw Problem(
                    .malformedBody,
                    "Photo \(number + 1) is no base64.",
                    members: ["photo": .number(number)]
                )
            }
            return [UInt8](data)
        }
        return PhotoBody(
            photos: photos,
            arguments: exchange.query.joined(with: Arguments(form.arguments))
        )
    }
}

/// The JSON form of a request with photos.
struct JSONPhotos: Decodable {
    /// Who may answer, as in the answer's `filter`.
    struct Filter: Decodable {
        var genders: [String]?
        var bornFrom: Int?
        var bornTo: Int?
        var countries: [String]?
        var occupations: [String]?
        var fameAtLeast: Int?
        var living: Bool?
    }

    /// `primary`, `every` or a number.
    enum Faces: Decodable {
        case word(String)
        case number(Int)

        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            if let number = try? container.decode(Int.self) {
                self = .number(number)
            } else {
                self = .word(try container.decode(String.self))
            }
        }
    }

    var photos: [String]
    var k: Int?
    var faces: Faces?
    var filter: Filter?
    var allow: [String]?
    var face: Int64?

    /// The same as parameters of an address.
    var arguments: [(name: String, value: String)] {
        var values: [(name: String, value: String)] = []
        func add(_ name: String, _ value: (some CustomStringConvertible)?) {
            if let value { values.append((name, value.description)) }
        }
        add("k", k)
        add("face", face)
        switch faces {
        case .word(let word): add("faces", word)
        case .number(let number): add("faces", number)
        case nil: break
        }
        for code in allow ?? [] { add("allow", code) }
        for gender in filter?.genders ?? [] { add("gender", gender) }
        for country in filter?.countries ?? [] { add("country", country) }
        for occupation in filter?.occupations ?? [] { add("occupation", occupation) }
        add("fame", filter?.fameAtLeast)
        add("living", filter?.living)
        if filter?.bornFrom != nil || filter?.bornTo != nil {
            let ends = [filter?.bornFrom, filter?.bornTo].map { $0.map(String.init) ?? "" }
            add("born", ends.joined(separator: ".."))
        }
        return values
    }
}

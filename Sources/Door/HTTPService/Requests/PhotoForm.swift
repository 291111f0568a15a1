import Multipart

/// A form with photos as it comes in: parts named `photo` (or with a file) are photos, the others
/// are parameters.
struct PhotoForm: Sendable {
    private enum Place {
        case between
        case photo
        case field(name: String)
    }

    private var parser: MultipartParser
    private var place = Place.between
    private var current: [UInt8] = []
    private let photosMax: Int
    private let fieldBytesMax: Int
    private(set) var photos: [[UInt8]] = []
    private(set) var fields: [(name: String, value: String)] = []

    init(contentType: String, settings: ServiceSettings) throws(Problem) {
        do throws(MultipartError) {
            parser = try MultipartParser(
                contentType: contentType,
                limits: MultipartLimits(parts: settings.partsMax)
            )
        } catch {
            throw Self.problem(error)
        }
        photosMax = settings.photosPerProbe
        fieldBytesMax = settings.fieldBytesMax
    }

    mutating func consume(_ bytes: [UInt8]) throws(Problem) {
        let events: [MultipartEvent]
        do throws(MultipartError) {
            events = try parser.consume(bytes)
        } catch {
            throw Self.problem(error)
        }
        for event in events { try take(event) }
    }

    mutating func finish() throws(Problem) {
        do throws(MultipartError) {
            _ = try parser.finish()
        } catch {
            throw Self.problem(error)
        }
    }

    private mutating func take(_ event: MultipartEvent) throws(Problem) {
        switch event {
        case .partBegan(let part):
            current = []
            let isPhoto = part.name == "photo" || part.filename != nil
            guard isPhoto else {
                guard Self.isFieldName(part.name) else {
                    throw Problem(
                        .malformedBody,
                        "A field of the form has a name that is none: names are 1 to 32 letters."
                    )
                }
                place = .field(name: part.name)
                return
            }
            guard photos.count < photosMax else {
                throw Problem(.tooManyParts, "At most \(photosMax) photos may come at once.")
            }
            place = .photo
        case .data(let bytes):
            current.append(contentsOf: bytes)
            if case .field(let name) = place, current.count > fieldBytesMax {
                throw .badParameter(
                    String(name.prefix(64)),
                    "A field may have \(fieldBytesMax) bytes."
                )
            }
        case .partEnded:
            switch place {
            case .photo: photos.append(current)
            case .field(let name):
                fields.append((name, String(decoding: current, as: UTF8.self)))
            case .between: break
            }
            current = []
            place = .between
        }
    }

    /// Fields are parameters, and those have plain names.
    private static func isFieldName(_ name: String) -> Bool {
        (1...32).contains(name.utf8.count)
            && name.utf8.allSatisfy { (0x41...0x5A).contains($0) || (0x61...0x7A).contains($0) }
    }

    private static func problem(_ error: MultipartError) -> Problem {
        let code: ProblemCode =
            switch error {
            case .tooManyParts: .tooManyParts
            case .notFormData: .unsupportedMediaType
            default: .malformedBody
            }
        return Problem(code, "In the form: \(error).")
    }
}

import FaceTypes
import HTTPTypes

/// The codes of all problems, for tests.
package enum ProblemCodes {
    /// Every code.
    package static var all: [String] { ProblemCode.allCases.map(\.rawValue) }
}

/// What went wrong, in a word that never changes its meaning; part of the API.
enum ProblemCode: String, Sendable, CaseIterable {
    case noFace = "no_face"
    case faceTooSmall = "face_too_small"
    case tooDark = "too_dark"
    case tooBlurred = "too_blurred"
    case extremePose = "extreme_pose"
    case severalFaces = "several_faces"
    case notAFace = "not_a_face"
    case undecodablePhoto = "undecodable_photo"
    case unsupportedMediaType = "unsupported_media_type"
    case bodyTooLarge = "body_too_large"
    case tooManyParts = "too_many_parts"
    case malformedBody = "malformed_body"
    case badParameter = "bad_parameter"
    case bodyTooSlow = "body_too_slow"
    case busy
    case rateLimited = "rate_limited"
    case unauthorized
    case forbidden
    case noSuchGallery = "no_such_gallery"
    case noSuchPerson = "no_such_person"
    case noSuchPhoto = "no_such_photo"
    case noSuchFace = "no_such_face"
    case noSuchKey = "no_such_key"
    case noSuchRoute = "no_such_route"
    case methodNotAllowed = "method_not_allowed"
    case misdirected = "misdirected_request"
    case galleryEmpty = "gallery_empty"
    case noPicture = "no_picture"
    case personSuppressed = "person_suppressed"
    case personKnownToBeMinor = "person_known_to_be_minor"
    case faceOfAnother = "face_of_another"
    case packMismatch = "pack_mismatch"
    case settingsMismatch = "settings_mismatch"
    case conflict
    case idempotencyMismatch = "idempotency_mismatch"
    case packMissing = "pack_missing"
    case storageFailed = "storage_failed"
    case internalError = "internal"
    case starting
    case shuttingDown = "shutting_down"

    /// The code a quality fault is answered with.
    init(_ code: QualityCode) {
        self = ProblemCode(rawValue: code.rawValue) ?? .noFace
    }

    var status: HTTPResponse.Status {
        switch self {
        case .noFace, .faceTooSmall, .tooDark, .tooBlurred, .extremePose, .severalFaces,
            .notAFace, .undecodablePhoto:
            .unprocessableContent
        case .unsupportedMediaType: .unsupportedMediaType
        case .bodyTooLarge: .contentTooLarge
        case .tooManyParts, .malformedBody, .badParameter: .badRequest
        case .bodyTooSlow: .requestTimeout
        case .busy, .rateLimited: .tooManyRequests
        case .unauthorized: .unauthorized
        case .forbidden: .forbidden
        case .noSuchGallery, .noSuchPerson, .noSuchPhoto, .noSuchFace, .noSuchKey, .noSuchRoute:
            .notFound
        case .methodNotAllowed: .methodNotAllowed
        case .misdirected: .misdirectedRequest
        case .galleryEmpty, .noPicture, .personSuppressed, .personKnownToBeMinor, .faceOfAnother,
            .packMismatch, .settingsMismatch, .conflict, .idempotencyMismatch:
            .conflict
        case .packMissing, .starting, .shuttingDown: .serviceUnavailable
        case .storageFailed, .internalError: .internalServerError
        }
    }

    var title: String {
        switch self {
        case .noFace: "No face could be seen"
        case .faceTooSmall: "The face is too small"
        case .tooDark: "The light is not right"
        case .tooBlurred: "The face is blurred"
        case .extremePose: "The face is turned away"
        case .severalFaces: "Several faces could be meant"
        case .notAFace: "This does not look like a human face"
        case .undecodablePhoto: "The photo can't be read"
        case .unsupportedMediaType: "This kind of body is not understood"
        case .bodyTooLarge: "The body is too large"
        case .tooManyParts: "The body has too many parts"
        case .malformedBody: "The body makes no sense"
        case .badParameter: "A parameter makes no sense"
        case .bodyTooSlow: "The body came too slowly"
        case .busy: "The service is busy"
        case .rateLimited: "Too many requests"
        case .unauthorized: "A key is needed"
        case .forbidden: "The key does not allow this"
        default: laterTitle
        }
    }

    private var laterTitle: String {
        switch self {
        case .noSuchGallery: "There is no such gallery"
        case .noSuchPerson: "There is no such person"
        case .noSuchPhoto: "There is no such photo"
        case .noSuchFace: "There is no such face"
        case .noSuchKey: "There is no such key"
        case .noSuchRoute: "There is nothing here"
        case .methodNotAllowed: "This method is not offered here"
        case .misdirected: "The service does not go by this name"
        case .galleryEmpty: "The gallery is empty"
        case .noPicture: "No picture of the face is stored"
        case .personSuppressed: "The person was removed"
        case .personKnownToBeMinor: "The person is known to be under 18"
        case .faceOfAnother: "The face is somebody else's already"
        case .packMismatch: "Another model pack is needed"
        case .settingsMismatch: "The gallery was made with other settings"
        case .conflict: "That can't be done as things stand"
        case .idempotencyMismatch: "The idempotency key was used for something else"
        case .packMissing: "No model pack is ready"
        case .storageFailed: "Something could not be stored or read"
        case .starting: "The service is starting"
        case .shuttingDown: "The service is stopping"
        default: "The service failed"
        }
    }
}

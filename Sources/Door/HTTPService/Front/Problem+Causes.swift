import AccessKeys
import FacePipeline
import FaceTypes
import Gallery
import Hummingbird
import Imaging
import Ingest
import Likeness
import ModelPacks
import ObjectStorage
import Pools

extension Problem {
    /// What a client is told of an error that came up from below.
    ///
    /// Paths of the machine, names of files and the engine's own words stay inside.
    init(cause: any Error) {
        switch cause {
        case let problem as Problem: self = problem
        case let error as GalleryError: self = Self.problem(gallery: error)
        case let error as LikenessError: self = Self.problem(likeness: error)
        case PipelineError.undecodable(let error): self = Self.problem(imaging: error)
        case let error as ImagingError: self = Self.problem(imaging: error)
        case is PipelineError:
            self = Problem(.internalError, "The photo could not be analysed: try another one.")
        case let error as ProbeSelectionError: self = Self.problem(selection: error)
        case PackError.notInstalled(let name, _):
            self = Problem(
                .packMissing,
                "The model pack \(name) is not installed: run `semblance models pull \(name)`."
            )
        case is PackError:
            self = Problem(.packMissing, "The model pack is not installed: run `semblance doctor`.")
        case is PoolError: self = Problem(.shuttingDown, "The service is stopping.")
        case ObjectStorageError.missing:
            self = Problem(.noPicture, "The stored picture is missing: run `semblance doctor`.")
        case is ObjectStorageError:
            self = Problem(.storageFailed, "The stored picture can't be read or written.")
        case let error as AccessKeyError: self = Self.problem(keys: error)
        case is CancellationError:
            self = Problem(.shuttingDown, "The request was given up.")
        case let error as HTTPError: self = Self.problem(http: error)
        default: self = Problem(.internalError, "The request failed; the log has its id.")
        }
        if isOurs, self.cause == nil { self.cause = cause }
    }

    private static func problem(http error: HTTPError) -> Problem {
        switch error.status {
        case .notFound: Problem(.noSuchRoute, "See /openapi.yaml for what there is.")
        case .contentTooLarge: Problem(.bodyTooLarge, "The body is too large.")
        default:
            Problem(
                error.status.kind == .serverError ? .internalError : .malformedBody,
                error.body ?? "The request makes no sense.",
                status: error.status
            )
        }
    }

    private static func problem(selection error: ProbeSelectionError) -> Problem {
        switch error {
        case .unusable(let code): Problem(ProblemCode(code), code.advice)
        case .noSuchFace(let asked, let found):
            badParameter("faces", "The photo shows \(found) face(s); there is no face \(asked).")
        }
    }

    private static func problem(keys error: AccessKeyError) -> Problem {
        switch error {
        case .badLabel: badParameter("label", "\(error).")
        case .tooManyKeys: Problem(.conflict, "\(error).")
        case .noSuchKey: Problem(.noSuchKey, "There is no key of this id.")
        case .busy: busy("Another process changes the keys: try again.", retryAfter: 2)
        case .system, .damaged, .newerVersion, .changeableByOthers:
            Problem(.storageFailed, "The access keys can't be used: run `semblance keys list`.")
        }
    }

    private static func problem(imaging error: ImagingError) -> Problem {
        switch error {
        case .libraryMissing, .cannotEncode, .cannotRenderText:
            Problem(.internalError, "The picture codecs failed: run `semblance doctor`.")
        default: Problem(.undecodablePhoto, "\(error)")
        }
    }

    private static func problem(likeness error: LikenessError) -> Problem {
        switch error {
        case .refused(let photo, let codes):
            Problem(
                codes.first.map(ProblemCode.init) ?? .noFace,
                codes.map(\.advice).joined(separator: " "),
                members: ["photo": .number(photo)]
            )
        case .busy: busy("\(error).", retryAfter: 2)
        case .dimensionMismatch: Problem(.packMismatch, "\(error).")
        case .noPhoto, .tooManyPhotos, .noMean: badParameter("photos", "\(error).")
        }
    }

    private static func problem(gallery error: GalleryError) -> Problem {
        switch error {
        case .noSuchGallery: Problem(.noSuchGallery, "\(error)")
        case .noSuchPerson: Problem(.noSuchPerson, "\(error)")
        case .packMismatch, .dimensionMismatch: Problem(.packMismatch, "\(error)")
        case .settingsMismatch: Problem(.settingsMismatch, "\(error)")
        case .invalidName: badParameter("name", "\(error)")
        case .busy: busy("Another process holds the catalogue: try again.", retryAfter: 2)
        case .readOnly, .diskFull, .newerSchema, .storage:
            Problem(.storageFailed, "The catalogue can't be used: run `semblance doctor`.")
        }
    }
}

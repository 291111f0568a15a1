import Gallery
import Imaging
import FacePipeline
import FaceTypes
import Jobs
import ObjectStorage

/// One stage of a worker: takes an item one step further, or ends it.
public struct WorkStage: Sendable {
    /// The stages from a photo's place to the catalogue, first to last, as reports call them.
    public static let names = [fetch, decode, detect, embed, store]

    static let fetch = "fetch"
    static let decode = "decode"
    static let detect = "detect"
    static let embed = "embed"
    static let store = "store"

    /// What reports call it.
    package let name: String
    /// Items it works on at once.
    package let width: Int
    private let step: @Sendable (WorkItem) async throws -> WorkItem.Progress

    package init(
        _ name: String,
        width: Int,
        step: @escaping @Sendable (WorkItem) async throws -> WorkItem.Progress
    ) {
        self.name = name
        self.width = width
        self.step = step
    }

    /// Runs the step.
    ///
    /// - Throws: what makes going on pointless: the catalogue or the object store fails.
    package func run(_ item: WorkItem) async throws -> WorkItem {
        if item.hasEnded { return item }
        var item = item
        if Task.isCancelled {
            item.progress = .ended(.outcome(.released))
            return item
        }
        do {
            item.progress = try await step(item)
        } catch {
            item.progress = .ended(try Self.ending(for: error, item))
        }
        return item
    }

    private static func ending(
        for error: any Error,
        _ item: WorkItem
    ) throws -> WorkItem.Ending {
        switch error {
        case is GalleryError, is ObjectStorageError: throw error
        case is CancellationError: return .outcome(.released)
        case let ended as PhotoPreparer.Ended:
            return ending(for: ended.preparation, isLastAttempt: item.isLastAttempt)
        case let error as FetchFailure: return .outcome(.failed(error.failure))
        case let error as RefusedPhoto: return refused(error, item)
        case let error as SourceError:
            return failed(
                Reject.Code.unreadable.rawValue,
                "\(error)",
                error.retryAdvice == .afterAChange ? .never : .later
            )
        case let error as ImagingError: return undecodable(error, item)
        case PipelineError.undecodable(let error): return undecodable(error, item)
        default: return failed(Reject.Code.engine.rawValue, "\(error)", .later)
        }
    }

    /// How the pipeline's word about a photo ends its job.
    ///
    /// - Parameter isLastAttempt: another try would not be granted.
    static func ending(
        for preparation: Preparation,
        isLastAttempt: Bool
    ) -> WorkItem.Ending {
        switch preparation {
        case .ready(let photo): .write(photo)
        case .alreadyEnrolled: .done(note: WorkNote.alreadyEnrolled)
        case .ambiguous: .outcome(.deferred(note: WorkNote.putOff))
        // Another worker may be writing the photo it is to be compared with.
        case .refused(let reject) where reject.code == Reject.Code.noReference.rawValue:
            failed(reject.code, reject.detail, .later)
        case .undecided(_, let reject, references: 0) where !isLastAttempt:
            failed(reject.code, reject.detail, .later)
        case .refused(let reject), .undecided(_, let reject, _): .refused(reject)
        case .cancelled: .outcome(.released)
        }
    }

    private static func refused(_ refused: RefusedPhoto, _ item: WorkItem) -> WorkItem.Ending {
        .refused(
            Reject(
                origin: item.photo.origin,
                person: item.photo.claim?.name,
                code: refused.code,
                detail: refused.detail
            )
        )
    }

    private static func undecodable(_ error: ImagingError, _ item: WorkItem) -> WorkItem.Ending {
        .refused(
            Reject(
                origin: item.photo.origin,
                person: item.photo.claim?.name,
                code: .undecodable,
                detail: "\(error)"
            )
        )
    }

    private static func failed(
        _ code: String,
        _ detail: String,
        _ advice: JobRetry
    ) -> WorkItem.Ending {
        .outcome(.failed(JobFailure(code: code, detail: detail, advice: advice)))
    }
}

/// Words that a worker leaves with a job; refused photos get their reject's code.
public enum WorkNote {
    /// Its faces are in the catalogue.
    public static let enrolled = "enrolled"
    /// Its faces were there before.
    public static let alreadyEnrolled = "already_enrolled"
    /// Several faces could be meant; the person's other photos come first.
    public static let putOff = "put_off"
    /// What a job was left with that waits for the person's other photos.
    static let waiting: Set<String> = [
        putOff, Reject.Code.noReference.rawValue, Reject.Code.severalFaces.rawValue,
    ]

    /// The payload is not one this version wrote.
    public static let badPayload = "bad_payload"
}

import ArgumentParser
import Archives
import Assembly
import FacePipeline
import Fetching
import Foundation
import Gallery
import Imaging
import Inference
import Ingest
import Jobs
import Likeness
import ModelPacks
import NativeLibraries
import ObjectStorage
import Parquet
import Wikimedia

/// The one place where errors become words on standard error and an exit code.
enum CommandFailure {
    /// Tells the user what went wrong.
    ///
    /// - Parameter command: the one that ran, or `Semblance` when none could be read off the line.
    /// - Returns: the process's exit code.
    static func report(_ error: any Error, for command: any ParsableCommand.Type) -> Int32 {
        if let code = error as? ExitCode { return code.rawValue }
        if error is CancellationError {
            Console.talk("Stopped.")
            return ExitStatus.interrupted.rawValue
        }
        guard let status = status(of: error) else {
            return usage(error, command)
        }
        Console.talk("semblance: \(error)")
        return status.rawValue
    }

    /// What kind of failure it is; `nil` for errors of the command line itself.
    static func status(of error: any Error) -> ExitStatus? {
        switch error {
        case let error as ProbeError: status(probe: error)
        case let error as SourceError: status(source: error)
        case let error as ImagingError: status(imaging: error)
        case let error as PipelineError: status(pipeline: error)
        case let error as GalleryError: status(gallery: error)
        case let error as PackError: status(pack: error)
        case let error as FetchError: status(fetch: error)
        case let error as WikimediaError: status(wikimedia: error)
        case is SettingsError: .usage
        case is JobError, is MoveError: .badData
        case ArchiveError.unreadable: .inputOutput
        case is ArchiveError: .badData
        case ParquetError.unreadable: .inputOutput
        case ParquetError.libraryMissing: .unavailable
        case is ParquetError: .badData
        case HomeError.absent: .noInput
        case let error as ReviewError: status(review: error)
        case is HomeError, is PrivateFileError, is ObjectStorageError: .inputOutput
        case is InferenceError, is NativeLibraryError: .unavailable
        case LikenessError.refused: .noFace
        case is LikenessError: .badData
        default: nil
        }
    }

    static func status(probe error: ProbeError) -> ExitStatus {
        switch error {
        case .missing, .isFolder: .noInput
        case .unreadable: .inputOutput
        case .tooLarge: .badData
        case .undecodable(_, let cause): status(imaging: cause)
        case .unusable, .noSuchFace: .noFace
        }
    }

    private static func status(source error: SourceError) -> ExitStatus {
        switch error {
        case .missing, .notAFolder, .notAFile, .noPhotos: .noInput
        case .unreadable: .inputOutput
        case .tooLarge, .badManifest, .badSet: .badData
        }
    }

    private static func status(review error: ReviewError) -> ExitStatus {
        switch error {
        case .noSuchDoubt: .noInput
        case .whichFace: .usage
        case .decidedBefore, .notEnrolled, .unreadable: .badData
        }
    }

    private static func status(fetch error: FetchError) -> ExitStatus {
        switch error {
        case .contactMissing, .badAddress: .usage
        case .cancelled: .interrupted
        case .file: .inputOutput
        case .wrongContent, .wrongHash, .undecodable, .tooLarge: .badData
        default: .unavailable
        }
    }

    private static func status(wikimedia error: WikimediaError) -> ExitStatus {
        switch error {
        case .fetch(let error): status(fetch: error)
        case .badList: .badData
        case .noSuchEntity: .noInput
        case .brokenAnswer, .refused, .capped: .unavailable
        }
    }

    private static func status(imaging error: ImagingError) -> ExitStatus {
        switch error {
        case .libraryMissing, .codecMissing, .cannotEncode, .cannotRenderText: .unavailable
        default: .badData
        }
    }

    private static func status(pipeline error: PipelineError) -> ExitStatus {
        switch error {
        case .undecodable(let error): status(imaging: error)
        case .engine, .incompletePack, .unreadablePredictor: .unavailable
        case .unusableEmbedding, .degenerateLandmarks: .noFace
        default: .failed
        }
    }

    private static func status(gallery error: GalleryError) -> ExitStatus {
        switch error {
        case .noSuchGallery, .noSuchPerson: .noInput
        case .packMismatch, .settingsMismatch, .dimensionMismatch, .newerSchema: .badData
        case .invalidName: .usage
        case .busy: .unavailable
        case .readOnly, .diskFull, .storage: .inputOutput
        }
    }

    private static func status(pack error: PackError) -> ExitStatus {
        switch error {
        case .unknown, .licenceNotAccepted: .usage
        case .notInstalled, .identityNotInstalled, .unavailable: .unavailable
        case .badManifest, .damaged, .wrongHash, .conversionFailed: .badData
        case .notWritable, .diskFull, .fileSystem: .inputOutput
        case .cancelled: .interrupted
        }
    }

    private static func usage(_ error: any Error, _ command: any ParsableCommand.Type) -> Int32 {
        if let error = error as? ValidationError {
            let usage = Semblance.usageString(for: command)
            Console.talk("Error: \(error.message)\nUsage: \(usage)")
            return ExitStatus.usage.rawValue
        }
        let text = Semblance.fullMessage(for: error)
        let code = Semblance.exitCode(for: error)
        if code == .success {
            Console.say(text)
        } else {
            Console.talk(text)
        }
        return code.rawValue
    }
}

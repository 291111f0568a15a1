import Foundation
import GRDB
import Gallery

extension GalleryError {
    /// Translates what the system or SQLite said.
    init(cause: any Error, path: String, settings: SQLiteGallerySettings) {
        switch cause {
        case let error as GalleryError:
            self = error
        case is OpeningLock.Held:
            self = .busy(waitedSeconds: settings.busyLimitSeconds)
        case let error as SystemFailure:
            self = Self.translated(error, path: path)
        case let error as DatabaseError:
            self = Self.translated(error, path: path, settings: settings)
        default:
            self = .storage(path: path, detail: String(describing: cause))
        }
    }

    private static func translated(_ error: SystemFailure, path: String) -> GalleryError {
        switch error.code {
        case EROFS, EACCES, EPERM: .readOnly(path: path)
        case ENOSPC, EDQUOT: .diskFull(path: path)
        default: .storage(path: path, detail: error.text)
        }
    }

    private static func translated(
        _ error: DatabaseError,
        path: String,
        settings: SQLiteGallerySettings
    ) -> GalleryError {
        switch error.extendedResultCode {
        case .SQLITE_IOERR_SHMSIZE, .SQLITE_IOERR_WRITE, .SQLITE_IOERR_FSYNC,
            .SQLITE_IOERR_TRUNCATE, .SQLITE_IOERR_SHMMAP:
            if isFull(path) { return .diskFull(path: path) }
        default:
            break
        }
        switch error.resultCode {
        case .SQLITE_BUSY: return .busy(waitedSeconds: settings.busyLimitSeconds)
        case .SQLITE_FULL: return .diskFull(path: path)
        case .SQLITE_READONLY, .SQLITE_PERM: return .readOnly(path: path)
        case .SQLITE_CANTOPEN: return unopenable(path, error)
        default: return .storage(path: path, detail: text(error))
        }
    }

    /// SQLite says the same for a missing file and for a folder that cannot be written.
    private static func unopenable(_ path: String, _ error: DatabaseError) -> GalleryError {
        let folder = URL(fileURLWithPath: path).deletingLastPathComponent().path
        let exists = access(folder, F_OK) == 0
        if exists, access(folder, W_OK) != 0 { return .readOnly(path: path) }
        return .storage(path: path, detail: text(error))
    }

    /// Leaves out the statement, whose arguments may be personal.
    private static func text(_ error: DatabaseError) -> String {
        "SQLite error \(error.extendedResultCode.rawValue), \(error.message ?? "no message")"
    }

    private static func isFull(_ path: String) -> Bool {
        var status = statvfs()
        let folder = URL(fileURLWithPath: path).deletingLastPathComponent().path
        return statvfs(folder, &status) == 0 && status.f_bavail == 0
    }
}

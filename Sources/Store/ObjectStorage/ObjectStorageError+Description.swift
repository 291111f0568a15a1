import FaceTypes
import Glibc

extension ObjectStorageError: CustomStringConvertible {
    /// What is wrong and what to do about it, in one or two sentences.
    public var description: String {
        switch self {
        case .missing(let address):
            "No object is stored under \(address.hexadecimal): ingest the photo it belongs to again."
        case .damaged(let expected, let found):
            "The object \(expected.hexadecimal) is damaged (its bytes now hash to "
                + "\(found.hexadecimal)): check the disk, and ingest the photo again, which mends it."
        case .diskFull(let path):
            "The disk that holds \(path) is full: free some space and try again; nothing that was "
                + "stored before is lost."
        case .readOnly(let path):
            "\(path) lies on a disk that is mounted read-only: mount it for writing, or choose "
                + "another home."
        case .permissionDenied(let path):
            "\(path) may not be used by this user: check its owner and permissions."
        case .busy(let path, let seconds):
            "Another process has been storing or sweeping in \(path) for \(seconds) seconds: look "
                + "whether one hangs, and try again; nothing that was stored is lost."
        case .system(let call, let path, let code):
            "\(call) failed on \(path): \(String(cString: strerror(code)))."
        }
    }

    /// Translates an `errno`.
    init(call: String, path: String, code: Int32) {
        switch code {
        case ENOSPC, EDQUOT: self = .diskFull(path: path)
        case EROFS: self = .readOnly(path: path)
        case EACCES, EPERM: self = .permissionDenied(path: path)
        default: self = .system(call: call, path: path, code: code)
        }
    }
}

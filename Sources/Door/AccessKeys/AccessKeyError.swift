/// Why the keys could not be read or changed.
///
/// Whoever guards a door must keep it shut on any of these.
public enum AccessKeyError: Error, Sendable, Hashable {
    /// A system call on the file of keys failed; `code` is `errno`.
    case system(call: String, path: String, code: Int32)
    /// The file is not what was written there.
    case damaged(path: String, reason: String)
    /// A newer Semblance wrote the file.
    case newerVersion(path: String, found: Int, supported: Int)
    /// Others than the owner may change the file, so its keys prove nothing; `mode` is octal.
    case changeableByOthers(path: String, mode: String)
    /// Another process has been changing the keys for too long.
    case busy(path: String)
    /// A label is empty, too long, or holds control characters.
    case badLabel(bytesMax: Int)
    /// There are as many keys as there may be.
    case tooManyKeys(limit: Int)
    /// No key has that id.
    case noSuchKey(id: String)
}

extension AccessKeyError: CustomStringConvertible {
    /// What was expected, what was found, and what to do.
    public var description: String {
        switch self {
        case .system(let call, let path, let code):
            return "\(call) of \(path) failed (error \(code)); check that its folder exists and "
                + "that Semblance may read and write it"
        case .damaged(let path, let reason):
            return "\(path) is no file of access keys: \(reason); restore it from a backup, or "
                + "delete it and create new keys"
        case .newerVersion(let path, let found, let supported):
            return "\(path) has version \(found), this program reads \(supported); update Semblance"
        case .changeableByOthers(let path, let mode):
            return "\(path) may be changed by others (mode \(mode)); check its keys, then run: "
                + "chmod 600 \(path)"
        case .busy(let path):
            return "another process is changing \(path); try again"
        case .badLabel(let bytesMax):
            return "a label has 1 to \(bytesMax) bytes and no control characters; choose another"
        case .tooManyKeys(let limit):
            return "there are \(limit) keys, which is the limit; revoke some that are not used"
        case .noSuchKey(let id):
            return "there is no key \(id); list the keys to see their ids"
        }
    }
}

import Foundation

/// Tells a file from what it was before somebody wrote it anew, without reading it.
enum FileVersion {
    /// When it was written last; `nil` when there is no such file.
    static func time(of path: String) -> Date? {
        var status = stat()
        guard stat(path, &status) == 0 else { return nil }
        let time = status.st_mtim
        return Date(timeIntervalSince1970: Double(time.tv_sec) + Double(time.tv_nsec) / 1e9)
    }

    /// Whether it was written at a moment or later; one that is not there was, so that it is missed.
    static func isChanged(_ path: String, since: Date?) -> Bool {
        guard let since, let time = time(of: path) else { return true }
        return time >= since
    }

    /// Size and time of the last change; empty when there is no such file.
    static func of(_ path: String) -> String {
        var status = stat()
        guard stat(path, &status) == 0 else { return "" }
        let time = status.st_mtim
        return "\(status.st_size)/\(time.tv_sec).\(time.tv_nsec)"
    }
}

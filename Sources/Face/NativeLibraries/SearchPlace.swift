#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#else
internal import Darwin
#endif

/// A place where a native library may lie; a search asks places in the order they are listed.
public enum SearchPlace: Sendable, Hashable {
    /// A folder.
    case folder(String)

    /// The folder an environment variable names; skipped when it is not set or empty.
    case environment(variable: String)

    /// A folder relative to the one the running program lies in; `"."` is that folder itself.
    case besideExecutable(String)

    /// Wherever the system's dynamic loader looks on its own.
    case system
}

extension SearchPlace: CustomStringConvertible {
    /// How an error names the place to somebody who has to put a file there.
    public var description: String {
        switch self {
        case .folder(let folder):
            return folder
        case .environment(let variable):
            guard let folder = Self.value(ofEnvironment: variable) else {
                return "the folder named by \(variable) (not set)"
            }
            return "\(folder) (from \(variable))"
        case .besideExecutable:
            let place = resolved.map { " (\($0))" } ?? ""
            return "beside the program\(place)"
        case .system:
            return "the system's library folders"
        }
    }
}

extension SearchPlace {
    /// The folder to look in; `nil` when there is none to name or the system is to search by itself.
    var resolved: String? {
        switch self {
        case .folder(let folder):
            return folder
        case .environment(let variable):
            return Self.value(ofEnvironment: variable)
        case .besideExecutable(let relative):
            guard let folder = Self.executableFolder() else { return nil }
            return relative == "." ? folder : folder + "/" + relative
        case .system:
            return nil
        }
    }

    private static func value(ofEnvironment variable: String) -> String? {
        guard let value = getenv(variable) else { return nil }
        let text = String(cString: value)
        return text.isEmpty ? nil : text
    }

    /// The folder of the running program, symbolic links followed; `nil` where `/proc` is not mounted.
    private static func executableFolder() -> String? {
        let capacity = 4096
        let path = withUnsafeTemporaryAllocation(of: CChar.self, capacity: capacity) { buffer in
            guard let start = buffer.baseAddress else { return String?.none }
            let count = readlink("/proc/self/exe", start, capacity)
            guard count > 0, count < capacity else { return String?.none }
            return String(
                decoding: buffer.prefix(count).map { UInt8(bitPattern: $0) },
                as: UTF8.self
            )
        }
        guard let path, let slash = path.lastIndex(of: "/") else { return nil }
        return String(path[..<slash])
    }
}

#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#else
internal import Darwin
#endif

/// A shared library that is looked for when it is first needed, not when the program is linked.
///
/// So the program builds without the library's headers, starts without it, and says in one form
/// what is missing: ``NativeLibraryError``.
public struct NativeLibrary: Sendable, Hashable {
    /// What people call it, such as `OpenVINO`.
    public var name: String

    /// The file names it may have, the preferred one first, such as `libvips.so.42`.
    public var fileNames: [String]

    /// A command line that installs it.
    public var installLine: String

    /// Names a library.
    ///
    /// - Precondition: there is at least one file name.
    public init(name: String, fileNames: [String], installLine: String) {
        precondition(!fileNames.isEmpty)
        self.name = name
        self.fileNames = fileNames
        self.installLine = installLine
    }

    /// Opens the first file that is found; every file name is tried in one place before the next.
    ///
    /// A file that is there and cannot be opened ends the search: passing over it would hide a
    /// broken installation. A library that is open already is only counted again. It is never
    /// closed: pointers into it live in C tables, and its own threads may still run.
    ///
    /// Any thread may call this.
    /// - Returns: The open library and the path it was opened by.
    public func load(
        searching places: [SearchPlace]
    ) throws(NativeLibraryError) -> LoadedLibrary {
        for place in places {
            for fileName in fileNames {
                if let loaded = try open(fileName, in: place) { return loaded }
            }
        }
        throw NativeLibraryError(library: self, fault: .notFound(searched: places))
    }

    private func open(
        _ fileName: String,
        in place: SearchPlace
    ) throws(NativeLibraryError) -> LoadedLibrary? {
        if place == .system {
            return dlopen(fileName, RTLD_NOW | RTLD_LOCAL).map {
                LoadedLibrary(handle: $0, path: fileName)
            }
        }
        guard let folder = place.resolved else { return nil }
        let path = folder + "/" + fileName
        guard access(path, F_OK) == 0 else { return nil }
        guard let handle = dlopen(path, RTLD_NOW | RTLD_LOCAL) else {
            let reason = dlerror().map { String(cString: $0) } ?? "the loader gave no reason"
            throw NativeLibraryError(library: self, fault: .unusable(path: path, reason: reason))
        }
        return LoadedLibrary(handle: handle, path: path)
    }
}

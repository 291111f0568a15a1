/// Why a native library cannot be used; the same form for every library and every reader of it.
public struct NativeLibraryError: Error, Sendable, Hashable {
    /// What is wrong.
    public enum Fault: Sendable, Hashable {
        /// No file of that name in any of the places, given in the order they were asked.
        case notFound(searched: [SearchPlace])
        /// A file is there but the dynamic loader refuses it: the loader's own words.
        case unusable(path: String, reason: String)
        /// The library opened but lacks a function this program calls.
        case missingSymbol(path: String, symbol: String)
        /// The library opened but is of a version this program was not made for.
        case wrongVersion(path: String, expected: String, found: String)
    }

    /// The library that was wanted.
    public let library: NativeLibrary

    /// What is wrong with it.
    public let fault: Fault

    /// Describes a fault; C shims report missing symbols and versions through this too.
    public init(library: NativeLibrary, fault: Fault) {
        self.library = library
        self.fault = fault
    }
}

extension NativeLibraryError: CustomStringConvertible {
    /// What was looked for, where, and the line that installs it.
    public var description: String {
        "\(library.name) \(complaint). To install it: \(library.installLine)"
    }

    private var complaint: String {
        switch fault {
        case .notFound(let searched):
            let files = library.fileNames.joined(separator: " or ")
            let places = searched.map(\.description).joined(separator: "; ")
            return "was not found: looked for \(files) in \(places.isEmpty ? "no place" : places)"
        case .unusable(let path, let reason):
            return "cannot be opened: \(path): \(reason)"
        case .missingSymbol(let path, let symbol):
            return "at \(path) lacks the function \(symbol)"
        case .wrongVersion(let path, let expected, let found):
            return "at \(path) is version \(found); this program needs \(expected)"
        }
    }
}

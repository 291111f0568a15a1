/// Why a pack could not be listed, opened, checked or installed.
public enum PackError: Error, Sendable, Hashable {
    /// No manifest of this name is shipped.
    case unknown(name: String, known: [String])

    /// The pack is known but not on this machine.
    case notInstalled(name: String, folder: String)

    /// A gallery is bound to a pack that is not on this machine.
    case identityNotInstalled(name: String, version: String, hash: String)

    /// The weights' terms have to be accepted first.
    case licenceNotAccepted(name: String, licence: String, address: String)

    /// A manifest cannot be read, or says something impossible.
    case badManifest(place: String, reason: String)

    /// Files of an installed pack are missing or changed.
    case damaged(name: String, faults: [String])

    /// No source had a file; `attempts` says what happened at each.
    case unavailable(name: String, file: String, attempts: [String])

    /// A file that was found is not the one the manifest pins.
    case wrongHash(file: String, place: String, expected: String, found: String)

    /// A converter did not understand a file, or made other bytes than the manifest pins.
    case conversionFailed(file: String, reason: String)

    /// The folder may not be written.
    case notWritable(path: String)

    /// The disk is full.
    case diskFull(path: String)

    /// Another failure of the file system.
    case fileSystem(path: String, reason: String)

    /// The installation was cancelled; nothing of it is left.
    case cancelled(name: String)
}

extension PackError: CustomStringConvertible {
    /// What happened and what to do.
    public var description: String {
        switch self {
        case .unknown(let name, let known):
            "there is no model pack '\(name)'; known are \(known.joined(separator: ", "))"
        case .notInstalled(let name, let folder):
            "model pack '\(name)' is not installed in \(folder); "
                + "install it with: semblance models pull \(name)"
        case .identityNotInstalled(let name, let version, let hash):
            "model pack '\(name)' version \(version) (\(hash.prefix(12))) is not installed; "
                + "install it with: semblance models pull \(name), or embed the gallery again "
                + "with another pack"
        case .licenceNotAccepted(let name, let licence, let address):
            "the weights of '\(name)' come under '\(licence)' (\(address)); read the terms, then "
                + "install with: semblance models pull \(name) --accept-licence"
        case .badManifest(let place, let reason):
            "the manifest \(place) cannot be used: \(reason)"
        case .damaged(let name, let faults):
            "model pack '\(name)' is damaged (\(faults.joined(separator: "; "))); "
                + "install it again with: semblance models pull \(name)"
        case .unavailable(let name, let file, let attempts):
            "no source has \(file) of model pack '\(name)': "
                + attempts.joined(separator: "; ")
        case .wrongHash(let file, let place, let expected, let found):
            "\(place) is not the \(file) the pack was made for: its SHA-256 is \(found), "
                + "expected \(expected)"
        case .conversionFailed(let file, let reason):
            "\(file) could not be converted: \(reason)"
        case .notWritable(let path):
            "\(path) may not be written; choose another folder with --home, or change its "
                + "permissions"
        case .diskFull(let path):
            "the disk is full: \(path) could not be written; free some space and try again"
        case .fileSystem(let path, let reason):
            "\(path): \(reason)"
        case .cancelled(let name):
            "the installation of '\(name)' was cancelled; nothing of it is left"
        }
    }
}

import FaceTypes

extension GalleryError: CustomStringConvertible {
    /// What is wrong and what to do about it, in one or two sentences.
    public var description: String {
        switch self {
        case .noSuchGallery(let name):
            "There is no gallery named \(name): enrol photos into it first, or choose another."
        case .noSuchPerson(let person):
            "There is no person \(person) in this gallery: list its people to see who is."
        case .packMismatch(let gallery, let expected, let found):
            "Gallery \(gallery) holds embeddings of pack \(Self.line(expected)), not "
                + "\(Self.line(found)): use that pack, or enrol its photos again into a new gallery "
                + "with `semblance ingest folder PHOTOS --gallery \(gallery)-\(found.name) "
                + "--pack \(found.name)`."
        case .settingsMismatch(let gallery, let expected, let found):
            "Gallery \(gallery) was made with \(expected), not \(found): use the same settings, or "
                + "another gallery."
        case .dimensionMismatch(let expected, let found):
            "An embedding has \(found) components where the gallery's pack makes \(expected): embed "
                + "the photo with the gallery's pack."
        case .invalidName(let name):
            "\"\(name)\" cannot name a gallery: use at most \(GalleryRecord.nameLengthMax) lower-case "
                + "letters, digits, - and _, starting with a letter or digit."
        case .busy, .readOnly, .diskFull, .newerSchema, .storage:
            storageDescription
        }
    }

    private var storageDescription: String {
        switch self {
        case .busy(let seconds):
            "Another process held the catalogue for more than \(seconds) seconds: wait for it to "
                + "finish, then try again."
        case .readOnly(let path):
            "\(path) cannot be written: check its permissions and whether its disk is mounted "
                + "read-only, or choose another home."
        case .diskFull(let path):
            "The disk that holds \(path) is full: free some space and try again; nothing that was "
                + "stored before is lost."
        case .newerSchema(let expected, let found):
            "The catalogue was written by a newer version (its layout is \(found), this version "
                + "knows \(expected)): update this program."
        case .storage(let path, let detail):
            "The catalogue \(path) failed: \(detail.asSentence)"
        default:
            "The catalogue failed."
        }
    }

    private static func line(_ pack: PackIdentity) -> String {
        "\(pack.name) \(pack.version) (\(pack.hash.prefix(12)))"
    }
}

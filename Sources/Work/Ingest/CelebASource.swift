import Foundation
import Gallery

/// The CelebA data set: pictures, a list of who is in which, and attributes.
///
/// Source: Liu, Luo, Wang, Tang, "Deep Learning Face Attributes in the Wild", 2015.
/// Its licence allows research only, so its photos belong in galleries that nobody is served from.
/// Of the attributes only `Male` says something of the person, as the set's annotators saw them, and
/// becomes their gender by the majority of their photos; the others describe single photos.
public struct CelebASource: PhotoSource {
    /// Largest list that is read, in bytes.
    public static let listBytesMax = 256 << 20

    private struct Photo: Sendable {
        var file: String
        var identity: String
    }

    private let folder: URL
    private let photos: [Photo]
    private let genders: [String: String]

    /// Reads the lists of a folder that holds `identity_CelebA.txt`, maybe `list_attr_celeba.txt`,
    /// and the pictures beside them or in `img_align_celeba` or `img_celeba`.
    ///
    /// - Throws: `SourceError` when a list is missing or makes no sense.
    public init(path: String) throws(SourceError) {
        let root = URL(filePath: path, directoryHint: .isDirectory).standardizedFileURL
        let lists = [root, root.appending(path: "Anno")]
        photos = try Self.identities(try Self.text(of: "identity_CelebA.txt", in: lists))
        if photos.isEmpty { throw .noPhotos(path: path) }
        if let list = Self.find("list_attr_celeba.txt", in: lists) {
            genders = try Self.genders(try Self.text(at: list), of: photos)
        } else {
            genders = [:]
        }
        let names = ["img_align_celeba", "img_celeba", "Img/img_align_celeba", "Img/img_celeba"]
        folder =
            names.map { root.appending(path: $0) }.first {
                FileManager.default.fileExists(atPath: $0.path(percentEncoded: false))
            } ?? root
    }

    /// Every line of the list of identities.
    public var expectedCount: Int? { photos.count }

    /// Starts with the first line.
    public func makeCursor() -> any PhotoCursor { Cursor(source: self) }

    private struct Cursor: PhotoCursor {
        let source: CelebASource
        var position = 0

        mutating func next() async throws -> PhotoOffer? {
            guard position < source.photos.count else { return nil }
            defer { position += 1 }
            return .photo(source.candidate(source.photos[position]))
        }
    }

    private func candidate(_ photo: Photo) -> PhotoCandidate {
        let url = folder.appending(path: photo.file)
        let path = url.path(percentEncoded: false)
        return PhotoCandidate(
            origin: path,
            claim: PhotoCandidate.Claim(
                key: "celeba-\(photo.identity)",
                name: "CelebA \(photo.identity)",
                metadata: PersonMetadata(gender: genders[photo.identity])
            ),
            credit: PhotoCredit(
                licence: "CelebA agreement (non-commercial research only)",
                source: "https://mmlab.ie.cuhk.edu.hk/projects/CelebA.html"
            ),
            place: .file(path: path),
            load: { try BoundedFile.read(url) }
        )
    }

    private static func find(_ name: String, in folders: [URL]) -> URL? {
        folders.map { $0.appending(path: name) }.first {
            FileManager.default.fileExists(atPath: $0.path(percentEncoded: false))
        }
    }

    private static func text(of name: String, in folders: [URL]) throws(SourceError) -> String {
        guard let url = find(name, in: folders) else {
            throw .missing(
                path: folders[0].appending(path: name).path(percentEncoded: false)
            )
        }
        return try text(at: url)
    }

    private static func text(at url: URL) throws(SourceError) -> String {
        let path = url.path(percentEncoded: false)
        guard let bytes = try? Data(contentsOf: url, options: .mappedIfSafe) else {
            throw .unreadable(path: path, detail: "permission denied")
        }
        if bytes.count > listBytesMax {
            throw .tooLarge(path: path, bytes: bytes.count, limit: listBytesMax)
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Lines such as `000001.jpg 2880`.
    private static func identities(_ text: String) throws(SourceError) -> [Photo] {
        var photos: [Photo] = []
        var number = 0
        for line in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline) {
            number += 1
            let words = line.split(whereSeparator: \.isWhitespace)
            if words.isEmpty { continue }
            guard words.count == 2, isPlain(words[0]), words[1].allSatisfy(\.isNumber) else {
                throw .badManifest(
                    path: "identity_CelebA.txt",
                    detail: "line \(number) is not a file's name and a number"
                )
            }
            photos.append(Photo(file: String(words[0]), identity: String(words[1])))
        }
        return photos
    }

    /// A name in the folder itself, not a path that leads out of it.
    private static func isPlain(_ name: Substring) -> Bool {
        !name.contains("/") && !name.hasPrefix(".") && !name.contains("\0")
    }

    /// A count, then the attributes' names, then lines such as `000001.jpg -1 1 1 …`.
    private static func genders(
        _ text: String,
        of photos: [Photo]
    ) throws(SourceError) -> [String: String] {
        let identities = Dictionary(
            photos.map { ($0.file, $0.identity) },
            uniquingKeysWith: { first, _ in first }
        )
        let lines = text.split(whereSeparator: \.isNewline)
        let heads = lines.dropFirst().first?.split(whereSeparator: \.isWhitespace) ?? []
        guard let column = heads.firstIndex(of: "Male") else {
            throw .badManifest(
                path: "list_attr_celeba.txt",
                detail: "its second line names no attribute 'Male'"
            )
        }
        var balance: [String: Int] = [:]
        for line in lines.dropFirst(2) {
            let words = line.split(whereSeparator: \.isWhitespace)
            guard words.count == heads.count + 1, let value = Int(words[column + 1]) else {
                continue
            }
            if let identity = identities[String(words[0])] {
                balance[identity, default: 0] += value.signum()
            }
        }
        return balance.filter { $0.value != 0 }.mapValues { $0 > 0 ? "male" : "female" }
    }
}

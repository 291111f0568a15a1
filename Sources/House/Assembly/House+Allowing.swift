public import Gallery
import FaceTypes
import Foundation
import Hashing
import Imaging

extension House {
    /// Most photos one call reads.
    static let allowedPhotosMax = 100_000

    /// Lifts the suppression of people, photos and addresses, so that they may be enrolled again.
    ///
    /// - Parameters:
    ///   - keys: of people, as the removal's listing showed them.
    ///   - photos: paths of photos, or of folders of photos; they are read, and kept nowhere.
    ///   - addresses: photos came from.
    /// - Returns: how many of them were suppressed, and how many were named.
    public func allow(
        keys: [String],
        photos: [String],
        addresses: [String],
        in gallery: GalleryRecord,
        of store: any GalleryStore
    ) async throws -> (lifted: Int, named: Int) {
        let files = try photos.flatMap(Self.files)
        guard files.count <= Self.allowedPhotosMax else {
            throw ProbeError.unreadable(
                path: photos.joined(separator: ", "),
                detail:
                    "\(files.count) files; at most \(Self.allowedPhotosMax) can be named at once"
            )
        }
        var lifted = try await store.lift(
            SuppressionLift(keys: keys, addresses: addresses + files),
            in: gallery.id
        )
        for file in files {
            let bytes = try Self.readPhoto(file)
            // A file that is no picture was never enrolled, but its bytes may be named all the same.
            let picture = try? decodeImage(bytes, limits: settings.decodeLimits)
            let photo = SuppressionLift.Photo(
                hash: sha256(bytes),
                perceptualHash: picture.map { Imaging.perceptualHash(of: $0.image) }
            )
            lifted += try await store.lift(SuppressionLift(photos: [photo]), in: gallery.id)
        }
        return (lifted, keys.count + addresses.count + files.count)
    }

    /// The files a path names, by the absolute paths that an ingest knows them by.
    package static func files(at given: String) throws -> [String] {
        let path = URL(filePath: given).standardizedFileURL.path(percentEncoded: false)
            .trimmingSuffix("/")
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
            throw ProbeError.missing(path: path)
        }
        guard isFolder.boolValue else { return [path] }
        return try FileManager.default.subpathsOfDirectory(atPath: path).sorted()
            .map { path + "/" + $0 }
            .filter { file in
                var isFolder: ObjCBool = false
                _ = FileManager.default.fileExists(atPath: file, isDirectory: &isFolder)
                return !isFolder.boolValue
            }
    }
}

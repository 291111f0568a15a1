import FaceTypes
import Foundation
import Gallery
import GallerySQLite
public import Ingest

extension House {
    /// Writes the gallery the settings name into one file.
    public func export(
        to path: String,
        progress: @Sendable (MoveSummary) -> Void = { _ in }
    ) async throws -> MoveSummary {
        guard FileManager.default.fileExists(atPath: settings.home.catalogue) else {
            throw HomeError.absent(path: settings.home.path)
        }
        let store = try SQLiteGallery(path: settings.home.catalogue)
        let record = try await gallery(in: store)
        let export = GalleryExport(gallery: record, store: store, objects: objects())
        return try await export.write(to: path, progress: progress)
    }

    /// Takes a gallery out of a file into the gallery the settings name, which must be new or empty.
    ///
    /// - Parameter continuing: go on with an import that was broken off.
    public func importGallery(
        from path: String,
        continuing: Bool,
        progress: @Sendable (MoveSummary) -> Void = { _ in }
    ) async throws -> MoveSummary {
        let store = try catalogue(creating: true)
        let moving = try GalleryImport(path: path, store: store, objects: objects())
        let summary = try await moving.run(
            into: settings.gallery,
            continuing: continuing,
            progress: progress
        )
        try await sweepOrphans(in: store)
        return summary
    }
}

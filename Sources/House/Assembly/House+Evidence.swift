import FaceTypes
import Foundation
public import Gallery

extension House {
    /// Keys that are asked about at once.
    private static let forbiddenPage = 500

    /// Opens the record of crawls of the gallery the settings name, and takes out of it whom a removal
    /// forbids, should that have been broken off.
    ///
    /// - Throws: `HomeError`, `PrivateFileError`, what the catalogue throws.
    public func evidenceFile() async throws -> EvidenceFile {
        try settings.home.prepare()
        let items = EvidenceFile.items(home: settings.home, gallery: settings.gallery)
        let forbidden = try await forbiddenKeys(among: items.sorted())
        try EvidenceFile.strike(forbidden, home: settings.home, gallery: settings.gallery)
        return try EvidenceFile(home: settings.home, gallery: settings.gallery)
    }

    /// Which of these keys of people a removal forbids in the gallery the settings name; makes nothing.
    public func forbiddenKeys(among keys: [String]) async throws -> Set<String> {
        guard settings.home.hasCatalogue, !keys.isEmpty else { return [] }
        let store = try catalogue(creating: false)
        guard let record = try await store.gallery(named: settings.gallery) else { return [] }
        var forbidden: Set<String> = []
        for start in stride(from: 0, to: keys.count, by: Self.forbiddenPage) {
            let page = keys[start..<min(keys.count, start + Self.forbiddenPage)]
            let answers = try await store.suppresses(
                page.map { SuppressionQuestion(key: $0, origin: "", source: nil) },
                in: record.id
            )
            forbidden.formUnion(zip(page, answers).filter(\.1).map(\.0))
        }
        return forbidden
    }

    /// Suppresses keys of people who are not there, and takes them out of the record of crawls.
    ///
    /// - Returns: how many of them were not suppressed before.
    public func forbid(
        _ keys: [String],
        in gallery: GalleryRecord,
        of store: any GalleryStore
    ) async throws -> Int {
        let fresh = try await store.forbid(Array(Set(keys)), in: gallery.id)
        try EvidenceFile.strike(Set(keys), home: settings.home, gallery: gallery.name)
        return fresh
    }

    /// Every key that leads to a person.
    func keys(
        of person: PersonID,
        in gallery: GalleryRecord,
        of store: any GalleryStore
    ) async throws -> Set<String> {
        guard let record = try await store.people([person], in: gallery.id).first else { return [] }
        let merged = try await store.mergedKeys(of: [person], in: gallery.id)
        return Set([record.key] + (merged[person] ?? []))
    }
}

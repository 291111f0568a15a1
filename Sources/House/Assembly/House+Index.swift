import FaceTypes
import Foundation
import Gallery
import VectorIndex

extension House {
    /// Folder of a gallery's index files.
    func indexFolder(of gallery: GalleryID) -> String {
        settings.home.index + "/\(gallery.rawValue)"
    }

    /// A gallery's index, up to the catalogue's last change and saved as far as may be.
    ///
    /// Where the home's files can be neither written nor read now, it is in memory until they can.
    func index(
        of record: GalleryRecord,
        in store: any GalleryStore
    ) async throws -> StoredIndex {
        let sequence = try await store.sequence(of: record.id)
        makeIndexHome()
        let stored = StoredIndex.opened(
            folder: indexFolder(of: record.id),
            record.pack.dimension,
            sequence,
            settings.recall
        )
        try await stored.catchUp(with: store, gallery: record.id)
        // What can't be saved now is searched from memory.
        try? stored.settle()
        return stored
    }

    /// A gallery's index as its files are.
    ///
    /// - Throws: `VectorIndexError` when they can be neither written nor read.
    func storedIndex(
        of record: GalleryRecord,
        in store: any GalleryStore
    ) async throws -> StoredIndex {
        let sequence = try await store.sequence(of: record.id)
        makeIndexHome()
        return try StoredIndex.open(
            folder: indexFolder(of: record.id),
            dimension: record.pack.dimension,
            sequence: sequence,
            recall: settings.recall
        )
    }

    /// Where this fails, opening an index fails too and says why.
    private func makeIndexHome() {
        try? FileManager.default.createDirectory(
            atPath: settings.home.index,
            withIntermediateDirectories: true,
            attributes: [.posixPermissions: 0o700]
        )
    }

    /// Figures of the index of the gallery the settings name.
    public func indexReport() async throws -> IndexReport {
        let (record, store) = try await namedGallery()
        let stored = try await storedIndex(of: record, in: store)
        return try await report(of: stored, record, in: store)
    }

    private func report(
        of stored: StoredIndex,
        _ record: GalleryRecord,
        in store: any GalleryStore
    ) async throws -> IndexReport {
        try await stored.follow(store, gallery: record.id)
        return try IndexReport(
            of: stored,
            gallery: record.name,
            folder: indexFolder(of: record.id),
            logged: try await store.sequence(of: record.id)
        )
    }

    /// Reads every byte of the index files and compares them with the catalogue.
    public func verifyIndex() async throws -> IndexVerification {
        let (record, store) = try await namedGallery()
        guard FileManager.default.fileExists(atPath: indexFolder(of: record.id)) else {
            let absent = "there are no index files; the next search makes them"
            return IndexVerification(gallery: record.name, problems: [absent])
        }
        let damage = try indexDamage(of: record)
        guard damage.isEmpty else {
            return IndexVerification(gallery: record.name, problems: damage)
        }
        let stored = try await storedIndex(of: record, in: store)
        try await stored.follow(store, gallery: record.id)
        return try await IndexComparison(store: store, gallery: record, index: stored).run()
    }

    /// What is wrong with the bytes of a gallery's index files; none when there are no files.
    func indexDamage(of record: GalleryRecord) throws -> [String] {
        let folder = indexFolder(of: record.id)
        guard FileManager.default.fileExists(atPath: folder) else { return [] }
        let first = try VectorIndex.problems(inFolder: folder)
        if first.isEmpty { return [] }
        // A service may replace files while they are read: what is really wrong stays so.
        return try VectorIndex.problems(inFolder: folder).map { "\($0)" }
    }

    /// Makes the index files of the gallery anew from the catalogue.
    ///
    /// - Throws: `VectorIndexError.locked` while another process writes them.
    public func rebuildIndex() async throws -> IndexReport {
        let (record, store) = try await namedGallery()
        makeIndexHome()
        let stored = try StoredIndex.remake(
            folder: indexFolder(of: record.id),
            dimension: record.pack.dimension,
            recall: settings.recall
        )
        return try await report(of: stored, record, in: store)
    }

    /// Does the upkeep that is due, calibrates the planner on this machine and measures what recall
    /// costs in this gallery.
    public func tuneIndex(queries: Int) async throws -> IndexTuning {
        let (record, store) = try await namedGallery()
        let stored = try await storedIndex(of: record, in: store)
        try await stored.follow(store, gallery: record.id)
        while try stored.maintain() { try Task.checkCancellation() }
        return IndexTuning(
            recall: stored.recall,
            isKept: stored.hold == .writer,
            costs: try stored.tune(queries: queries).map(RecallCost.init)
        )
    }

    private func namedGallery() async throws -> (GalleryRecord, any GalleryStore) {
        let store = try catalogue(creating: false)
        return (try await gallery(in: store), store)
    }
}

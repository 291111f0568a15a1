import FaceTypes
package import Gallery
import VectorIndex

/// What a comparison of index and catalogue found.
public struct IndexVerification: Sendable, Hashable, Codable {
    /// The form of this report.
    public var schema = 1
    /// The gallery.
    public var gallery: String
    /// Faults of the files; nothing was compared when there are any.
    public var problems: [String]
    /// Faces the catalogue and the index both hold.
    public var agreeing = 0
    /// Faces of the catalogue the index lacks.
    public var missing = 0
    /// Faces of the index the catalogue lacks.
    public var surplus = 0
    /// Faces whose vector or person differs.
    public var differing = 0

    /// Whether all is well.
    public var isSound: Bool {
        problems.isEmpty && missing == 0 && surplus == 0 && differing == 0
    }
}

extension IndexVerification {
    /// What is wrong, in words.
    var faults: [String] {
        let counts = [
            (missing, "faces of the catalogue are missing in the index"),
            (surplus, "faces of the index are not in the catalogue"),
            (differing, "faces have another vector or person in the index"),
        ]
        return problems + counts.filter { $0.0 > 0 }.map { "\($0.0) \($0.1)" }
    }
}

/// Compares a gallery's index with the catalogue, face by face.
package struct IndexComparison {
    /// Unit vectors that went through normalisation again may differ by this much.
    static let similarityMin: Float = 0.9999

    let store: any GalleryStore
    let gallery: GalleryRecord
    let index: StoredIndex

    /// Prepares a comparison of an index that has followed the catalogue.
    package init(store: any GalleryStore, gallery: GalleryRecord, index: StoredIndex) {
        self.store = store
        self.gallery = gallery
        self.index = index
    }

    package func run() async throws -> IndexVerification {
        var result = IndexVerification(gallery: gallery.name, problems: [])
        let files = try index.files()
        let directory = IndexDirectory(files.snapshot())
        var seen: Set<UInt64> = []
        var sequence: Int64 = 0
        let last = files.position
        while true {
            try Task.checkCancellation()
            let page = try await store.changes(
                after: sequence,
                limit: IndexFollower.pageSize,
                in: gallery.id
            ).filter { $0.sequence <= last }
            guard let end = page.last else { break }
            sequence = end.sequence
            for change in page { compare(change, directory, &seen, &result) }
        }
        result.surplus = directory.ids.count - seen.count
        return result
    }

    private func compare(
        _ change: GalleryChange,
        _ directory: IndexDirectory,
        _ seen: inout Set<UInt64>,
        _ result: inout IndexVerification
    ) {
        guard case .added(let face, let person, let embedding) = change.event else { return }
        let id = UInt64(face.rawValue)
        guard let entry = directory.entry(of: id) else {
            result.missing += 1
            return
        }
        seen.insert(id)
        let similarity = zip(entry.vector, embedding.values).reduce(Float(0)) {
            $0 + $1.0 * $1.1
        }
        if similarity >= Self.similarityMin, entry.group == person.map({ UInt64($0.rawValue) }) {
            result.agreeing += 1
        } else {
            result.differing += 1
        }
    }
}

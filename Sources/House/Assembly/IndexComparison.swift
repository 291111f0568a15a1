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

    /// Compares as of the last change the files hold: faces that changed since, while the comparison
    /// ran too, are not judged.
    package func run() async throws -> IndexVerification {
        var result = IndexVerification(gallery: gallery.name, problems: [])
        let files = try index.files()
        // The position first: what the contents hold beyond it is among the changes since.
        let last = files.position
        let directory = IndexDirectory(files.snapshot())
        var found = Found()
        var sequence: Int64 = 0
        while true {
            try Task.checkCancellation()
            let page = try await store.changes(
                after: sequence,
                limit: IndexFollower.pageSize,
                in: gallery.id
            )
            guard let end = page.last else { break }
            sequence = end.sequence
            for change in page {
                if change.sequence > last {
                    found.changed.insert(UInt64(change.face.rawValue))
                } else {
                    compare(change, directory, &found)
                }
            }
        }
        result.agreeing = found.agreeing.count
        result.missing = found.missing.subtracting(found.changed).count
        result.differing = found.differing.subtracting(found.changed).count
        result.surplus =
            directory.ids.count { id in
                !found.agreeing.contains(id) && !found.differing.contains(id)
                    && !found.changed.contains(id)
            }
        return result
    }

    /// Faces, by how they were found.
    private struct Found {
        var agreeing: Set<UInt64> = []
        var missing: Set<UInt64> = []
        var differing: Set<UInt64> = []
        /// Changed after what the files hold.
        var changed: Set<UInt64> = []

        mutating func forget(_ id: UInt64) {
            agreeing.remove(id)
            missing.remove(id)
            differing.remove(id)
        }
    }

    private func compare(
        _ change: GalleryChange,
        _ directory: IndexDirectory,
        _ found: inout Found
    ) {
        let id = UInt64(change.face.rawValue)
        // A log may name a face more than once; the last word counts.
        found.forget(id)
        guard case .added(_, let person, let embedding) = change.event else { return }
        guard let entry = directory.entry(of: id) else {
            found.missing.insert(id)
            return
        }
        let similarity = zip(entry.vector, embedding.values).reduce(Float(0)) {
            $0 + $1.0 * $1.1
        }
        if similarity >= Self.similarityMin, entry.group == person.map({ UInt64($0.rawValue) }) {
            found.agreeing.insert(id)
        } else {
            found.differing.insert(id)
        }
    }
}

extension GalleryChange {
    fileprivate var face: FaceID {
        switch event {
        case .added(let face, _, _), .removed(let face): face
        }
    }
}

import FaceTypes
import Gallery
import ObjectStorage

extension Doctor {
    /// Bytes of stored objects that are read unless all are asked for: some seconds' work.
    static let objectBytesMax = 1 << 30

    /// Faces looked up in the catalogue at a time.
    private static let pageSize = 1_000

    /// What became of a gallery's stored photos and crops.
    private struct Inventory {
        var expected = 0
        var missing = 0
        var damaged = 0
        var read = 0
        var bytesRead = 0
    }

    /// Whether a gallery's stored photos and crops are there, and as they were stored.
    func objects(of record: GalleryRecord, in store: any GalleryStore) async -> Finding {
        let subject = "objects of \(record.name)"
        do {
            let inventory = try await inventory(of: record, in: store)
            guard inventory.missing + inventory.damaged == 0 else {
                return Finding(
                    subject: subject,
                    state: .fault,
                    found: "of \(inventory.expected), \(inventory.missing) are missing and "
                        + "\(inventory.damaged) are not as they were stored",
                    mend: (record.keep == .photos || record.keep == .crops && record.labelled
                        ? "ingest the same photos again, which stores these anew, or " : "")
                        + "restore \(house.settings.home.objects) from a backup"
                )
            }
            return Finding(subject: subject, state: .fine, found: Self.words(for: inventory))
        } catch {
            return Finding(subject: subject, state: .fault, found: "\(error)", mend: nil)
        }
    }

    private static func words(for inventory: Inventory) -> String {
        if inventory.expected == 0 { return "none are kept" }
        let all = "all \(inventory.expected) are there"
        return inventory.read == inventory.expected
            ? all + ", as they were stored"
            : all + "; the first \(inventory.read) were read and are as they were stored "
                + "(--every-object reads all)"
    }

    private func inventory(
        of record: GalleryRecord,
        in store: any GalleryStore
    ) async throws -> Inventory {
        var inventory = Inventory()
        var sequence: Int64 = 0
        while true {
            try Task.checkCancellation()
            let page = try await store.changes(
                after: sequence,
                limit: Self.pageSize,
                in: record.id
            )
            guard let last = page.last else { return inventory }
            sequence = last.sequence
            let ids = page.compactMap { change in
                if case .added(let face, _, _) = change.event { face } else { nil }
            }
            // A photo of several faces counts once a page.
            let addresses = try await store.faces(ids, in: record.id).flatMap { face in
                [face.photoStored ? face.photoHash : nil, face.crop].compactMap { $0 }
            }
            var seen: Set<ContentHash> = []
            for address in addresses where seen.insert(address).inserted {
                try await look(at: address, &inventory)
            }
        }
    }

    private func look(at address: ContentHash, _ inventory: inout Inventory) async throws {
        let objects = house.objects()
        inventory.expected += 1
        guard inventory.bytesRead < objectBytesMax else {
            if try await !objects.contains(address) { inventory.missing += 1 }
            return
        }
        do throws(ObjectStorageError) {
            inventory.bytesRead += try await objects.bytes(of: address).count
            inventory.read += 1
        } catch {
            switch error {
            case .missing: inventory.missing += 1
            case .damaged: inventory.damaged += 1
            default: throw error
            }
        }
    }
}

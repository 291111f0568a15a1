import FaceTypes
import Gallery
import ObjectStorage

extension PhotoPreparer {
    /// Stores an enrolled photo's bytes anew where its object is missing or damaged.
    ///
    /// The object has the address the catalogue names, for that is the hash of the bytes at hand.
    /// - Throws: what the catalogue and the object store throw.
    func restore(_ read: ReadPhoto) async throws {
        guard gallery.keep == .photos, !settings.dryRun, try await !isIntact(read.hash) else {
            return
        }
        do {
            _ = try await objects.put([read.bytes]) { [store] addresses in
                // Removed meanwhile, or never stored for this gallery: the next sweep takes it.
                guard try await store.unrecordedObjects(among: addresses).isEmpty else {
                    throw NotRecorded()
                }
            }
        } catch is NotRecorded {
            return
        }
    }

    private func isIntact(_ address: ContentHash) async throws -> Bool {
        do throws(ObjectStorageError) {
            _ = try await objects.bytes(of: address)
            return true
        } catch {
            switch error {
            case .missing, .damaged: return false
            default: throw error
            }
        }
    }

    /// No record of any gallery names the object.
    private struct NotRecorded: Error {}
}

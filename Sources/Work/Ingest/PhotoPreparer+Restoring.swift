import FacePipeline
import FaceTypes
import Gallery
import ObjectStorage
import Pools

extension PhotoPreparer {
    /// Stores anew what the gallery keeps of an enrolled photo, where it is missing or damaged: the
    /// photo's bytes, or the crops of the person's faces.
    ///
    /// Objects have the addresses the catalogue names, for those are hashes of the bytes at hand, or
    /// of crops that come out of them the same as before.
    /// - Throws: what the catalogue and the object store throw.
    func restore(_ read: ReadPhoto, for candidate: PhotoCandidate) async throws {
        guard !settings.dryRun else { return }
        switch gallery.keep {
        case .photos:
            if try await !isIntact(read.hash) { try await store(again: [read.bytes]) }
        case .crops:
            let lost = try await lostCrops(of: read, candidate)
            if !lost.isEmpty { try await store(again: cut(lost, from: read)) }
        case .nothing: return
        }
    }

    private func lostCrops(
        of read: ReadPhoto,
        _ candidate: PhotoCandidate
    ) async throws -> [StoredFace] {
        guard let claim = candidate.claim,
            let person = try await store.person(keyed: claim.key, in: gallery.id)
        else { return [] }
        var lost: [StoredFace] = []
        for face in try await store.faces(of: person.id, in: gallery.id)
        where face.photoHash == read.hash {
            if let crop = face.crop, try await !isIntact(crop) { lost.append(face) }
        }
        return lost
    }

    /// The crops of faces; without those that come out otherwise now, as by another library.
    private func cut(_ faces: [StoredFace], from read: ReadPhoto) async throws -> [[UInt8]] {
        try await pool.run { [pipeline] in
            let photo = try pipeline.detect(read.bytes, decoded: pipeline.decode(read.bytes)).photo
            return try faces.compactMap { face in
                let crop = try Self.encodedCrop(of: face.detection, in: photo)
                return crop.hash == face.crop ? crop.bytes : nil
            }
        }
    }

    private func store(again bytes: [[UInt8]]) async throws {
        do {
            _ = try await objects.put(bytes) { [store] addresses in
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

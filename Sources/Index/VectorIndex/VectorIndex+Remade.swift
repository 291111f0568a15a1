import Synchronization

extension VectorIndex {
    /// Whether the folder was emptied and begun anew since this index was opened for reading; then
    /// `refresh()` is of no use, and the folder has to be opened again.
    package func isRemade() throws(VectorIndexError) -> Bool {
        guard let storage = writer.withLock({ $0.storage }), storage.lock == nil,
            let manifest = try IndexManifest.read(from: storage.files)
        else { return false }
        return manifest.generation < storage.generation || manifest.position < storage.position
    }
}

import Synchronization

extension VectorIndex {
    /// After a failed write: takes away the files it left, finished or not, that the folder's
    /// manifest does not name.
    ///
    /// On a disk that was full they may be what fills it. Opening the folder again takes them away
    /// too, but has to write first.
    package func removeUnfinished() {
        merging.withLock { _ in
            guard let storage = writer.withLock({ $0.storage }), storage.lock != nil,
                let manifest = try? IndexManifest.read(from: storage.files),
                let names = try? storage.files.list()
            else { return }
            let numbers = manifest.entries.map(\.number)
            let named = Set(numbers.map(SegmentFile.name) + numbers.map(GraphFile.name))
            for name in names where !named.contains(name) {
                let isSegment = name.hasPrefix("segment-") || name.hasPrefix("graph-")
                // What can't be removed now goes when the folder is opened again.
                if isSegment || name.hasSuffix(".tmp") { try? storage.files.remove(name) }
            }
        }
    }
}

import Synchronization

extension VectorIndex {
    private static let lockName = "lock"
    /// How often a reader looks again when files went away under it.
    private static let readAttemptsMax = 5

    /// Opens the index of a folder for writing, or makes one.
    ///
    /// One index object at a time may write to a folder. Segments are mapped, not read: opening
    /// takes time for the changes in the log, not for the vectors.
    ///
    /// - Parameters:
    ///   - folder: path; made when it is not there, its parent must be.
    ///   - dimension: components a vector has, one of `dimensions`.
    ///   - metric: must be that of the index when there is one.
    ///   - durability: may differ from one time to the next.
    /// - Throws: when the index is another, is damaged, is held by another writer, or the system
    ///   refuses.
    public convenience init(
        folder: String,
        dimension: Int,
        metric: VectorMetric = .cosine,
        durability: IndexDurability = .durable
    ) throws(VectorIndexError) {
        try self.init(
            files: PosixFileSystem(folder: folder),
            dimension: dimension,
            metric: metric,
            durability: durability
        )
    }

    /// Opens the index of a folder for reading, as of the last checkpoint of its writer; `refresh()`
    /// goes on to the next.
    ///
    /// - Throws: when there is no index, it is damaged, or the system refuses.
    public convenience init(reading folder: String) throws(VectorIndexError) {
        try self.init(reading: PosixFileSystem(reading: folder))
    }

    package convenience init(reading files: any IndexFileSystem) throws(VectorIndexError) {
        guard let manifest = try IndexManifest.read(from: files) else {
            throw .damaged(file: IndexManifest.name, part: "missing")
        }
        let loaded = try Self.latest(manifest, files)
        self.init(snapshot: loaded.snapshot, storage: IndexStorage(reading: files, loaded.manifest))
    }

    package convenience init(
        files: any IndexFileSystem,
        dimension: Int,
        metric: VectorMetric,
        durability: IndexDurability
    ) throws(VectorIndexError) {
        precondition(Self.dimensions.contains(dimension), "dimension \(dimension)")
        let lock = try files.lock(Self.lockName)
        let manifest = try IndexManifest.read(from: files)
        if let manifest { try Self.check(manifest, dimension, metric) }
        let snapshot =
            try manifest.map { manifest throws(VectorIndexError) in try Self.load(manifest, files) }
            ?? IndexSnapshot(dimension: dimension, metric: metric, kernels: .best)
        var writer = IndexWriter(snapshot: snapshot)
        var storage = IndexStorage(writing: files, durability, lock, manifest)
        if let manifest { try writer.recover(manifest, &storage) }
        if storage.log == nil, durability == .durable {
            storage.log = try ChangeLog(
                creating: storage.takeNumber(),
                dimension: dimension,
                in: files
            )
            if storage.firstLog == 0 { storage.firstLog = storage.nextNumber - 1 }
        }
        storage.generation += 1
        // The marks are those of the last checkpoint: rows that replace others are only in the log,
        // which readers do not look at.
        try IndexManifest(snapshot, storage).write(to: files)
        try storage.removeLeftovers(writer.snapshot)
        self.init(writer: writer, storage: storage)
    }

    private static func check(
        _ manifest: IndexManifest,
        _ dimension: Int,
        _ metric: VectorMetric
    ) throws(VectorIndexError) {
        guard manifest.dimension == dimension else {
            throw .differentIndex(
                what: "dimension",
                expected: "\(dimension)",
                found: "\(manifest.dimension)"
            )
        }
        guard manifest.metric == metric else {
            throw .differentIndex(
                what: "metric",
                expected: metric.rawValue,
                found: manifest.metric.rawValue
            )
        }
    }

    /// Maps the segments a manifest names.
    private static func load(
        _ manifest: IndexManifest,
        _ files: any IndexFileSystem
    ) throws(VectorIndexError) -> IndexSnapshot {
        var snapshot = IndexSnapshot(
            dimension: manifest.dimension,
            metric: manifest.metric,
            kernels: .best
        )
        snapshot.model = MarginModel(
            deviations: manifest.deviations,
            samples: manifest.samples
        )
        for entry in manifest.entries {
            let (segment, rows) = try SegmentFile.open(
                entry.number,
                dimension: manifest.dimension,
                from: files
            )
            guard rows == entry.count else {
                throw .damaged(
                    file: SegmentFile.name(entry.number),
                    part: "\(rows) rows, not \(entry.count)"
                )
            }
            var view = SegmentView(mapped: segment, entry: entry)
            view.graph = GraphFile.open(
                entry.number,
                rows: rows,
                codeDimension: segment.transform.codeDimension,
                from: files
            )
            snapshot.views.append(view)
        }
        return snapshot
    }

    /// Loads a manifest; when its files went away because the writer published another, loads that.
    private static func latest(
        _ first: IndexManifest,
        _ files: any IndexFileSystem
    ) throws(VectorIndexError) -> (manifest: IndexManifest, snapshot: IndexSnapshot) {
        var manifest = first
        for _ in 0..<readAttemptsMax {
            do throws(VectorIndexError) {
                return (manifest, try load(manifest, files))
            } catch {
                guard let newer = try IndexManifest.read(from: files),
                    newer.generation > manifest.generation
                else { throw error }
                manifest = newer
            }
        }
        return (manifest, try load(manifest, files))
    }

    /// Goes on to what the writer of the folder published last; only for an index opened for
    /// reading.
    ///
    /// - Returns: whether there was something new.
    @discardableResult
    public func refresh() throws(VectorIndexError) -> Bool {
        try writer.withLock { writer throws(VectorIndexError) in
            guard let storage = writer.storage, storage.lock == nil else { return false }
            guard let manifest = try IndexManifest.read(from: storage.files),
                manifest.generation > storage.generation
            else { return false }
            let loaded = try Self.latest(manifest, storage.files)
            writer = IndexWriter(snapshot: loaded.snapshot)
            writer.storage = IndexStorage(reading: storage.files, loaded.manifest)
            publish(writer)
            return true
        }
    }
}

extension IndexStorage {
    init(reading files: any IndexFileSystem, _ manifest: IndexManifest) {
        self.init(writing: files, .rebuildable, nil, manifest)
    }

    init(
        writing files: any IndexFileSystem,
        _ durability: IndexDurability,
        _ lock: (any FolderLock)?,
        _ manifest: IndexManifest?
    ) {
        self.files = files
        self.durability = durability
        self.lock = lock
        generation = manifest?.generation ?? 0
        nextNumber = manifest?.nextNumber ?? 1
        firstLog = manifest?.firstLog ?? 0
        position = manifest?.position ?? 0
        savedPosition = position
    }

    /// Removes files that no manifest names: of a write that was cut short, or replaced since.
    func removeLeftovers(_ snapshot: IndexSnapshot) throws(VectorIndexError) {
        let numbers = snapshot.views.compactMap(\.segment.file)
        let segments = Set(numbers.map(SegmentFile.name) + numbers.map(GraphFile.name))
        for name in try files.list() {
            let isOldLog = Self.logNumber(name).map { $0 < firstLog || firstLog == 0 } ?? false
            let isSegment = name.hasPrefix("segment-") || name.hasPrefix("graph-")
            let isOldSegment = isSegment && !segments.contains(name)
            if isOldLog || isOldSegment || name.hasSuffix(".tmp") { try files.remove(name) }
        }
    }

    static func logNumber(_ name: String) -> UInt64? {
        guard name.hasPrefix("log-"), let number = UInt64(name.dropFirst(4)) else { return nil }
        return number < IndexManifest.numberMax ? number : nil
    }
}

extension IndexWriter {
    /// Applies the changes of the logs that the segments may not hold.
    fileprivate mutating func recover(
        _ manifest: IndexManifest,
        _ storage: inout IndexStorage
    ) throws(VectorIndexError) {
        guard manifest.firstLog > 0 else { return }
        let numbers = try storage.files.list().compactMap(IndexStorage.logNumber)
            .filter { $0 >= manifest.firstLog }.sorted()
        guard numbers.first == manifest.firstLog else {
            throw .damaged(file: ChangeLog.name(manifest.firstLog), part: "missing")
        }
        for number in numbers {
            guard
                let contents = try ChangeLog.read(
                    number,
                    dimension: manifest.dimension,
                    from: storage.files
                )
            else { continue }
            storage.nextNumber = max(storage.nextNumber, number + 1)
            // Only the last log may end in a write that was cut short.
            if contents.isDamaged || contents.tornBytes > 0 && number != numbers.last {
                throw .damaged(
                    file: ChangeLog.name(number),
                    part: "record at byte \(contents.wholeBytes)"
                )
            }
            for change in contents.batches.joined() { apply(change) }
            guard number == numbers.last else { continue }
            if contents.wholeBytes == 0 {
                guard number != manifest.firstLog else {
                    throw .damaged(file: ChangeLog.name(number), part: "header")
                }
                try storage.files.remove(ChangeLog.name(number))
            } else if storage.durability == .durable {
                storage.log = try ChangeLog(
                    continuing: number,
                    length: contents.wholeBytes,
                    in: storage.files
                )
            }
        }
    }
}

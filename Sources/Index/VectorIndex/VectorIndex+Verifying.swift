import Synchronization

extension VectorIndex {
    /// Reads every byte of the index of a folder and says what is wrong; empty when all is well.
    ///
    /// A log that ends in an unfinished record is no damage: that write was never acknowledged. Of
    /// the records synced last, and only of them, nobody can tell the one from the other.
    /// - Throws: when the folder cannot be read at all.
    public static func problems(
        inFolder folder: String
    ) throws(VectorIndexError) -> [VectorIndexError] {
        try problems(in: PosixFileSystem(reading: folder))
    }

    package static func problems(
        in files: any IndexFileSystem
    ) throws(VectorIndexError) -> [VectorIndexError] {
        let manifest: IndexManifest
        do throws(VectorIndexError) {
            guard let found = try IndexManifest.read(from: files) else {
                return [.damaged(file: IndexManifest.name, part: "missing")]
            }
            manifest = found
        } catch {
            return [error]
        }
        var found: [VectorIndexError] = []
        for entry in manifest.entries {
            found += SegmentFile.problems(entry.number, dimension: manifest.dimension, in: files)
            if let problem = GraphFile.problem(
                entry.number,
                rows: entry.count,
                codeDimension: (manifest.dimension + 63) / 64 * 64,
                in: files
            ) {
                found.append(problem)
            }
        }
        do throws(VectorIndexError) {
            return found + (try logProblems(manifest, in: files))
        } catch .unknownVersion(let file, let expected, let version) {
            return found + [.unknownVersion(file: file, expected: expected, found: version)]
        }
    }

    private static func logProblems(
        _ manifest: IndexManifest,
        in files: any IndexFileSystem
    ) throws(VectorIndexError) -> [VectorIndexError] {
        guard manifest.firstLog > 0 else { return [] }
        let numbers = try files.list().compactMap(IndexStorage.logNumber)
            .filter { $0 >= manifest.firstLog }.sorted()
        guard numbers.first == manifest.firstLog else {
            return [.damaged(file: ChangeLog.name(manifest.firstLog), part: "missing")]
        }
        var found: [VectorIndexError] = []
        for number in numbers {
            let contents = try ChangeLog.read(
                number,
                dimension: manifest.dimension,
                from: files
            )
            guard let contents else { continue }
            if contents.wholeBytes == 0, number == manifest.firstLog {
                found.append(.damaged(file: ChangeLog.name(number), part: "header"))
            } else if contents.isDamaged || contents.tornBytes > 0 && number != numbers.last {
                found.append(
                    .damaged(
                        file: ChangeLog.name(number),
                        part: "record at byte \(contents.wholeBytes)"
                    )
                )
            }
        }
        return found
    }

    /// The same for the files this index has open, and its log up to the last acknowledged change.
    ///
    /// Checkpoints and merges wait until it is done.
    public func verify() throws(VectorIndexError) -> [VectorIndexError] {
        try merging.withLock { _ throws(VectorIndexError) in
            guard let storage = writer.withLock({ $0.storage }) else { return [] }
            var found = try Self.problems(in: storage.files)
            if let log = storage.log,
                let contents = try ChangeLog.read(
                    log.number,
                    dimension: dimension,
                    from: storage.files
                ), contents.wholeBytes < log.length
            {
                found.append(.damaged(file: ChangeLog.name(log.number), part: "record"))
            }
            return found
        }
    }
}

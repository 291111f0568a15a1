import Archives
public import Calibration
import Foundation
public import Pools

/// Evaluates a pack on LFW: accuracy on the official pairs, acceptance over all pairs, ranks in a
/// gallery of one photo a person, and how well calibration keeps its promises.
public struct LFWEvaluation: Sendable {
    /// Turns a photo into the embedding of the face it is of, or `nil`; blocks, on any thread.
    public typealias Embedder = @Sendable (_ photo: [UInt8]) throws -> EmbeddedPhoto?

    /// What came of it.
    public struct Outcome: Sendable {
        /// The figures.
        public var report: LFWReport
        /// All pairs' similarities, for plots.
        public let rates: VerificationRates
    }

    /// Most photos that are evaluated; their embeddings are kept in memory.
    public static let photosMax = 200_000

    /// Photos in work at a time, and their bytes together.
    static let batch = (photos: 64, bytes: 32 << 20)

    /// The archive.
    public var archive: String

    /// The pairs list.
    public var pairs: LFWPairs

    /// The pack's name for the report, as `name@version`.
    public var pack: String

    /// Checks calibration as well, or `nil` not to.
    public var audit: CalibrationAudit?

    /// Looks at no photos but those the pairs name: a quick check, whose ranks and acceptance are of
    /// fewer people than the whole archive's.
    public var onlyPhotosOfPairs = false

    private let embed: Embedder

    /// Prepares an evaluation.
    ///
    /// - Parameter archive: path of an uncompressed tar of `Person/Person_0001.jpg` files.
    /// - Parameter embed: see `Embedder`.
    public init(
        archive: String,
        pairs: LFWPairs,
        pack: String,
        audit: CalibrationAudit?,
        embed: @escaping Embedder
    ) {
        self.archive = archive
        self.pairs = pairs
        self.pack = pack
        self.audit = audit
        self.embed = embed
    }

    /// Runs it.
    ///
    /// - Parameter pool: where photos are embedded and figures computed.
    /// - Parameter progress: is told the number of photos done, now and then.
    /// - Throws: `EvaluationError`, `CancellationError`, and what the embedder throws.
    public func run(
        on pool: BoundedPool,
        progress: @Sendable (Int) -> Void = { _ in }
    ) async throws -> Outcome {
        let clock = ContinuousClock()
        let start = clock.now
        let photos = try await embedAll(on: pool, progress: progress)
        let figures = try await pool.run { [pairs, pack, audit] in
            try LFWFigures(photos: photos, pairs: pairs).outcome(pack: pack, audit: audit)
        }
        var report = figures.report
        let taken = start.duration(to: clock.now)
        report.seconds =
            Double(taken.components.seconds) + Double(taken.components.attoseconds) / 1e18
        return Outcome(report: report, rates: figures.rates)
    }

    /// Embeds the archive's photos, a batch of them at a time; `nil` where no face was found.
    func embedAll(
        on pool: BoundedPool,
        progress: @Sendable (Int) -> Void
    ) async throws -> [LFWPhotoKey: EmbeddedPhoto?] {
        let reader = try TarReader(path: archive)
        let wanted = onlyPhotosOfPairs ? pairs.photos : nil
        var photos: [LFWPhotoKey: EmbeddedPhoto?] = [:]
        while true {
            try Task.checkCancellation()
            let entries = try await pool.run {
                try reader.next(atMost: Self.batch.photos, bytes: Self.batch.bytes)
            }
            if entries.isEmpty { break }
            let embedded = try await embed(entries, wanted: wanted, on: pool)
            photos.merge(embedded) { _, later in later }
            guard photos.count <= Self.photosMax else { break }
            progress(photos.count)
        }
        guard (1...Self.photosMax).contains(photos.count) else {
            throw EvaluationError.photoCount(
                path: archive,
                found: photos.count,
                limit: Self.photosMax
            )
        }
        return photos
    }

    private func embed(
        _ entries: [TarReader.Entry],
        wanted: Set<LFWPhotoKey>?,
        on pool: BoundedPool
    ) async throws -> [(LFWPhotoKey, EmbeddedPhoto?)] {
        try await withThrowingTaskGroup(of: (LFWPhotoKey, EmbeddedPhoto?).self) { group in
            for entry in entries {
                guard let key = LFWPhotoKey(path: entry.name), wanted?.contains(key) ?? true else {
                    continue
                }
                group.addTask { [embed] in
                    (key, try await pool.run { try embed(entry.bytes) })
                }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
    }
}

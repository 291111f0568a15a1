public import FaceTypes
public import Jobs

/// One sentence every `JobStore` must keep, and the check that it does.
public struct JobRule: Sendable, CustomStringConvertible {
    /// The sentence.
    public let description: String

    private let body: @Sendable (any JobStore, GalleryID, GalleryID) async throws -> Void

    init(
        _ description: String,
        _ body: @escaping @Sendable (any JobStore, GalleryID, GalleryID) async throws -> Void
    ) {
        self.description = description
        self.body = body
    }

    /// Checks the rule on a store that nobody else uses.
    ///
    /// - Parameter galleries: two that exist.
    public func check(_ store: any JobStore, galleries: (GalleryID, GalleryID)) async throws {
        try await body(store, galleries.0, galleries.1)
    }

    /// Every rule.
    public static let all: [JobRule] = puttingRules + leaseRules + endingRules + upkeepRules
}

/// Jobs and moments the rules are checked with.
enum SampleJob {
    static let policy = JobPolicy(leaseSeconds: 10, attemptsMax: 3, pauseSeconds: 4)

    static func new(
        _ number: Int,
        in gallery: GalleryID,
        kind: JobKind = .photoFile,
        source: String = "sample"
    ) -> NewJob {
        NewJob(
            gallery: gallery,
            kind: kind,
            key: JobKey(source: source, address: Sample.hash(number)),
            payload: Array("photo \(number)".utf8)
        )
    }

    static func moment(_ seconds: Double) -> JobInstant {
        JobInstant(milliseconds: 1_700_000_000_000).adding(seconds: seconds)
    }

    static func lease(
        _ store: any JobStore,
        at seconds: Double,
        worker: String = "w",
        kinds: [JobKind] = [.photoFile, .photoAddress],
        in gallery: GalleryID? = nil,
        limit: Int = 100
    ) async throws -> [Job] {
        try await store.lease(
            to: worker,
            kinds: kinds,
            in: gallery,
            limit: limit,
            at: moment(seconds),
            policy: policy
        )
    }

    static func finish(
        _ store: any JobStore,
        _ jobs: [Job],
        _ outcome: JobOutcome,
        at seconds: Double,
        jitter: Double = 0.5
    ) async throws -> Int {
        let completions = jobs.compactMap(\.lease).map {
            JobCompletion(lease: $0, outcome: outcome, jitter: jitter)
        }
        return try await store.finish(completions, at: moment(seconds), policy: policy).count
    }

    static func failure(_ advice: JobRetry) -> JobOutcome {
        .failed(JobFailure(code: "http_503", detail: "busy", advice: advice))
    }
}

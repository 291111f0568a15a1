import FaceTypes
import Foundation
import Gallery
import Hashing
public import Ingest
import Jobs
import ModelPacks

/// What is known about why a photo is in a gallery or not.
public struct PhotoVerdict: Sendable, Hashable, Codable {
    /// The form of this report.
    public var schema = 1
    /// What was asked about.
    public var photo: String
    /// Whether its bytes are enrolled; of an address, or a file that is not there, whether a photo
    /// came from it.
    public var enrolled = false
    /// Whether a removal forbids its bytes, or the address.
    public var suppressed = false
    /// What runs wrote down about it, the latest last.
    public var rejects: [Reject] = []
    /// The state and word of its jobs in the queue.
    public var jobs: [String] = []
    /// What the rules say of the file now; `nil` when there is no such file.
    public var now: Reject?
    /// Whether the file would be enrolled now.
    public var wouldBeEnrolled: Bool?

    /// Nothing is known yet.
    public init(photo: String) { self.photo = photo }
}

extension House {
    /// Looks for what may be wrong in the gallery the settings name; what was decided on the review
    /// list is left out.
    public func review(
        progress: @Sendable (Int) -> Void = { _ in }
    ) async throws -> GalleryReport {
        var report = try await findings(progress: progress)
        let store = try catalogue(creating: false)
        guard let review = reviewStore(in: store) else { return report }
        let keys = report.findings.compactMap { ReviewItem.New($0)?.key }
        let decided = try await review.decided(among: keys, in: gallery(in: store).id)
        report.remove { finding in
            ReviewItem.New(finding).map { decided.contains($0.key) } ?? false
        }
        return report
    }

    /// Everything that may be wrong, decided or not.
    func findings(
        progress: @Sendable (Int) -> Void = { _ in }
    ) async throws -> GalleryReport {
        let gallery = try await openGallery(toChange: true)
        let review = GalleryReview(
            gallery: gallery.record.id,
            labelled: gallery.record.labelled,
            store: gallery.store,
            index: gallery.index,
            listing: gallery.store as? any PhotoListing,
            settings: GalleryReview.Settings(
                samePerson: gallery.pack.manifest.embedder.thresholds.fmr1e4,
                currentYear: Self.currentYear
            )
        )
        return try await review.run(progress: progress)
    }

    /// Finds out why a photo was not enrolled.
    ///
    /// - Parameter photo: a path or an address, as the run named it.
    public func verdict(on photo: String) async throws -> PhotoVerdict {
        let store = try catalogue(creating: false)
        let record = try await gallery(in: store)
        var verdict = PhotoVerdict(photo: photo)
        let path = URL(filePath: photo).standardizedFileURL.path(percentEncoded: false)
        verdict.rejects = rejects(of: [photo, path], in: record)
        verdict.jobs = try await jobs(of: [photo, path], gallery: record.id)
        let id = record.id
        guard FileManager.default.fileExists(atPath: path) else {
            let origins: Set<String> = [photo, path]
            verdict.enrolled = try await isEnrolled(from: origins, in: id, of: store)
            let questions = origins.map { SuppressionQuestion(key: nil, origin: $0, source: $0) }
            verdict.suppressed = try await store.suppresses(questions, in: id).contains(true)
            return verdict
        }
        let hash = sha256(try Self.readPhoto(path))
        verdict.enrolled = try await !store.enrolledPhotos(
            among: [hash],
            person: nil,
            in: id
        ).isEmpty
        verdict.suppressed = try await !store.suppressedPhotos(among: [hash], in: id).isEmpty
        guard !verdict.enrolled, !verdict.suppressed else { return verdict }
        verdict.now = try await refusal(of: path, record)
        verdict.wouldBeEnrolled = verdict.now == nil
        return verdict
    }

    /// Photos read at once when one is looked for by where it was read.
    private static let photoPage = 1_000

    /// Whether a photo was read at one of these places, or came from one of these pages.
    private func isEnrolled(
        from origins: Set<String>,
        in gallery: GalleryID,
        of store: any GalleryStore
    ) async throws -> Bool {
        var last: PhotoID?
        while true {
            try Task.checkCancellation()
            let page = try await store.photos(in: gallery, after: last, limit: Self.photoPage)
            guard let end = page.last else { return false }
            last = end.id
            let isThere = page.contains { photo in
                origins.contains(photo.origin)
                    || photo.credit.source.map(origins.contains) == true
            }
            if isThere { return true }
        }
    }

    /// What a run of this one photo would refuse it for.
    private func refusal(of path: String, _ record: GalleryRecord) async throws -> Reject? {
        let refused = FirstReject()
        let source = try SinglePhotoSource(path: path, labelled: record.labelled)
        _ = try await ingest(
            IngestJob(
                source: source,
                labelled: record.labelled,
                keep: nil,
                dryRun: true,
                allow: [],
                allowMinors: false
            ),
            observer: IngestRun.Observer(refused: { refused.note($0) })
        )
        return refused.reject
    }

    /// What runs wrote down in their lists and in the home's log, each refusal once, the latest last.
    private func rejects(of origins: Set<String>, in gallery: GalleryRecord) -> [Reject] {
        var found: [Reject] = []
        for reject in listedRejects() + loggedRejects(of: gallery)
        where origins.contains(reject.origin) {
            found.removeAll { $0 == reject }
            found.append(reject)
        }
        return found
    }

    /// Lines of the lists that runs left in the home.
    private func listedRejects() -> [Reject] {
        let folder = settings.home.reports
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        return names.sorted()
            .filter { $0.hasPrefix("rejects-") && $0.hasSuffix(".jsonl") }
            .flatMap { Self.lines(Reject.self, of: folder + "/" + $0) }
    }

    /// Refusals in the home's log, which has those of runs that wrote no list as well.
    private func loggedRejects(of gallery: GalleryRecord) -> [Reject] {
        HomeLog(path: settings.home.log).files.reversed()
            .flatMap { Self.lines(RunLine.self, of: $0) }
            .filter { $0.event == .refused && $0.gallery == gallery.name }
            .compactMap(\.reject)
    }

    /// The values in a file of JSON lines; those of another form are passed over.
    private static func lines<Value: Decodable>(_ type: Value.Type, of path: String) -> [Value] {
        guard let text = try? String(contentsOfFile: path, encoding: .utf8) else { return [] }
        return text.split(separator: "\n").compactMap { line in
            try? JSONDecoder().decode(type, from: Data(line.utf8))
        }
    }

    /// Jobs that failed or wait; finished ones no longer know their photo.
    private func jobs(of origins: Set<String>, gallery: GalleryID) async throws -> [String] {
        let queue = try queue(creating: false).jobs
        var found: [String] = []
        for state in [JobState.dead, .ready, .leased] {
            var last: JobID?
            while true {
                let page = try await queue.jobs(
                    in: state,
                    of: gallery,
                    after: last,
                    limit: JobPolicy.batchMax
                )
                guard let end = page.last else { break }
                last = end.id
                for job in page {
                    guard let photo = try? PhotoJob(payload: job.payload),
                        origins.contains(photo.origin)
                    else { continue }
                    let words = [state.rawValue, job.lastCode, job.lastDetail].compactMap { $0 }
                    found.append("job \(job.id): " + words.joined(separator: ", "))
                }
            }
        }
        return found
    }
}

import FaceTypes
import Gallery
import Jobs
import ObjectStorage
import Pools

/// The last stage: writes what is ready in one transaction, then acknowledges in another.
///
/// A transaction costs about as much for one photo as for many: a batch waits a little for company,
/// and takes whatever came meanwhile.
struct StoreStage: Sendable {
    private let worker: IngestWorker
    private let held: HeldLeases
    private let failure: FirstError
    private let writer: EnrolmentWriter
    private var batch: EnrolmentBatch
    /// The leases of what the batch holds, in its order.
    private var writing: [JobLease] = []
    private var outcomes: [(lease: JobLease, outcome: JobOutcome)] = []
    /// Photos for the review list, before their jobs are acknowledged.
    private var doubts: [ReviewItem.New] = []
    private var summary = WorkSummary()
    private var needsSweep = false

    init(worker: IngestWorker, held: HeldLeases, failure: FirstError) {
        self.worker = worker
        self.held = held
        self.failure = failure
        writer = EnrolmentWriter(target: worker.target)
        batch = EnrolmentBatch(countMax: worker.settings.writeBatch)
    }

    mutating func run(from channel: BoundedChannel<WorkItem>) async -> WorkSummary {
        while let item = await channel.receive() {
            take(item)
            if !isFull { try? await Task.sleep(for: worker.settings.writeDelay) }
            while !isFull, let next = channel.receiveIfReady() { take(next) }
            let start = ContinuousClock.now
            worker.clock.count([WorkStage.store], photos: outcomes.count + writing.count)
            await flush()
            let seconds = (ContinuousClock.now - start) / .seconds(1)
            summary.stageSeconds[WorkStage.store, default: 0] += seconds
            summary.stagePhotos = worker.clock.counts
            worker.observer.progress(summary)
        }
        await sweep()
        return summary
    }

    private var isFull: Bool { batch.isFull || outcomes.count >= worker.settings.writeBatch }

    private mutating func take(_ item: WorkItem) {
        guard case .ended(let ending) = item.progress else {
            preconditionFailure("the stage before ends every item")
        }
        switch ending {
        case .write(let photo):
            batch.append(photo)
            writing.append(item.lease)
        case .done(let note):
            if note == WorkNote.alreadyEnrolled { summary.alreadyEnrolled += 1 }
            outcomes.append((item.lease, .done(note: note)))
        case .refused(let reject):
            if reject.code == QualityCode.severalFaces.rawValue, worker.review != nil,
                let doubt = try? ReviewItem.New(undecided: item.photo, detail: reject.detail)
            {
                doubts.append(doubt)
            }
            refuse(reject, item.lease)
        case .outcome(let outcome):
            count(outcome)
            outcomes.append((item.lease, outcome))
        }
    }

    private mutating func count(_ outcome: JobOutcome) {
        switch outcome {
        case .failed(let failure): summary.failed[failure.code, default: 0] += 1
        case .released: summary.released += 1
        case .deferred: summary.putOff += 1
        case .done: break
        }
    }

    private mutating func refuse(_ reject: Reject, _ lease: JobLease) {
        summary.rejected[reject.code, default: 0] += 1
        worker.observer.refused(reject)
        outcomes.append((lease, .done(note: reject.code)))
    }

    private mutating func flush() async {
        do {
            try await write()
        } catch {
            // Nothing of the batch is written; all of it is given back.
            failure.note(error)
            outcomes += writing.map { ($0, .released) }
            writing = []
        }
        do {
            try await noteDoubts()
            try await acknowledge()
        } catch {
            failure.note(error)
        }
    }

    private mutating func noteDoubts() async throws {
        guard let review = worker.review, !doubts.isEmpty else { return }
        let (noted, gallery) = (doubts, worker.target.gallery.id)
        _ = try await uncancelled { try await review.note(noted, in: gallery) }
        doubts = []
    }

    private mutating func write() async throws {
        for (lease, written) in zip(writing, try await writer.write(batch.take())) {
            switch written {
            case .enrolled(let faces):
                summary.enrolledPhotos += 1
                summary.enrolledFaces += faces
                outcomes.append((lease, .done(note: WorkNote.enrolled)))
            case .alreadyEnrolled:
                needsSweep = true
                summary.alreadyEnrolled += 1
                outcomes.append((lease, .done(note: WorkNote.alreadyEnrolled)))
            case .refused(let reject):
                needsSweep = true
                refuse(reject, lease)
            }
        }
        writing = []
    }

    private mutating func acknowledge() async throws {
        let completions = outcomes.map {
            JobCompletion(lease: $0.lease, outcome: $0.outcome, jitter: .random(in: 0..<1))
        }
        outcomes = []
        defer { held.remove(completions.map(\.lease)) }
        let taken = try await uncancelled { [worker] in
            try await worker.queue.finish(completions, at: .now, policy: worker.settings.policy)
        }
        summary.late += completions.count - taken.count
    }

    /// Deletes objects that were stored for photos the catalogue then refused or did not need, and
    /// what workers left who were killed.
    private func sweep() async {
        guard failure.error == nil else { return }
        do {
            _ = try await uncancelled { [target = worker.target] in
                try await OrphanSweep(store: target.store, objects: target.objects).run()
            }
        } catch ObjectStorageError.busy where !needsSweep {
            // Others store without a pause, and the last of them sweeps.
        } catch {
            failure.note(error)
        }
    }
}

import FaceTypes
import Gallery
import Jobs
import Pools
import Synchronization

/// One run of a worker: the queues between its stages, the leases it holds, and its counts.
struct WorkLine: Sendable {
    private let worker: IngestWorker
    /// One before each stage, and one before the last, which writes.
    private let channels: [BoundedChannel<WorkItem>]
    private let held = HeldLeases()
    private let failure = FirstError()

    init(worker: IngestWorker) {
        self.worker = worker
        let depths =
            worker.stages.map { _ in worker.settings.queueDepth } + [worker.settings.writeBatch]
        channels = depths.map { BoundedChannel(capacity: $0) }
    }

    func run() async throws -> WorkSummary {
        let renewing = Task { await renew() }
        defer { renewing.cancel() }
        let summary = await withTaskGroup(of: WorkSummary?.self) { group in
            group.addTask {
                await lease()
                channels[0].close()
                return nil
            }
            for (index, stage) in worker.stages.enumerated() {
                group.addTask {
                    await run(stage, from: channels[index], to: channels[index + 1])
                    channels[index + 1].close()
                    return nil
                }
            }
            group.addTask {
                var store = StoreStage(worker: worker, held: held, failure: failure)
                return await store.run(from: channels[worker.stages.count])
            }
            return await group.reduce(nil) { $0 ?? $1 }
        }
        if let error = failure.error { throw error }
        var result = summary ?? WorkSummary()
        result.stageSeconds.merge(worker.clock.seconds) { own, _ in own }
        return result
    }

    // MARK: Leasing

    private func lease() async {
        while !Task.isCancelled, failure.error == nil {
            do {
                let jobs = try await worker.queue.lease(
                    to: worker.settings.name,
                    kinds: worker.kinds,
                    in: worker.target.gallery.id,
                    limit: worker.settings.leaseBatch,
                    at: .now,
                    policy: worker.settings.policy
                )
                if jobs.isEmpty {
                    if worker.settings.end == .whenNothingIsDue, held.isEmpty {
                        if try await isNothingDue() { return }
                        continue
                    }
                    // Jobs of its own may come back: photos that were put off.
                    let isBusy = !held.isEmpty
                    try await Task.sleep(
                        for: isBusy ? Self.busyPause : .seconds(worker.settings.idleSeconds)
                    )
                    continue
                }
                held.add(jobs.compactMap(\.lease))
                for job in jobs { await channels[0].send(item(job)) }
            } catch is CancellationError {
                return
            } catch {
                failure.note(error)
            }
        }
    }

    /// Between two looks at the queue while photos are under way.
    private static let busyPause: Duration = .milliseconds(20)

    /// Looks once more: something may have come back between the look and the last job's end.
    private func isNothingDue() async throws -> Bool {
        let due = try await worker.queue.nextDue(
            kinds: worker.kinds,
            in: worker.target.gallery.id
        )
        return due.map { $0 > .now } ?? true
    }

    private func item(_ job: Job) -> WorkItem {
        let lease = JobLease(job: job.id, number: job.leases)
        do {
            return WorkItem(
                lease: lease,
                photo: try PhotoJob(payload: job.payload),
                wasPutOff: WorkNote.waiting.contains(job.lastCode ?? ""),
                isLastAttempt: job.attempts >= worker.settings.policy.attemptsMax,
                progress: .leased
            )
        } catch {
            let failed = JobFailure(
                code: WorkNote.badPayload,
                detail: "\(error)",
                advice: .never
            )
            return WorkItem(
                lease: lease,
                photo: PhotoJob(place: .file(path: ""), claim: nil, credit: PhotoCredit()),
                wasPutOff: false,
                progress: .ended(.outcome(.failed(failed)))
            )
        }
    }

    /// Lengthens the leases three times in their length, for as long as the run lasts.
    private func renew() async {
        let pause = Duration.seconds(worker.settings.policy.leaseSeconds / 3)
        while !Task.isCancelled {
            try? await Task.sleep(for: pause)
            let leases = held.all
            guard !leases.isEmpty, !Task.isCancelled else { continue }
            do {
                let kept = try await worker.queue.renew(
                    leases,
                    at: .now,
                    policy: worker.settings.policy
                )
                held.remove(leases.filter { !kept.contains($0) })
            } catch {
                // The results decide: a lease that ran out is not acknowledged.
                continue
            }
        }
    }

    // MARK: Stages

    private func run(
        _ stage: WorkStage,
        from source: BoundedChannel<WorkItem>,
        to target: BoundedChannel<WorkItem>
    ) async {
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<stage.width {
                group.addTask {
                    while let item = await source.receive() {
                        await target.send(await result(of: stage, item))
                    }
                }
            }
        }
    }

    private func result(of stage: WorkStage, _ item: WorkItem) async -> WorkItem {
        var item = item
        guard failure.error == nil, held.holds(item.lease) else {
            item.progress = .ended(.outcome(.released))
            return item
        }
        defer { worker.clock.count([stage.name]) }
        do {
            return try await stage.run(item)
        } catch {
            failure.note(error)
            item.progress = .ended(.outcome(.released))
            return item
        }
    }
}

/// The first error of several tasks.
final class FirstError: Sendable {
    private let first = Mutex<(any Error)?>(nil)

    var error: (any Error)? { first.withLock { $0 } }

    func note(_ error: any Error) { first.withLock { $0 = $0 ?? error } }
}

import FacePipeline
import FaceTypes
import Gallery
import Jobs
import Pools

extension PhotoPreparer {
    /// The stages of a worker before the last one, which writes.
    func stages(
        settings work: WorkSettings,
        fetch: (@Sendable (String) async throws -> [UInt8])?,
        clock: StageClock
    ) -> [WorkStage] {
        let fetching = metered(WorkStage.fetch, clock)
        let decoding = metered(WorkStage.decode, clock)
        let detecting = metered(WorkStage.detect, clock)
        let embedding = metered(WorkStage.embed, clock)
        return [
            WorkStage(WorkStage.fetch, width: work.fetchWidth) { item in
                let candidate = item.candidate {
                    try await fetching.bytes(of: item.photo.place, fetch: fetch)
                }
                let read = try await fetching.allowing(item).read(
                    candidate,
                    pass: item.wasPutOff ? .byAgreement : .bySubject
                )
                return .read(bytes: read.bytes, hash: read.hash)
            },
            WorkStage(WorkStage.decode, width: pool.width) { item in
                guard case .read(let bytes, let hash) = item.progress else { return item.progress }
                let photo = try await decoding.pool.run { [pipeline] in
                    try pipeline.decode(bytes)
                }
                return .decoded(bytes: bytes, hash: hash, photo: photo)
            },
            WorkStage(WorkStage.detect, width: pool.width) { item in
                guard case .decoded(let bytes, let hash, let photo) = item.progress else {
                    return item.progress
                }
                let faces = try await detecting.pool.run { [pipeline] in
                    try pipeline.detect(bytes, decoded: photo)
                }
                return .found(bytes: bytes, hash: hash, faces: faces)
            },
            WorkStage(WorkStage.embed, width: pool.width) { item in
                guard case .found(let bytes, let hash, let faces) = item.progress else {
                    return item.progress
                }
                let preparation = try await embedding.allowing(item).embed(
                    faces,
                    (bytes: bytes, hash: hash),
                    item.candidate(),
                    pass: item.wasPutOff ? .byAgreement : .bySubject
                )
                return .ended(
                    WorkStage.ending(for: preparation, isLastAttempt: item.isLastAttempt)
                )
            },
        ]
    }

    /// The preparer, noting its time on the pool for a stage.
    private func metered(_ stage: String, _ clock: StageClock) -> PhotoPreparer {
        var preparer = self
        preparer.pool.clock = clock
        preparer.pool.stage = stage
        return preparer
    }

    /// The preparer with what one job allows.
    private func allowing(_ item: WorkItem) -> PhotoPreparer {
        var preparer = self
        preparer.settings.allow = item.photo.allow
        preparer.settings.allowMinors = item.photo.allowMinors
        return preparer
    }

    private func bytes(
        of place: PhotoPlace,
        fetch: (@Sendable (String) async throws -> [UInt8])?
    ) async throws -> [UInt8] {
        switch place {
        case .file(let path):
            return try await pool.run { try BoundedFile.read(path: path) }
        case .address(let address):
            guard let fetch else {
                throw SourceError.unreadable(
                    path: address,
                    detail: "this worker has no way to the net"
                )
            }
            return try await fetch(address)
        }
    }
}

/// Writes batches of photos while the next ones are prepared: one is written, one is gathered.
struct WriteBehind: Sendable {
    private let writer: EnrolmentWriter
    private var batch: EnrolmentBatch
    private var writing: (task: Task<[EnrolmentWriter.Written], any Error>, count: Int)?

    init(writer: EnrolmentWriter, batchMax: Int) {
        self.writer = writer
        batch = EnrolmentBatch(countMax: batchMax)
    }

    /// Photos of which it is not known yet what became of them.
    var pendingCount: Int { batch.count + (writing?.count ?? 0) }

    /// Takes a photo, and begins to write when a batch is full.
    ///
    /// - Returns: what became of the batch before it, in the order its photos came.
    mutating func append(_ photo: PreparedPhoto) async throws -> [EnrolmentWriter.Written] {
        batch.append(photo)
        guard batch.isFull else { return [] }
        let written = try await settle()
        let photos = batch.take()
        writing = (Task { [writer] in try await writer.write(photos) }, photos.count)
        return written
    }

    /// Writes what was gathered and waits for all of it.
    mutating func finish() async throws -> [EnrolmentWriter.Written] {
        let written = try await settle()
        return try await written + writer.write(batch.take())
    }

    /// Waits for the batch that is being written.
    mutating func settle() async throws -> [EnrolmentWriter.Written] {
        guard let (task, _) = writing else { return [] }
        writing = nil
        return try await task.value
    }
}

public import FaceTypes
public import Jobs

extension JobStore {
    /// The counts of a gallery's jobs, now and each time they have changed, for whoever shows
    /// progress.
    ///
    /// Looks again after every `interval`, since other processes work on the same queue; a reader
    /// that is slow gets the latest counts only. It ends when the reader stops reading or the queue
    /// can't be read.
    public func countStream(
        in gallery: GalleryID?,
        every interval: Duration = .seconds(1)
    ) -> AsyncStream<JobCounts> {
        AsyncStream(bufferingPolicy: .bufferingNewest(1)) { continuation in
            let watching = Task {
                var last: JobCounts?
                while !Task.isCancelled, let counts = try? await counts(in: gallery) {
                    if counts != last { continuation.yield(counts) }
                    last = counts
                    try? await Task.sleep(for: interval)
                }
                continuation.finish()
            }
            continuation.onTermination = { _ in watching.cancel() }
        }
    }
}

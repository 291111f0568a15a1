/// Photos that wait to be written together.
struct EnrolmentBatch: Sendable {
    /// Bytes of objects that wait together for the disk.
    static let bytesMax = 32 << 20

    private let countMax: Int
    private var photos: [PreparedPhoto] = []
    private var bytes = 0

    init(countMax: Int) { self.countMax = countMax }

    var count: Int { photos.count }

    /// Whether waiting longer would hold too many photos, or too many bytes, in memory.
    var isFull: Bool { photos.count >= countMax || bytes >= Self.bytesMax }

    mutating func append(_ photo: PreparedPhoto) {
        photos.append(photo)
        bytes += photo.objectBytes
    }

    /// Empties the batch.
    mutating func take() -> [PreparedPhoto] {
        defer { (photos, bytes) = ([], 0) }
        return photos
    }
}

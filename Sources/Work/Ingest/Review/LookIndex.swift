import FaceTypes

/// Finds pictures whose perceptual hashes differ in a few bits.
///
/// Two 64-bit hashes at most three bits apart agree in at least one of their four 16-bit bands
/// (pigeonhole), so only pictures that share a band are compared.
struct LookIndex {
    /// Bits in which two hashes of nearly the same picture may differ.
    ///
    /// Of 300 photos of LFW, halved and compressed anew, 98 % stay within two bits.
    static let distanceMax = 3

    /// Pictures compared that share a band: plain pictures all share one.
    static let comparedMax = 256

    private static let bands = 4

    private var pictures: [(hash: UInt64, photo: PhotoID)] = []
    /// By band and its bits.
    private var buckets: [UInt32: [Int32]] = [:]

    /// Adds a picture.
    ///
    /// - Returns: an earlier picture it nearly equals.
    mutating func add(_ hash: UInt64, _ photo: PhotoID) -> PhotoID? {
        var near: PhotoID?
        for band in 0..<Self.bands {
            let key = Self.key(hash, band)
            // The bucket is let go before it grows, or it would be copied.
            if near == nil, let bucket = buckets[key] {
                near =
                    bucket.suffix(Self.comparedMax).map { pictures[Int($0)] }
                    .first { ($0.hash ^ hash).nonzeroBitCount <= Self.distanceMax }?.photo
            }
            buckets[key, default: []].append(Int32(pictures.count))
        }
        pictures.append((hash, photo))
        return near
    }

    private static func key(_ hash: UInt64, _ band: Int) -> UInt32 {
        UInt32(band) << 16 | UInt32(truncatingIfNeeded: hash >> UInt64(16 * band)) & 0xFFFF
    }
}

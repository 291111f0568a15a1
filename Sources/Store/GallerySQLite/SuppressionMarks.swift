import FaceTypes
import Foundation
import Hashing

/// Turns what must never be enrolled again into keyed hashes, and back into the question "is this
/// one of them?".
///
/// A mark is HMAC-SHA-256, cut to 16 bytes, under a random key of the home, over the kind, the
/// gallery's name and the value. Without the catalogue it says nothing; who holds the catalogue can
/// test a guess, as the program itself must.
///
/// A perceptual hash has to match within a few bits, which a keyed hash cannot do, and marks of
/// parts of it (16-bit bands) could be guessed back one by one and would refuse strangers' photos.
/// So a removal marks the hash with each of its 64 bits flipped, and a check tries the newcomer's
/// the same way: photos up to two bits apart meet, and only those. Of 300 photos of LFW, halved and
/// compressed anew (JPEG, quality 75), 98 % stay within two bits.
struct SuppressionMarks {
    /// What a mark stands for; the raw values are stored.
    enum Kind: Int {
        case personKey = 1
        case address = 2
        case photo = 3
        case perceptual = 4
        /// Refuses nothing: says of a page that several photos bore it, so that it is not taken for
        /// the page of the last of them.
        case sharedPage = 5
    }

    private static let markByteCount = 16
    private static let keyByteCount = 32

    private let key: [UInt8]
    private let gallery: [UInt8]

    init(key: Data, galleryName: String) {
        self.key = Array(key)
        gallery = Array(galleryName.utf8)
    }

    static func freshKey() -> Data {
        var source = SystemRandomNumberGenerator()
        return Data((0..<keyByteCount).map { _ in UInt8.random(in: 0...255, using: &source) })
    }

    func personKey(_ key: String) -> Data { mark(.personKey, Array(key.utf8)) }

    func address(_ address: String) -> Data { mark(.address, Array(address.utf8)) }

    func sharedPage(_ address: String) -> Data { mark(.sharedPage, Array(address.utf8)) }

    func photo(_ hash: ContentHash) -> Data { mark(.photo, hash.bytes) }

    /// Marks of a perceptual hash and of the 64 that differ from it in one bit.
    func perceptual(around hash: UInt64) -> [Data] {
        let flips = [0] + (0..<64).map { UInt64(1) << UInt64($0) }
        return flips.map { flip in
            let near = hash ^ flip
            return mark(
                .perceptual,
                (0..<8).map { UInt8(truncatingIfNeeded: near >> UInt64(8 * $0)) }
            )
        }
    }

    /// 32 bytes to stand in for the hash of a photo that is gone but still has a record.
    func standIn(for hash: ContentHash) -> ContentHash {
        hmacSHA256(key: key, message: message(.photo, Array("stand-in".utf8) + hash.bytes))
    }

    private func mark(_ kind: Kind, _ value: [UInt8]) -> Data {
        let digest = hmacSHA256(key: key, message: message(kind, value))
        return Data(digest.bytes.prefix(Self.markByteCount))
    }

    private func message(_ kind: Kind, _ value: [UInt8]) -> [UInt8] {
        [UInt8(kind.rawValue)] + gallery + [0] + value
    }
}

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
/// So a removal marks the hash and everything `markedRadius` bits around it, and a check tries
/// everything `probedRadius` bits around the newcomer: photos up to their sum apart meet, and only
/// those.
struct SuppressionMarks {
    /// What a mark stands for; the raw values are stored.
    enum Kind: Int {
        case personKey = 1
        case address = 2
        case photo = 3
        case perceptual = 4
    }

    /// Flipped bits around a suppressed perceptual hash that are marked: 65 marks a photo.
    static let markedRadius = 1

    /// Flipped bits around a newcomer's that are tried: 2,081 hashes a photo, some 2 ms, and only in
    /// a home from which a photo was removed.
    static let probedRadius = 2

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

    func photo(_ hash: ContentHash) -> Data { mark(.photo, hash.bytes) }

    /// Marks of every perceptual hash at most `radius` bits away; `radius` is at most 2.
    func perceptual(around hash: UInt64, radius: Int) -> [Data] {
        Self.neighbours(of: hash, radius: radius).map { near in
            mark(.perceptual, (0..<8).map { UInt8(truncatingIfNeeded: near >> (8 * UInt64($0))) })
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

    private static func neighbours(of hash: UInt64, radius: Int) -> [UInt64] {
        var found = [hash]
        guard radius >= 1 else { return found }
        for first in UInt64(0)..<64 {
            let once = hash ^ (1 << first)
            found.append(once)
            guard radius >= 2 else { continue }
            for second in (first + 1)..<64 { found.append(once ^ (1 << second)) }
        }
        return found
    }
}

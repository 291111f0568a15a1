internal import FaceTypes
internal import Hashing

/// The text of a key: `smb_` and 32 random bytes in base64url (RFC 4648, section 5).
enum SecretText {
    static let prefix = "smb_"
    static let randomByteCount = 32
    static let byteCount = 47

    private static let alphabet = Array(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8
    )

    /// A new secret from the system's generator.
    static func make() -> String {
        prefix + base64URL(random(randomByteCount))
    }

    /// A new id: 9 random bytes, 12 characters.
    static func makeID() -> String {
        base64URL(random(9))
    }

    /// What is stored of a secret.
    ///
    /// One round of SHA-256 is enough: 256 random bits cannot be guessed, however fast the hash.
    static func hash(of secret: String) -> ContentHash {
        sha256(Array(secret.utf8))
    }

    private static func random(_ count: Int) -> [UInt8] {
        var generator = SystemRandomNumberGenerator()
        return (0..<count).map { _ in UInt8.random(in: 0...255, using: &generator) }
    }

    private static func base64URL(_ bytes: [UInt8]) -> String {
        var text: [UInt8] = []
        var bits = 0
        var bitCount = 0
        for byte in bytes {
            bits = bits << 8 | Int(byte)
            bitCount += 8
            while bitCount >= 6 {
                bitCount -= 6
                text.append(alphabet[bits >> bitCount & 63])
            }
            bits &= (1 << bitCount) - 1
        }
        if bitCount > 0 { text.append(alphabet[bits << (6 - bitCount) & 63]) }
        return String(decoding: text, as: UTF8.self)
    }
}

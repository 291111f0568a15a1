import Crypto
public import FaceTypes

/// HMAC-SHA-256 (RFC 2104): a hash only holders of the key can make or check.
///
/// - Parameters:
///   - key: Secret bytes, 32 or more for full strength.
///   - message: What is hashed.
public func hmacSHA256(key: [UInt8], message: [UInt8]) -> ContentHash {
    var code = HMAC<SHA256>(key: SymmetricKey(data: key))
    message.withUnsafeBytes { code.update(data: $0) }
    return contentHash(of: code.finalize())
}

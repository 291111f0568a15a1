import Foundation

/// Base64 text of some bytes (RFC 4648), for data addresses and terminals.
func base64(_ bytes: [UInt8]) -> String { Data(bytes).base64EncodedString() }

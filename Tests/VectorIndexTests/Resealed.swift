import CVectorKernels

/// The bytes with the right checksum in the four before `end`; as they are when they are too few.
func resealed(_ bytes: [UInt8], upTo end: Int? = nil) -> [UInt8] {
    let end = end ?? bytes.count
    guard end >= 4, bytes.count >= end else { return bytes }
    let sum = smb_crc32c(0, Array(bytes[..<(end - 4)]), end - 4)
    var sealed = bytes
    for byte in 0..<4 { sealed[end - 4 + byte] = UInt8(truncatingIfNeeded: sum >> (8 * byte)) }
    return sealed
}

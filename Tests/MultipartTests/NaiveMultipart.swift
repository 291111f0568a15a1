/// The slow twin: reads a whole body by looking for the delimiter at every position.
///
/// Gives each part's header block and data; `nil` when the structure is broken. Header lines
/// themselves are not judged.
func naiveParts(of body: [UInt8], boundary: String) -> [(headers: [UInt8], data: [UInt8])]? {
    let bytes = Array("\r\n".utf8) + body
    let delimiter = Array("\r\n--\(boundary)".utf8)
    let lineEnd = Array("\r\n".utf8)
    let blank = Array("\r\n\r\n".utf8)
    var parts: [(headers: [UInt8], data: [UInt8])] = []
    guard var position = firstIndex(of: delimiter, in: bytes, from: 0) else { return nil }
    while true {
        position += delimiter.count
        if starts(bytes, with: Array("--".utf8), at: position) { return parts }
        while position < bytes.count, [0x20, 0x09].contains(bytes[position]) { position += 1 }
        guard starts(bytes, with: lineEnd, at: position) else { return nil }
        // The line end belongs to the search, so that a block without lines is found too.
        guard let end = firstIndex(of: blank, in: bytes, from: position) else { return nil }
        let headers = Array(bytes[(position + 2)..<max(position + 2, end)])
        guard let next = firstIndex(of: delimiter, in: bytes, from: end + 2) else { return nil }
        parts.append((headers, Array(bytes[(end + 4)..<max(end + 4, next)])))
        position = next
    }
}

private func starts(_ bytes: [UInt8], with prefix: [UInt8], at position: Int) -> Bool {
    bytes.dropFirst(position).starts(with: prefix)
}

private func firstIndex(of pattern: [UInt8], in bytes: [UInt8], from start: Int) -> Int? {
    guard start + pattern.count <= bytes.count else { return nil }
    return (start...(bytes.count - pattern.count)).first { offset in
        pattern.indices.allSatisfy { bytes[offset + $0] == pattern[$0] }
    }
}

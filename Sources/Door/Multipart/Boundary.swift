#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#else
internal import Darwin
#endif

/// Finds `CR LF - - boundary` in bytes that come in chunks.
///
/// A carriage return stands only at the delimiter's start, so no part of it can begin again inside
/// it: how many of its bytes have matched is the whole state, no byte is looked at more than twice,
/// and bytes held back at a chunk's end need not be kept, since they are the delimiter's own.
struct Boundary {
    /// What is looked for.
    private let delimiter: [UInt8]

    /// Bytes of the delimiter that have matched so far.
    private var matched = 2

    /// Bytes of those that are not data should the match fail: the CR LF in front of the first
    /// boundary is only thought, and behind a part's header lines it belongs to them.
    private var borrowed = 2

    /// What a look at some bytes found.
    struct Finding {
        /// Bytes of earlier chunks, held back until now, that turned out to be data.
        var held: ArraySlice<UInt8>

        /// Positions of this chunk's data.
        var data: Range<Int>

        /// Where to go on: behind the delimiter when it was found, else the chunk's end.
        var next: Int

        /// Whether the delimiter is whole.
        var isFound: Bool
    }

    init(boundary: [UInt8]) {
        delimiter = Array("\r\n--".utf8) + boundary
    }

    /// Starts anew with a CR LF as if just seen.
    mutating func startLine() {
        matched = 2
        borrowed = 2
    }

    /// Looks at the bytes from `start` to the first delimiter, or to their end.
    mutating func search(_ chunk: UnsafeRawBufferPointer, from start: Int) -> Finding {
        var position = start
        var held: ArraySlice<UInt8> = []
        if matched > 0 {
            position = match(chunk, from: start)
            if matched == delimiter.count { return found(held, data: start..<start, at: position) }
            if position == chunk.count {
                return Finding(held: [], data: start..<start, next: position, isFound: false)
            }
            held = delimiter[borrowed..<matched]
            // Matched bytes of this chunk and of earlier ones are alike, so all of them are `held`.
            forget()
        }
        let dataStart = position
        while let candidate = carriageReturn(in: chunk, from: position) {
            position = match(chunk, from: candidate)
            if matched == delimiter.count {
                return found(held, data: dataStart..<candidate, at: position)
            }
            if position == chunk.count {
                return Finding(
                    held: held,
                    data: dataStart..<candidate,
                    next: position,
                    isFound: false
                )
            }
            forget()
        }
        return Finding(held: held, data: dataStart..<chunk.count, next: chunk.count, isFound: false)
    }

    private mutating func forget() {
        matched = 0
        borrowed = 0
    }

    private mutating func found(
        _ held: ArraySlice<UInt8>,
        data: Range<Int>,
        at position: Int
    ) -> Finding {
        forget()
        return Finding(held: held, data: data, next: position, isFound: true)
    }

    /// Goes on matching; gives the position of the first byte that does not match.
    private mutating func match(_ chunk: UnsafeRawBufferPointer, from start: Int) -> Int {
        var position = start
        while position < chunk.count, matched < delimiter.count,
            chunk[position] == delimiter[matched]
        {
            position += 1
            matched += 1
        }
        return position
    }

    private func carriageReturn(in chunk: UnsafeRawBufferPointer, from start: Int) -> Int? {
        guard start < chunk.count, let base = chunk.baseAddress else { return nil }
        guard let hit = memchr(base + start, 0x0D, chunk.count - start) else { return nil }
        return UnsafeRawPointer(hit) - base
    }
}

/// Reads a `multipart/form-data` body (RFC 7578, RFC 2046 section 5.1) as its chunks come in.
///
/// A value without locks or clocks, in linear time; it keeps no data, only a part's header lines
/// until they are whole. Chunks may be cut anywhere. Where readers of forms differ it refuses: line
/// ends are CR LF, a boundary is alone on its line, and nothing is named twice. What stands before
/// the first boundary and behind the last is skipped.
///
/// After an error it stays with that error.
public struct MultipartParser: Sendable {
    private enum State {
        /// Between boundaries: a part's data, or the preamble.
        case inside(isPart: Bool)
        /// Behind a boundary: the rest of its line.
        case behindBoundary(DelimiterLine)
        /// In a part's header lines.
        case headers
        /// Behind the closing boundary.
        case closed
        case failed(MultipartError)
    }

    private let limits: MultipartLimits
    private var boundary: Boundary
    private var state = State.inside(isPart: false)
    private var headers = HeaderBlock()
    private var parts = 0

    /// Starts a body.
    ///
    /// - Parameter contentType: the request's, with its boundary.
    public init(
        contentType: String,
        limits: MultipartLimits = MultipartLimits()
    ) throws(MultipartError) {
        let value = HeaderValue(contentType.utf8)
        let essence = contentType.utf8.prefix { $0 != UInt8(ascii: ";") }
        let type = value?.token ?? HeaderValue(essence)?.token
        guard type == "multipart/form-data" else { throw .notFormData }
        guard let bytes = value?["boundary"], !bytes.isEmpty else { throw .boundaryMissing }
        guard bytes.count <= limits.boundaryBytes else {
            throw .boundaryTooLong(limit: limits.boundaryBytes, found: bytes.count)
        }
        guard bytes.allSatisfy({ (0x20...0x7E).contains($0) }), bytes.last != 0x20 else {
            throw .boundaryMalformed
        }
        self.limits = limits
        boundary = Boundary(boundary: bytes)
    }

    /// Takes the next bytes, of any length.
    ///
    /// - Returns: what they complete, in order.
    public mutating func consume(_ bytes: [UInt8]) throws(MultipartError) -> [MultipartEvent] {
        try bytes.withUnsafeBytes { memory in
            Result { () throws(MultipartError) in try consume(memory) }
        }.get()
    }

    /// Takes the next bytes from any sequence; contiguous ones are not copied first.
    public mutating func consume(
        _ bytes: some Sequence<UInt8>
    ) throws(MultipartError) -> [MultipartEvent] {
        let lent = bytes.withContiguousStorageIfAvailable { memory in
            Result { () throws(MultipartError) in try consume(UnsafeRawBufferPointer(memory)) }
        }
        if let lent { return try lent.get() }
        return try consume(Array(bytes))
    }

    /// Takes the next bytes; the memory is only read during the call.
    public mutating func consume(
        _ chunk: UnsafeRawBufferPointer
    ) throws(MultipartError) -> [MultipartEvent] {
        var events: [MultipartEvent] = []
        var position = 0
        do {
            while position < chunk.count {
                position = try step(chunk, from: position, into: &events)
            }
        } catch {
            state = .failed(error)
            throw error
        }
        return events
    }

    /// Says that the body is at its end.
    ///
    /// - Returns: nothing is left to say; the form is whole.
    /// - Throws: `MultipartError.truncated` when the closing boundary never came.
    public mutating func finish() throws(MultipartError) -> [MultipartEvent] {
        switch state {
        case .closed:
            return []
        case .failed(let error):
            throw error
        case .behindBoundary, .headers, .inside:
            let error = MultipartError.truncated(parts: parts)
            state = .failed(error)
            throw error
        }
    }

    private mutating func step(
        _ chunk: UnsafeRawBufferPointer,
        from position: Int,
        into events: inout [MultipartEvent]
    ) throws(MultipartError) -> Int {
        switch state {
        case .inside(let isPart):
            return readData(chunk, from: position, isPart: isPart, into: &events)
        case .behindBoundary(let line):
            try readDelimiter(chunk[position], line: line)
            return position + 1
        case .headers:
            return try readHeaders(chunk, from: position, into: &events)
        case .closed:
            return chunk.count
        case .failed(let error):
            throw error
        }
    }

    private mutating func readData(
        _ chunk: UnsafeRawBufferPointer,
        from position: Int,
        isPart: Bool,
        into events: inout [MultipartEvent]
    ) -> Int {
        let finding = boundary.search(chunk, from: position)
        if isPart {
            if !finding.held.isEmpty { events.append(.data(Array(finding.held))) }
            if !finding.data.isEmpty { events.append(.data(Array(chunk[finding.data]))) }
            if finding.isFound { events.append(.partEnded) }
        }
        if finding.isFound { state = .behindBoundary(DelimiterLine()) }
        return finding.next
    }

    private mutating func readDelimiter(
        _ byte: UInt8,
        line: DelimiterLine
    ) throws(MultipartError) {
        var line = line
        switch line.take(byte, paddingLimit: limits.paddingBytes) {
        case .more:
            state = .behindBoundary(line)
        case .closing:
            state = .closed
        case .part:
            guard parts < limits.parts else { throw .tooManyParts(limit: limits.parts) }
            parts += 1
            headers = HeaderBlock()
            state = .headers
        case .refused:
            throw .delimiterMalformed(part: parts)
        }
    }

    private mutating func readHeaders(
        _ chunk: UnsafeRawBufferPointer,
        from start: Int,
        into events: inout [MultipartEvent]
    ) throws(MultipartError) -> Int {
        var position = start
        var isWhole = false
        while position < chunk.count, !isWhole {
            do {
                isWhole = try headers.take(chunk[position], limit: limits.headerBytes)
            } catch {
                throw switch error {
                case .tooLong: .headersTooLong(part: parts, limit: limits.headerBytes)
                case .malformed: .headerMalformed(part: parts)
                }
            }
            position += 1
        }
        guard isWhole else { return position }
        events.append(.partBegan(try MultipartPart(headers: headers, number: parts)))
        headers = HeaderBlock()
        boundary.startLine()
        state = .inside(isPart: true)
        return position
    }
}

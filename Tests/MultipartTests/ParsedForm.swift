import Multipart

/// A form read to its end, data put together again.
struct ParsedForm: Equatable {
    struct Field: Equatable {
        var part: MultipartPart
        var data: [UInt8] = []
        var isEnded = false
    }

    var fields: [Field] = []

    /// Reads a body in chunks of the given lengths; the last one takes what is left.
    init(
        _ body: [UInt8],
        contentType: String,
        chunks: [Int] = [],
        limits: MultipartLimits = MultipartLimits()
    ) throws(MultipartError) {
        var parser = try MultipartParser(contentType: contentType, limits: limits)
        var rest = body[...]
        for length in chunks {
            take(try parser.consume(Array(rest.prefix(length))))
            rest = rest.dropFirst(length)
        }
        take(try parser.consume(Array(rest)))
        take(try parser.finish())
    }

    private mutating func take(_ events: [MultipartEvent]) {
        for event in events {
            switch event {
            case .partBegan(let part):
                fields.append(Field(part: part))
            case .data(let bytes):
                precondition(!bytes.isEmpty, "an empty data event")
                fields[fields.count - 1].data += bytes
            case .partEnded:
                fields[fields.count - 1].isEnded = true
            }
        }
    }

    static func outcome(
        _ body: [UInt8],
        contentType: String,
        chunks: [Int] = []
    ) -> Result<ParsedForm, MultipartError> {
        Result { () throws(MultipartError) in
            try ParsedForm(body, contentType: contentType, chunks: chunks)
        }
    }
}

/// A seeded generator (SplitMix64), so that a failure can be run again.
struct SeededGenerator: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}

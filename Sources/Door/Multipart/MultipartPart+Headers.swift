extension MultipartPart {
    /// Reads what a part's header lines say (RFC 7578, section 4).
    ///
    /// - Parameter number: the part's, from 1, for errors.
    init(headers: HeaderBlock, number: Int) throws(MultipartError) {
        let values: [String: [UInt8]]
        do {
            values = try headers.values()
        } catch {
            throw .headerMalformed(part: number)
        }
        guard let disposition = values["content-disposition"].flatMap({ HeaderValue($0) }),
            disposition.token == "form-data",
            let name = disposition["name"].flatMap({ String(validating: $0, as: UTF8.self) })
        else { throw .dispositionMissing(part: number) }
        let encoding = asciiLowercased(values["content-transfer-encoding"] ?? [])
        guard ["", "7bit", "8bit", "binary"].contains(encoding) else {
            throw .transferEncoded(part: number)
        }
        guard let filename = Self.filename(in: disposition) else {
            throw .headerMalformed(part: number)
        }
        self.init(
            name: Self.withoutEscapedQuotes(name),
            filename: filename.text,
            contentType: values["content-type"].map { String(decoding: $0, as: UTF8.self) }
        )
    }

    /// The file's name, the extended form (RFC 5987) before the plain one.
    ///
    /// - Returns: `nil` when the extended form cannot be read.
    private static func filename(in disposition: HeaderValue) -> (text: String?, Void)? {
        if let extended = disposition["filename*"] {
            guard let text = decodeExtended(extended) else { return nil }
            return (text, ())
        }
        let plain = disposition["filename"].map { String(decoding: $0, as: UTF8.self) }
        return (plain.map(withoutEscapedQuotes), ())
    }

    /// Turns the `%22` that browsers write for a quote back into one.
    ///
    /// Their `%0D` and `%0A` stay: a name with a line break in it is of no use to anyone honest.
    private static func withoutEscapedQuotes(_ text: String) -> String {
        var rest = Substring(text)
        var plain = ""
        while let percent = rest.firstIndex(of: "%") {
            plain += rest[..<percent]
            let isQuote = rest[percent...].hasPrefix("%22")
            plain += isQuote ? "\"" : "%"
            rest = rest[rest.index(percent, offsetBy: isQuote ? 3 : 1)...]
        }
        return plain + rest
    }

    /// Decodes `UTF-8'en'%e2%82%ac`, also ISO-8859-1.
    private static func decodeExtended(_ bytes: [UInt8]) -> String? {
        let fields = bytes.split(
            separator: UInt8(ascii: "'"),
            maxSplits: 2,
            omittingEmptySubsequences: false
        )
        guard fields.count == 3, let decoded = percentDecoded(fields[2]) else { return nil }
        switch asciiLowercased(fields[0]) {
        case "utf-8":
            return String(validating: decoded, as: UTF8.self)
        case "iso-8859-1":
            return String(String.UnicodeScalarView(decoded.map { Unicode.Scalar($0) }))
        default:
            return nil
        }
    }

    private static func percentDecoded(_ bytes: ArraySlice<UInt8>) -> [UInt8]? {
        var decoded: [UInt8] = []
        var rest = bytes
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "%") else {
                decoded.append(byte)
                continue
            }
            guard let high = rest.popFirst(), let low = rest.popFirst(),
                let value = UInt8(String(decoding: [high, low], as: UTF8.self), radix: 16),
                high != UInt8(ascii: "+"), value >= 0x20, value != 0x7F
            else { return nil }
            decoded.append(value)
        }
        return decoded
    }
}

import Multipart
import Testing

/// What senders must not get away with.
@Suite struct HostileForms {
    private static let type = "multipart/form-data; boundary=B"

    private func error(
        of body: String,
        limits: MultipartLimits = MultipartLimits()
    ) -> MultipartError? {
        do {
            _ = try ParsedForm(Array(body.utf8), contentType: Self.type, limits: limits)
            return nil
        } catch {
            return error
        }
    }

    private static let field = "Content-Disposition: form-data; name=a\r\n\r\n"

    @Test(arguments: [
        ("image/jpeg", MultipartError.notFormData),
        ("multipart/mixed; boundary=B", .notFormData),
        ("", .notFormData),
        ("multipart/form-data", .boundaryMissing),
        ("multipart/form-data; boundary=", .boundaryMissing),
        ("multipart/form-data; boundary=\"B", .boundaryMissing),
        ("multipart/form-data; boundary=B; boundary=C", .boundaryMissing),
        ("multipart/form-data; boundary=\"B \"", .boundaryMalformed),
        ("multipart/form-data; boundary=\"B\r\n\"", .boundaryMalformed),
        ("multipart/form-data; boundary=ü", .boundaryMalformed),
        (
            "multipart/form-data; boundary=" + String(repeating: "x", count: 71),
            .boundaryTooLong(limit: 70, found: 71)
        ),
    ])
    func `a content type that is no form's is refused`(type: String, expected: MultipartError) {
        #expect(throws: expected) { try MultipartParser(contentType: type) }
    }

    @Test(arguments: [
        ("", MultipartError.truncated(parts: 0)),
        ("--B", .truncated(parts: 0)),
        ("--B-", .truncated(parts: 0)),
        ("no boundary at all", .truncated(parts: 0)),
        ("x--B--", .truncated(parts: 0)),
        ("--B\r\n\(field)data\r\n--", .truncated(parts: 1)),
        ("--B\r\nContent-Disposition: form", .truncated(parts: 1)),
        ("--Bx\r\n\(field)", .delimiterMalformed(part: 0)),
        ("--B\n\(field)", .delimiterMalformed(part: 0)),
        ("--B\r\n\(field)\r\n--B-\r\n", .delimiterMalformed(part: 1)),
        ("--B\r\n\(field)\r\n--B\rx", .delimiterMalformed(part: 1)),
        ("--B" + String(repeating: " ", count: 65) + "\r\n", .delimiterMalformed(part: 0)),
        ("--B\r\n\r\n", .dispositionMissing(part: 1)),
        ("--B\r\nContent-Type: text/plain\r\n\r\n", .dispositionMissing(part: 1)),
        ("--B\r\nContent-Disposition: attachment; name=a\r\n\r\n", .dispositionMissing(part: 1)),
        ("--B\r\nContent-Disposition: form-data\r\n\r\n", .dispositionMissing(part: 1)),
        (
            "--B\r\nContent-Disposition: form-data; name=a; name=b\r\n\r\n",
            .dispositionMissing(part: 1)
        ),
        ("--B\r\nContent-Disposition: form-data; name=\"a\r\n\r\n", .dispositionMissing(part: 1)),
        (
            "--B\r\nContent-Disposition: form-data; name=a; filename*=UTF-8''%zz\r\n\r\n",
            .headerMalformed(part: 1)
        ),
        (
            "--B\r\nContent-Disposition: form-data; name=a; filename*=UTF-8''%0d\r\n\r\n",
            .headerMalformed(part: 1)
        ),
        (
            "--B\r\nContent-Disposition: form-data; name=a; filename*=x''a\r\n\r\n",
            .headerMalformed(part: 1)
        ),
        ("--B\r\nno colon\r\n\r\n", .headerMalformed(part: 1)),
        ("--B\r\n: no name\r\n\r\n", .headerMalformed(part: 1)),
        ("--B\r\nA : space\r\n\r\n", .headerMalformed(part: 1)),
        ("--B\r\n folded: first\r\n\r\n", .headerMalformed(part: 1)),
        ("--B\r\nA: \u{0}\r\n\r\n", .headerMalformed(part: 1)),
        ("--B\r\nA: bare\nB: line feed\r\n\r\n", .headerMalformed(part: 1)),
        ("--B\r\nContent-Type: a\r\nContent-Type: b\r\n\(field)", .headerMalformed(part: 1)),
        ("--B\r\nContent-Transfer-Encoding: base64\r\n\(field)", .transferEncoded(part: 1)),
    ])
    func `a broken form is refused by name`(body: String, expected: MultipartError) {
        #expect(error(of: body) == expected)
    }

    @Test func `a name that is not UTF-8 is refused`() {
        let head = Array("--B\r\nContent-Disposition: form-data; name=".utf8)
        let body = head + [0xFF] + Array("\r\n\r\n\r\n--B--".utf8)
        #expect(throws: MultipartError.dispositionMissing(part: 1)) {
            try ParsedForm(body, contentType: Self.type)
        }
    }

    @Test func `as many parts as allowed are read and not one more`() {
        let part = "--B\r\n\(Self.field)\r\n"
        let limits = MultipartLimits(parts: 3)
        let three = String(repeating: part, count: 3)
        #expect(error(of: three + "--B--", limits: limits) == nil)
        #expect(error(of: three + part + "--B--", limits: limits) == .tooManyParts(limit: 3))
    }

    @Test func `as many header bytes as allowed are read and not one more`() {
        let count = Self.field.utf8.count
        let body = "--B\r\n\(Self.field)\r\n--B--"
        #expect(error(of: body, limits: MultipartLimits(headerBytes: count)) == nil)
        #expect(
            error(of: body, limits: MultipartLimits(headerBytes: count - 1))
                == .headersTooLong(part: 1, limit: count - 1)
        )
    }

    @Test func `header bytes are counted while they come, over many folded lines too`() throws {
        var parser = try MultipartParser(contentType: Self.type)
        _ = try parser.consume(Array("--B\r\nA: ".utf8))
        let folded = Array("x\r\n ".utf8)
        var refusal: MultipartError?
        for _ in 0..<8192 where refusal == nil {
            do { _ = try parser.consume(folded) } catch { refusal = error }
        }
        #expect(refusal == .headersTooLong(part: 1, limit: 8192))
    }

    @Test func `after an error every call gives the same error`() throws {
        var parser = try MultipartParser(contentType: Self.type)
        let expected = MultipartError.delimiterMalformed(part: 0)
        #expect(throws: expected) { try parser.consume(Array("--BB".utf8)) }
        #expect(throws: expected) { try parser.consume(Array("--B--".utf8)) }
        #expect(throws: expected) { try parser.finish() }
    }

    @Test(arguments: ["\r", "\r\n", "\r\n--", "\r\n--", "\r\n--\r\n-", "\n", "-"])
    func `data that is all delimiter beginnings comes out whole`(unit: String) throws {
        let data = Array(String(repeating: unit, count: 50_000).utf8)
        let body = Array("--B\r\n\(Self.field)".utf8) + data + Array("\r\n--B--".utf8)
        for chunk in [1, 7, 4096] {
            let chunks = [Int](repeating: chunk, count: body.count / chunk)
            let form = try ParsedForm(body, contentType: Self.type, chunks: chunks)
            #expect(form.fields.map(\.data) == [data])
        }
    }

    @Test func `data is handed on at once and at most a boundary is held back`() throws {
        var parser = try MultipartParser(contentType: Self.type)
        _ = try parser.consume(Array("--B\r\n\(Self.field)".utf8))
        #expect(try parser.consume([1, 2, 13]) == [.data([1, 2])])
        #expect(try parser.consume([10, 45]) == [])
        #expect(try parser.consume([3]) == [.data([13, 10, 45]), .data([3])])
        #expect(try parser.consume(Array("\r\n--B".utf8)) == [.partEnded])
    }

    @Test func `every error says what to do`() {
        let errors: [MultipartError] = [
            .notFormData, .boundaryMissing, .boundaryMalformed,
            .boundaryTooLong(limit: 70, found: 71), .delimiterMalformed(part: 1),
            .tooManyParts(limit: 32), .headersTooLong(part: 1, limit: 8192),
            .headerMalformed(part: 1), .dispositionMissing(part: 1), .transferEncoded(part: 1),
            .truncated(parts: 1),
        ]
        #expect(Set(errors.map(\.description)).count == errors.count)
        #expect(errors.allSatisfy { $0.description.count > 40 })
    }
}

import Multipart
import Testing

/// What honest senders write, cut anywhere.
@Suite struct HonestForms {
    private func form(_ text: String, boundary: String = "B") throws -> ParsedForm {
        let body = Array(
            text.split(separator: "\n", omittingEmptySubsequences: false)
                .joined(separator: "\r\n").utf8
        )
        return try ParsedForm(body, contentType: "multipart/form-data; boundary=\(boundary)")
    }

    @Test(arguments: RecordedBody.all)
    func `every split into two chunks reads the same`(recorded: RecordedBody) throws {
        let whole = try ParsedForm(recorded.body, contentType: recorded.contentType)
        #expect(whole.fields.first?.data == RecordedBody.photo)
        #expect(whole.fields.allSatisfy { $0.isEnded })
        for position in 0...recorded.body.count {
            let split = try ParsedForm(
                recorded.body,
                contentType: recorded.contentType,
                chunks: [position]
            )
            #expect(split == whole, "split at \(position)")
        }
    }

    @Test(arguments: RecordedBody.all)
    func `single bytes read like the whole`(recorded: RecordedBody) throws {
        let bytes = [Int](repeating: 1, count: recorded.body.count)
        let whole = try ParsedForm(recorded.body, contentType: recorded.contentType)
        let cut = try ParsedForm(
            recorded.body,
            contentType: recorded.contentType,
            chunks: bytes
        )
        #expect(cut == whole)
    }

    @Test func `every split of a small form into three chunks reads the same`() throws {
        let body = Array(
            "x\r\n--B \r\nContent-Disposition: form-data; name=a\r\n\r\n\r\n--\r\r\n--B--y".utf8
        )
        let type = "multipart/form-data; boundary=B"
        let whole = try ParsedForm(body, contentType: type)
        #expect(whole.fields.map(\.data) == [Array("\r\n--\r".utf8)])
        for first in 0...body.count {
            for second in 0...(body.count - first) {
                let cut = try ParsedForm(body, contentType: type, chunks: [first, second])
                #expect(cut == whole)
            }
        }
    }

    @Test func `Chromium's names and types are read`() throws {
        let recorded = RecordedBody.chromium
        let parts = try ParsedForm(recorded.body, contentType: recorded.contentType).fields
        #expect(
            parts.map(\.part) == [
                MultipartPart(
                    name: "photo",
                    filename: "grüß \"x\" \\ y%0A.jpg",
                    contentType: "image/jpeg"
                ),
                MultipartPart(name: "k"),
                MultipartPart(name: "a\"b"),
                MultipartPart(
                    name: "empty",
                    filename: "",
                    contentType: "application/octet-stream"
                ),
            ]
        )
        #expect(parts.map(\.data)[1...] == [Array("10".utf8), Array("日\r\nx".utf8), []])
    }

    @Test func `both of curl's ways of escaping give one name`() throws {
        for recorded in [RecordedBody.curl, .curlFormEscape] {
            let form = try ParsedForm(recorded.body, contentType: recorded.contentType)
            #expect(form.fields[0].part.filename == "a \"q\" \\ b.jpg")
        }
    }

    @Test func `preamble, padding, folded lines and epilogue are skipped`() throws {
        let text = """
            This is a form.
            --B\u{20}\t
            content-disposition:form-data;
             name="a" ; filename=b.png
            X-Other: 1

            data
            --B--\u{20}
            --B
            nothing
            """
        let fields = try form(text).fields
        #expect(fields.map(\.part) == [MultipartPart(name: "a", filename: "b.png")])
        #expect(fields.map(\.data) == [Array("data".utf8)])
    }

    @Test func `a part may end straight behind its header lines`() throws {
        let text = "--B\nContent-Disposition: form-data; name=a\n\n--B--\n"
        let fields = try form(text).fields
        #expect(fields.map(\.data) == [[]])
    }

    @Test func `a form may have no parts`() throws {
        #expect(try form("--B--").fields.isEmpty)
    }

    @Test(arguments: [
        ("multipart/form-data; boundary=B", "B"),
        ("Multipart/Form-Data;boundary=\"B c:d\"", "B c:d"),
        ("multipart/form-data; charset=utf-8; BOUNDARY = B=_1;", "B=_1"),
        ("multipart/form-data; boundary=\"a\\\"b\"", "a\"b"),
        (
            "multipart/form-data; boundary=" + String(repeating: "x", count: 70),
            String(repeating: "x", count: 70)
        ),
    ])
    func `the boundary is read as the content type quotes it`(type: String, boundary: String)
        throws
    {
        let text =
            "--\(boundary)\r\nContent-Disposition: form-data; name=a\r\n\r\n1\r\n--\(boundary)--"
        let form = try ParsedForm(Array(text.utf8), contentType: type)
        #expect(form.fields.map(\.data) == [[0x31]])
    }

    @Test(arguments: [
        ("filename*=UTF-8''gr%c3%bc%C3%9F.jpg", "grüß.jpg"),
        ("filename=x; filename*=iso-8859-1'de'gr%fc.jpg", "grü.jpg"),
        ("filename=\"C:\\photos\\me.jpg\"", "C:\\photos\\me.jpg"),
        ("filename=\"a;b=c\"", "a;b=c"),
        ("filename=\"100%\"", "100%"),
    ])
    func `file names are read in every form`(parameter: String, name: String) throws {
        let text = "--B\nContent-Disposition: form-data; name=p; \(parameter)\n\n--B--"
        let fields = try form(text).fields
        #expect(fields.map(\.part.filename) == [name])
    }

    @Test func `any sequence of bytes will do`() throws {
        let recorded = RecordedBody.curl
        var arrays = try MultipartParser(contentType: recorded.contentType)
        var lazily = try MultipartParser(contentType: recorded.contentType)
        let expected = try arrays.consume(recorded.body)
        let found = try lazily.consume(recorded.body.lazy.map { $0 })
        #expect(found == expected)
        #expect(try lazily.finish().isEmpty)
    }
}

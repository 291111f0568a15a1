import Testing
import WebPage

/// How a file is sent, header by header.
@Suite struct AssetAnswerTests {
    private static let script = String(repeating: "let answer = 42;\n", count: 40)

    private let catalogue = AssetCatalogue(
        files: [
            SourceFile(name: "app.js", bytes: Array(AssetAnswerTests.script.utf8)),
            SourceFile(name: "index.html", bytes: Array("<!doctype html>\n".utf8)),
            SourceFile(name: "pixel.png", bytes: Array(0..<100)),
        ]
    )

    private func answer(
        _ target: String,
        method: String = "GET",
        _ headers: [String: String] = [:]
    ) throws -> AssetAnswer {
        let request = AssetRequest(method: method, target: target) { headers[$0] }
        return try #require(catalogue.answer(to: request))
    }

    @Test func `a plain request gets everything`() throws {
        let answer = try answer("/assets/app.js")
        #expect(answer.status == 200)
        #expect(answer.body == Array(Self.script.utf8))
        #expect(answer.contentLength == answer.body.count)
        #expect(answer.header("content-type") == "text/javascript; charset=utf-8")
        #expect(answer.header("vary") == "accept-encoding")
        #expect(answer.header("content-encoding") == nil)
        let etag = try #require(answer.header("etag"))
        #expect(etag.wholeMatch(of: /"[0-9a-f]{32}"/) != nil)
    }

    @Test func `an unknown address has no answer`() {
        let request = AssetRequest(method: "GET", target: "/assets/none.js") { _ in nil }
        #expect(catalogue.answer(to: request) == nil)
    }

    @Test(arguments: ["POST", "PUT", "DELETE", "OPTIONS", "get"])
    func `other methods are refused`(method: String) throws {
        let answer = try answer("/", method: method)
        #expect(answer.status == 405)
        #expect(answer.header("allow") == "GET, HEAD")
    }

    @Test func `HEAD says what GET would and sends nothing`() throws {
        for headers in [[:], ["accept-encoding": "gzip"]] {
            let get = try answer("/assets/app.js", headers)
            let head = try answer("/assets/app.js", method: "HEAD", headers)
            #expect(head.body == [])
            #expect(head.headers == get.headers)
            #expect(head.contentLength == get.body.count)
        }
    }

    @Test func `only the very version is kept for ever`() throws {
        let forever = "public, max-age=31536000, immutable"
        let cases = [
            ("/assets/app.js?v=\(catalogue.version)", forever),
            ("/assets/app.js?x=1&v=\(catalogue.version)", forever),
            ("/assets/app.js?v=0123456789abcdef", "no-cache"), ("/assets/app.js?v=", "no-cache"),
            ("/assets/app.js?", "no-cache"), ("/assets/app.js", "no-cache"),
            ("/?v=\(catalogue.version)", "no-cache"),
        ]
        for (target, caching) in cases {
            let answer = try answer(target)
            #expect(answer.header("cache-control") == caching, "\(target)")
        }
    }

    @Test(arguments: [
        ("gzip", true), ("gzip, deflate, br, zstd", true), ("GZIP;q=0.5", true), ("x-gzip", true),
        ("*", true), ("br;q=1, * ; q=0.1", true), ("", false), ("br", false), ("gzip;q=0", false),
        ("gzip; q=0.000, *", false), ("*;q=0", false), ("identity", false),
    ])
    func `gzip is sent to those who take it`(header: String, isSent: Bool) throws {
        let answer = try answer("/assets/app.js", ["accept-encoding": header])
        #expect(answer.header("content-encoding") == (isSent ? "gzip" : nil))
        #expect((answer.body.count < Self.script.utf8.count) == isSent)
        #expect(answer.contentLength == answer.body.count)
        #expect(answer.header("etag")?.hasSuffix("-gz\"") == isSent)
    }

    @Test func `what is not compressed does not vary`() throws {
        let answer = try answer("/assets/pixel.png", ["accept-encoding": "gzip"])
        #expect(answer.header("vary") == nil)
        #expect(answer.header("content-encoding") == nil)
    }

    @Test func `a known tag gets 304 in every form`() throws {
        let etag = try #require(try answer("/assets/app.js").header("etag"))
        let gzip = ["accept-encoding": "gzip"]
        let gzippedTag = try #require(try answer("/assets/app.js", gzip).header("etag"))
        for tags in [etag, gzippedTag, "W/\(etag)", "\"x\", \(etag)", "*", " \(etag) ,\"y\""] {
            let answer = try answer("/assets/app.js", ["if-none-match": tags])
            #expect(answer.status == 304, "\(tags)")
            #expect(answer.body == [])
            #expect(answer.contentLength == nil)
            #expect(answer.header("etag") == etag)
            #expect(answer.header("cache-control") == "no-cache")
            #expect(answer.header("vary") == "accept-encoding")
        }
        for tags in ["\"x\"", "", "x", etag + "x", String(etag.dropLast())] {
            let answer = try answer("/assets/app.js", ["if-none-match": tags])
            #expect(answer.status == 200, "\(tags)")
        }
    }

    @Test(arguments: [
        ("bytes=0-0", 0..<1), ("bytes=0-99", 0..<100), ("bytes=0-100", 0..<100),
        ("bytes=90-", 90..<100), ("bytes=-5", 95..<100), ("bytes=-1000", 0..<100),
        ("Bytes=10-19", 10..<20), ("bytes=0-99999999999999999999999", 0..<100),
    ])
    func `a part is sent as asked for`(header: String, range: Range<Int>) throws {
        let headers = ["range": header, "accept-encoding": "gzip"]
        let answer = try answer("/assets/pixel.png", headers)
        #expect(answer.status == 206)
        #expect(answer.body == Array(UInt8(range.lowerBound)..<UInt8(range.upperBound)))
        #expect(
            answer.header("content-range")
                == "bytes \(range.lowerBound)-\(range.upperBound - 1)/100"
        )
        #expect(answer.contentLength == range.count)
    }

    @Test(arguments: [
        "bytes=100-", "bytes=100-200", "bytes=-0", "bytes=99999999999999999999999-",
    ])
    func `a part that is not there is refused`(header: String) throws {
        let answer = try answer("/assets/pixel.png", ["range": header])
        #expect(answer.status == 416)
        #expect(answer.header("content-range") == "bytes */100")
        #expect(answer.body == [])
    }

    @Test(arguments: [
        "", "bytes", "bytes=", "bytes=-", "bytes=a-b", "bytes=5-2", "bytes=0-1,5-6", "bytes=--5",
        "bytes= 0-1", "bytes=+1-2", "lines=0-1", "bytes=0-1=2", "bytes=1-x", "bytes=x-1",
    ])
    func `a range that cannot be read is passed over`(header: String) throws {
        let answer = try answer("/assets/pixel.png", ["range": header])
        #expect(answer.status == 200)
        #expect(answer.body == Array(0..<100))
    }

    @Test func `parts are of the plain bytes and only of the file one has begun`() throws {
        let whole = try answer("/assets/app.js")
        let etag = try #require(whole.header("etag"))
        let headers = ["range": "bytes=4-9", "accept-encoding": "gzip", "if-range": etag]
        let part = try answer("/assets/app.js", headers)
        #expect(part.status == 206)
        #expect(part.body == Array("answer".utf8))
        #expect(part.header("content-encoding") == nil)
        #expect(part.header("etag") == etag)
        for other in ["\"x\"", "W/\(etag)", "Sat, 21 Nov 2026 10:00:00 GMT"] {
            let answer = try answer(
                "/assets/app.js",
                ["range": "bytes=4-9", "if-range": other]
            )
            #expect(answer.status == 200, "\(other)")
        }
        let head = try answer("/assets/app.js", method: "HEAD", ["range": "bytes=4-9"])
        #expect(head.status == 200)
    }
}

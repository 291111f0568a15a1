import Imaging
import Testing

struct SignatureTests {
    @Test func `no bytes are called empty`() {
        #expect(throws: ImagingError.empty) { try decodeImage([]) }
        #expect(throws: ImagingError.empty) { try imageFormat(of: []) }
    }

    @Test func `text named like a photo is called text`() {
        let texts = ["hello", "Grüße, 世界\n", String(repeating: "long ", count: 400)]
        for text in texts {
            #expect(throws: ImagingError.notAnImage(looksLike: "text")) {
                try decodeImage(Array(text.utf8))
            }
        }
    }

    @Test func `a letter cut off by the sample's end does not hide text`() {
        let text = String(repeating: "x", count: 511) + "世"
        #expect(throws: ImagingError.notAnImage(looksLike: "text")) {
            try decodeImage(Array(text.utf8))
        }
    }

    @Test func `noise is called nothing at all`() {
        #expect(throws: ImagingError.notAnImage(looksLike: nil)) {
            try decodeImage([0, 1, 2, 3, 250, 251, 252])
        }
    }

    @Test(arguments: [
        ("%PDF-1.7\n", "a PDF document"),
        ("<?xml version=\"1.0\"?>\n<svg xmlns=\"http://www.w3.org/2000/svg\"/>", "an SVG drawing"),
        ("<svg/>", "an SVG drawing"), ("8BPS\u{0}\u{1}", "a Photoshop file"),
        ("\u{0}\u{0}\u{0}\u{18}ftypmp42\u{0}\u{0}\u{0}\u{0}", "a video"),
        ("P6\n1 1\n255\nabc", "a PNM picture"),
        ("PK\u{3}\u{4}", "a ZIP archive or an office document"),
        ("\u{0}\u{0}\u{0}\u{C}jP  \r\n", "a JPEG 2000 picture"),
        ("\u{0}\u{0}\u{2}\u{0}\u{1}\u{0}", "a Windows cursor"),
    ])
    func `other kinds of file are named`(start: String, kind: String) {
        #expect(throws: ImagingError.unsupported(found: kind)) {
            try decodeImage(Array(start.utf8))
        }
        #expect(ImagingError.unsupported(found: kind).description.contains(kind))
    }

    @Test func `every beginning of every signature is handled`() {
        let starts = [
            "\u{89}PNG", "GIF89a", "RIFF....WEBP", "BM", "II*\u{0}", "MM\u{0}*", "....ftypheic",
            "....ftypmif1....", "\u{0}\u{0}\u{1}\u{0}\u{1}",
        ]
        for start in starts {
            let bytes = start.unicodeScalars.map { UInt8($0.value) }
            for count in 1...bytes.count {
                #expect(throws: ImagingError.self) { try decodeImage(Array(bytes[..<count])) }
            }
        }
    }
}

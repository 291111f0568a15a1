import Imaging
import Testing

@Suite(ImagingMaterial.fonts)
struct TextRenderingTests {
    @Test func `letters leave ink and longer lines are wider`() throws {
        let short = try renderText("Ada", pixelHeight: 24)
        let long = try renderText("Ada Lovelace", pixelHeight: 24)
        #expect(short.pixels.contains { $0 > 200 })
        #expect(long.width > short.width * 2)
        let large = try renderText("Ada", pixelHeight: 48)
        #expect(abs(large.width - short.width * 2) < short.width / 4)
    }

    @Test(arguments: ["x", "gypsy", "ÉÅ", ".", "'"])
    func `lines of one size share their height`(text: String) throws {
        #expect(
            try renderText(text, pixelHeight: 24).height == renderText("A", pixelHeight: 24).height
        )
    }

    @Test func `lines of one size share their baseline`() throws {
        func lowestInk(_ text: String) throws -> Int? {
            let drawn = try renderText(text, pixelHeight: 32)
            return drawn.pixels.lastIndex { $0 > 128 }.map { $0 / drawn.width }
        }
        #expect(try lowestInk("E") == lowestInk("x"))
        #expect(try lowestInk("É") == lowestInk("."))
    }

    @Test func `letters that mean something to markup are drawn as they are`() throws {
        let plain = try renderText("a", pixelHeight: 24)
        for text in ["a & b", "<b>a</b>", "&amp;", "\"a\"", "a\u{0}b\u{1B}", "<"] {
            #expect(try renderText(text, pixelHeight: 24).pixels.contains { $0 > 200 })
        }
        #expect(try renderText("<b>a</b>", pixelHeight: 24).width > plain.width * 3)
    }

    @Test func `line breaks do not break the line`() throws {
        let lines = try renderText("a\nb\r\nc\u{2028}d\te", pixelHeight: 24)
        #expect(lines.height == (try renderText("a", pixelHeight: 24)).height)
    }

    @Test(arguments: ["", " ", "\n\t"])
    func `nothing to draw is one empty column`(text: String) throws {
        let drawn = try renderText(text, pixelHeight: 24)
        #expect(drawn.width == 1 && drawn.pixels.allSatisfy { $0 == 0 })
    }
}

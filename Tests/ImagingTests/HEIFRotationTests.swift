import FaceTypes
import Imaging
import Testing

@Suite(ImagingMaterial.codecs)
struct HEIFRotationTests {
    /// Adds a property that turns the picture by quarters, anticlockwise, as phones store portraits.
    ///
    /// Source: ISO/IEC 23008-12, section 6.5.10 (`irot`). The boxes around it grow, and what lies
    /// behind them moves: one byte in `ipma`, nine in `ipco`.
    private func turned(_ file: [UInt8], quarters: UInt8) throws -> [UInt8] {
        var bytes = file
        func place(of name: String) throws -> Int {
            let magic = Array(name.utf8)
            let found = bytes.indices.dropLast(4).first { Array(bytes[$0..<$0 + 4]) == magic }
            return try #require(found) - 4
        }
        func field(_ offset: Int) -> Int {
            bytes[offset..<offset + 4].reduce(0) { $0 << 8 | Int($1) }
        }
        func add(_ amount: Int, at offset: Int) {
            let sum = field(offset) + amount
            for index in 0..<4 { bytes[offset + index] = UInt8(sum >> (24 - 8 * index) & 255) }
        }
        let (colours, links) = (try place(of: "ipco"), try place(of: "ipma"))
        var property = colours + 8
        var propertyCount: UInt8 = 0
        while property < colours + field(colours) {
            property += field(property)
            propertyCount += 1
        }
        let linkCount = Int(bytes[links + 18])
        bytes[links + 18] += 1
        bytes.insert(0x80 | (propertyCount + 1), at: links + 19 + linkCount)
        add(1, at: links)
        bytes.insert(contentsOf: [0, 0, 0, 9] + Array("irot".utf8) + [quarters], at: property)
        add(9, at: colours)
        add(10, at: try place(of: "iprp"))
        add(10, at: try place(of: "meta"))
        // The writer used here gives every item one extent, from a base offset of four bytes.
        let items = try place(of: "iloc") + 14
        try #require(bytes[items - 2] == 0x44 && bytes[items - 1] == 0x40)
        for item in 0..<Int(bytes[items + 1]) { add(10, at: items + 2 + item * 18 + 4) }
        return bytes
    }

    @Test(arguments: [ImageFormat.heic, .avif], 0...3)
    func `a portrait stored lying down is turned upright`(
        format: ImageFormat,
        quarters: Int
    ) throws {
        let scene = ImagingMaterial.scene(width: 96, height: 64)
        let file = try EncodableSamples(scene).encoded(as: ImageEncoding(format, quality: 95))
        let decoded = try decodeImage(turned(file, quarters: UInt8(quarters)))
        let expected = scene.rotated(quarterTurns: -quarters)
        #expect(decoded.fullWidth == expected.width && decoded.fullHeight == expected.height)
        #expect(decoded.image.meanDifference(from: expected) < 4)
    }
}

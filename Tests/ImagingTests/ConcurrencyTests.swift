import FaceTypes
import Imaging
import Testing

@Suite(ImagingMaterial.codecs)
struct ConcurrencyTests {
    @Test func `many tasks at once get what one gets, and no other file's error`() async throws {
        let formats: [ImageFormat] = [.jpeg, .png, .webp, .gif, .tiff, .heic]
        let files = try formats.map { format in
            let scene = ImagingMaterial.scene(width: 120, height: 90)
            return try EncodableSamples(scene).encoded(as: ImageEncoding(format))
        }
        let damaged = files.map { Array($0[..<($0.count / 2)]) }
        let expected = (files + damaged).map(outcome)
        #expect(Set(expected).count > formats.count)
        await withTaskGroup { group in
            for turn in 0..<240 {
                let index = turn % expected.count
                let file = (files + damaged)[index]
                group.addTask { (index, outcome(file)) }
            }
            for await (index, found) in group { #expect(found == expected[index]) }
        }
    }

    @Test func `text is drawn by many tasks at once`() async throws {
        let alone = try renderText("Ada", pixelHeight: 20)
        await withTaskGroup { group in
            for _ in 0..<40 { group.addTask { try? renderText("Ada", pixelHeight: 20) } }
            for await drawn in group { #expect(drawn == alone) }
        }
    }
}

/// A picture's fingerprint or an error's text.
private func outcome(_ file: [UInt8]) -> String {
    do throws(ImagingError) {
        let decoded = try decodeImage(file)
        let hash = decoded.image.pixels.reduce(UInt64(14_695_981_039_346_656_037)) {
            ($0 ^ UInt64($1)) &* 1_099_511_628_211
        }
        return "\(decoded.format) \(hash)"
    } catch {
        return error.description
    }
}

import FaceTypes
import Imaging
import Testing

struct CropTests {
    private let image = ImagingMaterial.noise(width: 30, height: 20, seed: 1)

    @Test func `a box cuts out its pixels`() throws {
        let part = try #require(image.cropped(to: Box(x: 4, y: 5, width: 10, height: 6)))
        #expect(part.width == 10 && part.height == 6)
        #expect(part.colour(0, 0) == image.colour(4, 5))
        #expect(part.colour(9, 5) == image.colour(13, 10))
    }

    @Test func `edges are rounded and what lies outside is left out`() throws {
        let part = try #require(image.cropped(to: Box(x: -3.4, y: 17.6, width: 10, height: 50)))
        #expect(part.width == 7 && part.height == 2)
        #expect(part.colour(0, 0) == image.colour(0, 18))
        #expect(image.cropped(to: Box(x: 0, y: 0, width: 30, height: 20)) == image)
    }

    @Test(arguments: [
        Box(x: 30, y: 0, width: 5, height: 5), Box(x: 3, y: 3, width: 0.2, height: 5),
        Box(x: 3, y: 3, width: -2, height: 5), Box(x: .nan, y: 0, width: 5, height: 5),
        Box(x: 0, y: 0, width: .infinity, height: 5), Box(x: 1e30, y: 0, width: 5, height: 5),
    ])
    func `a box with nothing in it gives nothing`(box: Box) {
        #expect(image.cropped(to: box) == nil)
    }
}

import FacePipeline
import FaceTypes
import Testing

@Suite struct MmodHeadTests {
    @Test func `the pyramid of 640 x 480 is tiled as dlib tiles it`() {
        let tiling = MmodTiling(width: 640, height: 480)
        #expect(tiling.width == 662)
        #expect(tiling.height == 1782)
        #expect(tiling.tiles.count == 24)
        #expect(tiling.tiles[0] == MmodTiling.Tile(x: 11, y: 11, width: 640, height: 480))
        #expect(tiling.tiles[4] == MmodTiling.Tile(x: 11, y: 1541, width: 308, height: 230))
        #expect(tiling.tiles[5] == MmodTiling.Tile(x: 395, y: 1580, width: 256, height: 191))
        #expect(tiling.tiles[23] == MmodTiling.Tile(x: 643, y: 512, width: 8, height: 5))
    }

    @Test(arguments: [(1, 1), (5, 5), (4, 300), (300, 4), (3000, 6), (6, 3000)])
    func `any size has a tiling whose tiles lie inside`(width: Int, height: Int) {
        let tiling = MmodTiling(width: width, height: height)
        for tile in tiling.tiles {
            #expect(tile.x >= 0 && tile.y >= 0)
            #expect(tile.x + tile.width <= tiling.width)
            #expect(tile.y + tile.height <= tiling.height)
        }
    }

    @Test func `a score on the first level is an 80 pixel window there`() throws {
        let tiling = MmodTiling(width: 640, height: 480)
        var values = [Float](repeating: -1, count: 10 * 10)
        values[3 * 10 + 4] = 0.7
        let faces = MmodHead.decode(
            HeadOutput(shape: [1, 1, 10, 10], values: values),
            tiling: tiling,
            threshold: 0
        )
        try #require(faces.count == 1)
        // Cell (4, 3): centre (46, 38) of the tiled picture, (35, 27) of the level.
        #expect(faces[0].box == Box(x: -4.5, y: -12.5, width: 80, height: 80))
        #expect(faces[0].landmarks == nil)
    }

    @Test func `a score on the second level is a larger window of the picture`() throws {
        let tiling = MmodTiling(width: 640, height: 480)
        let row = (501 + 100 - 14) / 8
        var values = [Float](repeating: 0, count: 100 * 20)
        values[row * 20 + 10] = 1
        let faces = MmodHead.decode(
            HeadOutput(shape: [1, 1, 100, 20], values: values),
            tiling: tiling,
            threshold: 0
        )
        try #require(faces.count == 1)
        let left = (Float(8 * 10 + 14 - 11) - 39.5) * 1.2 + 0.3
        #expect(abs(faces[0].box.x - left) < 1e-3)
        #expect(abs(faces[0].box.width - (79 * 1.2 + 1)) < 1e-3)
    }

    @Test func `levels are halved with their corners aligned`() {
        let ramp = PlanarImage(
            width: 5,
            height: 1,
            values: [0, 1, 2, 3, 4, 0, 10, 20, 30, 40, 4, 3, 2, 1, 0]
        )
        let small = ramp.cornerAligned(width: 3, height: 1)
        #expect(small.values == [0, 2, 4, 0, 20, 40, 4, 2, 0])
    }

    @Test func `the canvas between the levels is zero`() {
        let tiling = MmodTiling(width: 20, height: 20)
        let picture = PlanarImage(
            width: 20,
            height: 20,
            values: [Float](repeating: 1, count: 1200)
        )
        let canvas = MmodHead.tiled(picture, tiling: tiling)
        let covered = tiling.tiles.reduce(0) { $0 + $1.width * $1.height }
        #expect(canvas.values.filter { $0 != 0 }.count == covered * 3)
    }
}

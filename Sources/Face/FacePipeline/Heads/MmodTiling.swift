/// Where dlib lays the levels of an image pyramid on one picture (`tiled_pyramid`, dlib's
/// `pyramid_down<6>`): a column from top to bottom, then from bottom to top at the right edge.
package struct MmodTiling: Sendable, Equatable {
    /// A level's place, in pixels of the tiled picture.
    package struct Tile: Sendable, Hashable {
        /// Left column.
        package let x: Int
        /// Top row.
        package let y: Int
        /// Columns.
        package let width: Int
        /// Rows.
        package let height: Int

        /// Names a place.
        package init(x: Int, y: Int, width: Int, height: Int) {
            self.x = x
            self.y = y
            self.width = width
            self.height = height
        }
    }

    /// Free pixels between levels.
    static let padding = 10

    /// Free pixels round all of them.
    static let outerPadding = 11

    /// A level is this many sixths of the one before.
    static let shrinkNumerator = 5
    static let shrinkDenominator = 6

    /// No level is lower than this many rows.
    static let rowsMin = 5

    /// The levels' places, the picture itself first; later levels that found no room are missing.
    package let tiles: [Tile]

    /// Columns of the tiled picture.
    package let width: Int

    /// Rows of the tiled picture.
    package let height: Int

    /// Plans the tiling of a picture.
    package init(width: Int, height: Int) {
        let sizes = Self.levelSizes(width: width, height: height)
        let columnHeight = Self.columnHeight(of: sizes)
        self.width = width + 2 * Self.outerPadding
        self.height = columnHeight + 2 * Self.outerPadding
        tiles = Self.place(sizes, columnHeight: columnHeight)
    }

    private static func levelSizes(width: Int, height: Int) -> [(width: Int, height: Int)] {
        var sizes = [(width: width, height: height)]
        var wide = width
        var high = height
        while true {
            wide = wide * shrinkNumerator / shrinkDenominator
            high = high * shrinkNumerator / shrinkDenominator
            guard wide > 0, high >= rowsMin else { return sizes }
            sizes.append((wide, high))
        }
    }

    /// Rows the first column needs, so that the rest fits beside it.
    private static func columnHeight(of sizes: [(width: Int, height: Int)]) -> Int {
        let total = sizes.reduce(0) { $0 + $1.height + padding } - 2 * padding
        var height = 0
        var previousWidth = 0
        for size in sizes {
            let fitsBeside = size.width <= sizes[0].width - previousWidth - padding
            if fitsBeside, (height - sizes[0].height) * 2 >= total - sizes[0].height { break }
            height += size.height + padding
            previousWidth = size.width
        }
        return height - padding
    }

    private static func place(
        _ sizes: [(width: Int, height: Int)],
        columnHeight: Int
    ) -> [Tile] {
        var tiles: [Tile] = []
        var y = outerPadding
        while y < columnHeight + outerPadding, tiles.count < sizes.count {
            let size = sizes[tiles.count]
            tiles.append(Tile(x: outerPadding, y: y, width: size.width, height: size.height))
            y += size.height + padding
        }
        y -= padding
        while tiles.count < sizes.count {
            let size = sizes[tiles.count]
            let tile = Tile(
                x: outerPadding + sizes[0].width - size.width,
                y: y - size.height,
                width: size.width,
                height: size.height
            )
            if tile.touches(tiles[0]) { break }
            tiles.append(tile)
            y -= size.height + padding
        }
        return tiles
    }

    /// The level that holds a pixel, else the nearest one.
    func nearestTile(x: Int, y: Int) -> Int {
        var best = 0
        var least = Int.max
        for (index, tile) in tiles.enumerated() {
            let distance = tile.squaredDistance(x: x, y: y)
            if distance < least {
                least = distance
                best = index
            }
        }
        return best
    }
}

extension MmodTiling.Tile {
    func touches(_ other: Self) -> Bool {
        x < other.x + other.width && other.x < x + width && y < other.y + other.height
            && other.y < y + height
    }

    func squaredDistance(x pointX: Int, y pointY: Int) -> Int {
        let across = max(x - pointX, 0, pointX - (x + width - 1))
        let down = max(y - pointY, 0, pointY - (y + height - 1))
        return across * across + down * down
    }
}

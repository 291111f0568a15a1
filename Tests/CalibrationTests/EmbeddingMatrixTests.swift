import Calibration
import FaceTypes
import GalleryDoubles
import Testing

struct EmbeddingMatrixTests {
    @Test(arguments: [1, 2, 3, 4, 5, 31, 64, 129])
    func `blocked similarities equal the plain ones in any dimension`(dimension: Int) {
        let population = GalleryPopulation(dimension: dimension, seed: 7)
        let rows = (0..<(EmbeddingMatrix.blockRows + 3)).map {
            population.embedding(ofPerson: $0, photo: 0)
        }
        let columns = (0..<(EmbeddingMatrix.blockRows + 6)).map {
            population.embedding(ofPerson: $0, photo: 1)
        }
        let matrix = EmbeddingMatrix(dimension: dimension, rows: rows)
        let other = EmbeddingMatrix(dimension: dimension, rows: columns)
        var visited = 0
        var worst: Float = 0
        matrix.forEachBlock(of: 0..<rows.count, against: other) { own, theirs, values in
            for (place, value) in values.enumerated() {
                let row = own.lowerBound + place / theirs.count
                let column = theirs.lowerBound + place % theirs.count
                worst = max(worst, abs(value - rows[row].similarity(to: columns[column])))
                visited += 1
            }
        }
        #expect(visited == rows.count * columns.count)
        #expect(worst < 1e-5)
    }

    @Test func `a row comes back as it was put in`() {
        let row = GalleryPopulation(dimension: 7).embedding(ofPerson: 3, photo: 0)
        let matrix = EmbeddingMatrix(dimension: 7, rows: [row, row])
        #expect(matrix.count == 2)
        #expect(matrix[1] == row)
    }
}

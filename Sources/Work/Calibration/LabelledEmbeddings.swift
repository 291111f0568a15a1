public import FaceTypes

/// Embeddings of known people: what an audit takes.
public struct LabelledEmbeddings: Sendable {
    /// The embeddings, one a row.
    public private(set) var faces: EmbeddingMatrix

    /// Whose face each row is; equal numbers are the same person.
    public private(set) var people: [Int64] = []

    /// Makes an empty set for embeddings of one dimension.
    public init(dimension: Int) {
        faces = EmbeddingMatrix(dimension: dimension)
    }

    /// Adds a face.
    ///
    /// - Precondition: the embedding has the set's dimension.
    public mutating func append(_ embedding: Embedding, person: Int64) {
        faces.append(embedding)
        people.append(person)
    }

    /// Number of faces.
    public var count: Int { people.count }

    /// The rows of each person, people in the given order.
    func rowsByPerson(in order: SeededOrder) -> [(person: Int64, rows: [Int])] {
        var rows: [Int64: [Int]] = [:]
        for row in people.indices { rows[people[row], default: []].append(row) }
        return rows.sorted { order.place(of: $0.key) < order.place(of: $1.key) }
            .map { (person: $0.key, rows: $0.value) }
    }

    /// The set of these rows alone.
    package func subset(_ rows: [Int]) -> LabelledEmbeddings {
        var part = LabelledEmbeddings(dimension: faces.dimension)
        for row in rows { part.append(faces[row], person: people[row]) }
        return part
    }

    /// For each face, the similarity of the nearest face of a different person in a gallery, by exact
    /// comparison with every face of it; -1 where there is none.
    ///
    /// - Parameter limit: faces as close as this are left out.
    func nearestOthers(in gallery: LabelledEmbeddings, below limit: Float = .infinity) -> [Float] {
        var best = [Float](repeating: -1, count: count)
        best.withUnsafeMutableBufferPointer { best in
            people.withUnsafeBufferPointer { people in
                gallery.people.withUnsafeBufferPointer { others in
                    faces.forEachBlock(of: 0..<faces.count, against: gallery.faces) {
                        rows,
                        columns,
                        similarities in
                        var place = 0
                        for row in rows {
                            for column in columns {
                                let similarity = similarities[place]
                                if similarity > best[row] && similarity < limit
                                    && others[column] != people[row]
                                {
                                    best[row] = similarity
                                }
                                place += 1
                            }
                        }
                    }
                }
            }
        }
        return best
    }
}

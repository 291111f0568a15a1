import FaceTypes
import Gallery

/// The faces of a gallery benchmark: real ones first, where there are some, then made-up ones.
///
/// The last face of every real person with several is held out, to be searched with.
struct BenchmarkFaces: Sendable {
    private static let facesPerPerson = 3

    let synthetic: SyntheticFaces
    /// Faces in the gallery, both kinds.
    let count: Int
    /// Embeddings of real people that are not in the gallery, but others of them are.
    let heldOut: [Embedding]
    private let real: [(person: Int, embedding: Embedding)]
    private let realPeople: Int

    /// - Parameter people: the embeddings of each real person; what `count` has no room for is left
    ///   out.
    init(count: Int, dimension: Int, real people: [[Embedding]]) {
        self.count = count
        synthetic = SyntheticFaces(dimension: dimension)
        heldOut = people.compactMap { $0.count > 1 ? $0.last : nil }
        let enrolled = people.map { $0.count > 1 ? Array($0.dropLast()) : $0 }
        real = Array(
            enrolled.enumerated().flatMap { person, faces in faces.map { (person, $0) } }
                .prefix(count)
        )
        realPeople = real.last.map { $0.person + 1 } ?? 0
    }

    var realCount: Int { real.count }

    /// People in the gallery.
    var people: Int {
        realPeople + (count - real.count + Self.facesPerPerson - 1) / Self.facesPerPerson
    }

    /// A face by its number, `0..<count`.
    func face(_ number: Int) -> (person: Int, embedding: Embedding) {
        if number < real.count { return real[number] }
        let (person, photo) = (number - real.count).quotientAndRemainder(
            dividingBy: Self.facesPerPerson
        )
        return (realPeople + person, synthetic.embedding(person: person, photo: photo))
    }

    /// Probes: of real people a third where there are some; of the rest half unseen photos of made-up
    /// people in the gallery, half strangers.
    func probes(_ wanted: Int) -> [Embedding] {
        let known = heldOut.prefix(wanted / 3)
        let made = (0..<wanted - known.count).map { number in
            let inside = max(1, people - realPeople)
            let person = number % 2 == 0 ? (number * 7_919) % inside : people + number * 31
            return synthetic.embedding(person: person, photo: 1_000)
        }
        return known + made
    }
}

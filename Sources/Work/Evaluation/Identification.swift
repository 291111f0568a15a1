public import Calibration
import FaceTypes

/// How early the right person comes when a photo asks a gallery of one photo a person.
public struct Identification: Sendable, Hashable {
    /// For each probe, the place of the right person (from 1), or `nil` when a face was missed.
    public let ranks: [Int?]

    /// Takes places.
    public init(ranks: [Int?]) {
        self.ranks = ranks
    }

    /// Ranks the gallery for every probe; a person's place is one more than the number of other
    /// people who are closer.
    ///
    /// - Parameter missed: probes in which no face was found; they count as wrong.
    /// - Complexity: O(probes · gallery · dimension).
    public init(
        probes: LabelledEmbeddings,
        gallery: LabelledEmbeddings,
        missed: Int = 0
    ) {
        var rowOfPerson: [Int64: Int] = [:]
        for (row, person) in gallery.people.enumerated() { rowOfPerson[person] = row }
        let mates = probes.people.enumerated().map { row, person in
            rowOfPerson[person].map { probes.faces[row].similarity(to: gallery.faces[$0]) }
        }
        var closer = [Int](repeating: 0, count: probes.count)
        probes.faces.forEachBlock(of: 0..<probes.count, against: gallery.faces) {
            rows,
            columns,
            similarities in
            var place = 0
            for row in rows {
                let mate = mates[row] ?? 1
                for column in columns {
                    if similarities[place] > mate && gallery.people[column] != probes.people[row] {
                        closer[row] += 1
                    }
                    place += 1
                }
            }
        }
        let found = zip(mates, closer).map { mate, closer in mate == nil ? nil : closer + 1 }
        ranks = found + [Int?](repeating: nil, count: missed)
    }

    /// Share of probes whose person is among the first `rank`; 0...1.
    public func share(within rank: Int) -> Double {
        guard !ranks.isEmpty else { return 0 }
        return Double(ranks.count { $0.map { $0 <= rank } ?? false }) / Double(ranks.count)
    }
}

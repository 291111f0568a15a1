import Calibration
import FaceTypes
import Gallery

/// Finds the best look-alike of an enrolled person among the others.
struct BestHitFinder: Sendable {
    /// Neighbours looked at in an unlabelled gallery, where the probe itself and other photos of the
    /// same person come first.
    static let unlabelledNeighbors = 32

    /// Where to look.
    let index: any NeighborIndex

    /// Who may be found, or `nil` for everybody.
    let people: Set<PersonID>?

    /// In an unlabelled gallery, nearer faces are taken for the same person.
    let samePersonFrom: Float

    /// In a labelled gallery, nearer people are taken for the same person under another name.
    let twins: TwinRule

    /// The similarity of the nearest other person, or `nil` when there is none.
    func bestHit(of probe: CalibrationSample.Probe) async throws -> Float? {
        guard let person = probe.person else {
            let near = try await index.nearestFaces(
                to: probe.embedding,
                limit: Self.unlabelledNeighbors,
                among: people
            )
            return near.first { $0.face != probe.face && $0.similarity < samePersonFrom }?
                .similarity
        }
        let near = try await index.nearestPeople(
            to: probe.embedding,
            limit: TwinRule.neighborsMax,
            among: people,
            excluding: person
        )
        return near.first { $0.similarity < twins.similarity }?.similarity
    }
}

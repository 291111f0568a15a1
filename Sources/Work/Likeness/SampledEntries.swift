import FaceTypes

/// Keeps, of a stream of faces, one for each of the groups (people) with the smallest places.
struct SampledEntries {
    private struct Entry {
        var probe: CalibrationSample.Probe
        var groupPlace: UInt64
        var place: UInt64
    }

    private let limit: Int
    private var entries: [Int64: Entry] = [:]
    private var groupOfFace: [FaceID: Int64] = [:]
    /// Groups at or beyond this place can no longer be among the chosen ones.
    private var ceiling = UInt64.max

    /// Makes an empty sample of at most `limit` groups.
    init(limit: Int) {
        self.limit = limit
    }

    /// Takes a face into account; of a group the face with the smallest place stays.
    mutating func offer(
        _ probe: CalibrationSample.Probe,
        group: Int64,
        groupPlace: UInt64,
        place: UInt64
    ) {
        // A face that moved to another person is offered again.
        if let former = groupOfFace[probe.face], former != group { remove(probe.face) }
        guard limit > 0, groupPlace < ceiling else { return }
        if let present = entries[group] {
            guard place < present.place else { return }
            groupOfFace[present.probe.face] = nil
        }
        entries[group] = Entry(probe: probe, groupPlace: groupPlace, place: place)
        groupOfFace[probe.face] = group
        if entries.count >= 2 * limit { shrink() }
    }

    /// Forgets a face; its group waits for another one.
    mutating func remove(_ face: FaceID) {
        guard let group = groupOfFace.removeValue(forKey: face) else { return }
        entries[group] = nil
    }

    /// The faces of the groups with the smallest places, in that order.
    func chosen() -> [CalibrationSample.Probe] {
        let ordered = entries.values.sorted { $0.groupPlace < $1.groupPlace }
        return ordered.prefix(limit).map(\.probe)
    }

    private mutating func shrink() {
        let places = entries.values.map(\.groupPlace).sorted()
        ceiling = places[limit]
        for (group, entry) in entries where entry.groupPlace >= ceiling {
            entries[group] = nil
            groupOfFace[entry.probe.face] = nil
        }
    }
}

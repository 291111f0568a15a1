public import FaceTypes

/// Which faces of a photo are asked about.
public enum ProbeSelection: Sendable, Hashable {
    /// The most prominent one.
    case primary
    /// One by its number, from 1, in the order of prominence.
    case number(Int)
    /// All that are fit.
    case all

    /// Chooses among a photo's faces.
    ///
    /// - Parameters:
    ///   - faces: the judgements of all faces, most prominent first.
    ///   - absence: why there is none, when there is none.
    ///   - allow: quality codes that do not refuse a face.
    /// - Returns: positions, from 0; at least one.
    /// - Throws: `unusable` when none is fit, with the reason of the most prominent one.
    public func positions(
        among faces: [FaceQuality],
        absence: QualityCode?,
        allow: Set<QualityCode>
    ) throws(ProbeSelectionError) -> [Int] {
        guard !faces.isEmpty else { throw .unusable(absence ?? .noFace) }
        func refusing(_ face: FaceQuality) -> QualityCode? {
            face.codes.first { !allow.contains($0) }
        }
        if case .number(let number) = self {
            guard (1...faces.count).contains(number) else {
                throw .noSuchFace(asked: number, found: faces.count)
            }
            if let code = refusing(faces[number - 1]) { throw .unusable(code) }
            return [number - 1]
        }
        let fit = faces.indices.filter { refusing(faces[$0]) == nil }
        guard let first = fit.first else { throw .unusable(refusing(faces[0]) ?? .noFace) }
        if self == .all { return fit }
        // A bystander must not silently stand in for a prominent face that is unfit.
        if first != 0, let code = refusing(faces[0]), code != .notAFace { throw .unusable(code) }
        return [first]
    }
}

/// Why no face of a photo can be asked about.
public enum ProbeSelectionError: Error, Sendable, Hashable {
    /// None is fit, for this reason.
    case unusable(QualityCode)
    /// The photo has no face of this number.
    case noSuchFace(asked: Int, found: Int)
}

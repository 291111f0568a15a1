import FacePipeline
import FaceTypes
import Likeness

extension PhotoEyes {
    /// The one face of a photo that is asked about; blocks, so it belongs on the pool.
    ///
    /// - Parameter allow: quality codes that do not refuse it.
    /// - Throws: `ProbeSelectionError` when there is none, or none that is fit; what `analyse` throws.
    func face(
        _ selection: ProbeSelection,
        of bytes: [UInt8],
        allow: Set<QualityCode> = Set(QualityCode.allCases)
    ) throws -> AnalysedFace {
        let seen = try analyse(bytes)
        let positions = try selection.positions(
            among: seen.faces.map(\.quality),
            absence: seen.absence,
            allow: allow
        )
        return seen.faces[positions[0]]
    }
}

import ArgumentParser
import FaceTypes

/// `--allow CODE`: quality codes that do not refuse a face.
struct QualityOptions: ParsableArguments {
    @Option(
        name: .long,
        help: ArgumentHelp(
            "Use faces in spite of this code (repeatable): "
                + QualityCode.allCases.map(\.rawValue).joined(separator: ", ") + ".",
            valueName: "code"
        )
    )
    var allow: [String] = []

    func allowed() throws -> Set<QualityCode> {
        Set(
            try allow.map { text in
                guard let code = QualityCode(rawValue: text) else {
                    throw ValidationError("There is no quality code '\(text)'.")
                }
                return code
            }
        )
    }
}

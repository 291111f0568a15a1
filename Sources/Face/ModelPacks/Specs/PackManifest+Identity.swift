public import FaceTypes
import Hashing

extension PackManifest {
    /// What galleries are bound to.
    ///
    /// The hash covers all that shapes an embedding: every required file, which graph plays which
    /// part, pixel inputs, template, centre. Thresholds, texts, sources and the optional head-pose
    /// net are left out, so that correcting them does not orphan a gallery.
    public var identity: PackIdentity {
        PackIdentity(
            name: name,
            version: version,
            hash: sha256(Array(identityText.utf8)).hexadecimal,
            dimension: embedder.dimension
        )
    }

    /// One fact a line; floats by their bits, so that no number formatting is involved.
    private var identityText: String {
        var lines = ["semblance pack 1", "head \(detector.head.rawValue)"]
        for (part, path) in detector.graphs.sorted(by: { $0.key < $1.key }) {
            lines.append("detector \(part) \(hash(of: path))")
        }
        if let predictor = detector.landmarkPredictor {
            lines.append("predictor \(hash(of: predictor))")
        }
        lines.append("detector input \(Self.text(detector.input))")
        lines.append("embedder \(hash(of: embedder.graph)) \(embedder.edge) \(embedder.dimension)")
        lines.append("embedder input \(Self.text(embedder.input))")
        lines.append("chip \(embedder.chip.rawValue) \(embedder.landmarkScheme.rawValue)")
        if embedder.averagesMirror == true { lines.append("mirror averaged") }
        lines.append("template \(Self.text(embedder.template.flatMap { [$0.x, $0.y] }))")
        lines.append("centre \(Self.text(embedder.centre ?? []))")
        lines += files.filter { !$0.isOptional }.map { "file \($0.sha256)" }.sorted()
        return lines.joined(separator: "\n")
    }

    private func hash(of path: String) -> String {
        files.first { $0.path == path }?.sha256 ?? "none"
    }

    private static func text(_ input: PixelInput) -> String {
        input.order.rawValue + " " + text(input.mean + [input.scale])
    }

    private static func text(_ numbers: [Float]) -> String {
        numbers.map { String($0.bitPattern, radix: 16) }.joined(separator: " ")
    }
}

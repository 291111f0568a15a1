import FaceTypes

extension PackManifest {
    static let nameLimit = 64
    static let fileLimit = 64
    static let edgeLimit = 1_024
    static let dimensionLimit = 4_096

    /// What is wrong with the manifest, or `nil`.
    ///
    /// Manifests are also read back from a user's disk, so paths and sizes are not trusted.
    var fault: String? {
        faultInNames ?? faultInFiles ?? faultInGraphs ?? faultInDetector ?? faultInEmbedder
    }

    private var faultInNames: String? {
        if schema != Self.currentSchema {
            return "it has layout \(schema), this program reads \(Self.currentSchema)"
        }
        for text in [name, version] where !Self.isPlain(text) {
            return "'\(text.prefix(Self.nameLimit))' is not a plain name"
        }
        if version.contains("-") { return "version '\(version)' has a hyphen" }
        return nil
    }

    /// Letters, digits and `._-`, not starting with a dot: safe as a file name of its own.
    static func isPlain(_ text: String) -> Bool {
        let allowed = text.utf8.allSatisfy {
            switch $0 {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "_"),
                UInt8(ascii: "-"):
                true
            default: false
            }
        }
        return allowed && !text.isEmpty && text.utf8.count <= nameLimit && !text.hasPrefix(".")
    }

    private var faultInFiles: String? {
        guard (1...Self.fileLimit).contains(files.count) else { return "it lists no files" }
        guard Set(files.map(\.path)).count == files.count else { return "it lists a file twice" }
        for file in files {
            for path in [file.path, file.conversion?.fileName ?? file.path]
            where !Self.isPlain(path)
                || [PackStore.manifestName, PackStore.acceptanceName].contains(path)
            {
                return "'\(path.prefix(Self.nameLimit))' is not a plain file name"
            }
            for hash in [file.sha256, file.conversion?.sha256 ?? file.sha256]
            where ContentHash(hexadecimal: hash)?.hexadecimal != hash {
                return "the SHA-256 of \(file.path) is not 64 lower-case hexadecimal digits"
            }
            if (file.bytes ?? 0) < 0 { return "the size of \(file.path) is negative" }
        }
        return nil
    }

    private var faultInGraphs: String? {
        let required = Set(files.filter { !$0.isOptional }.map(\.path))
        let needed =
            Array(detector.graphs.values) + [embedder.graph] + [detector.landmarkPredictor ?? ""]
        for path in needed where !path.isEmpty && !required.contains(path) {
            return "\(path) is used but not listed"
        }
        if let pose = headPose, !files.contains(where: { $0.path == pose.graph }) {
            return "\(pose.graph) is used but not listed"
        }
        return nil
    }

    private var faultInDetector: String? {
        let parts = detector.head == .mtcnn ? ["onet", "pnet", "rnet"] : ["net"]
        if detector.graphs.keys.sorted() != parts {
            return "the detector \(detector.head.rawValue) needs the graphs \(parts)"
        }
        if (detector.head == .mtcnn) != (detector.cascade != nil) {
            return "cascade numbers belong to mtcnn"
        }
        if (detector.head == .mmod) != (detector.landmarkPredictor != nil) {
            return "a landmark predictor belongs to mmod"
        }
        if !(16...65_536).contains(detector.longEdge) { return "longEdge is out of range" }
        if !(0...4).contains(detector.doublings ?? 0) { return "doublings is out of range" }
        if let cascade = detector.cascade,
            cascade.smallestFace < 12 || cascade.pyramidFactor <= 0
                || cascade.pyramidFactor >= 1
        {
            return "cascade numbers are out of range"
        }
        return Self.fault(in: detector.input)
    }

    private var faultInEmbedder: String? {
        if !(8...Self.edgeLimit).contains(embedder.edge) { return "edge is out of range" }
        if !(1...Self.dimensionLimit).contains(embedder.dimension) {
            return "dimension is out of range"
        }
        if let centre = embedder.centre, centre.count != embedder.dimension {
            return "centre has \(centre.count) numbers, expected \(embedder.dimension)"
        }
        if embedder.template.count != 5 {
            return "template has \(embedder.template.count) points, expected 5"
        }
        if embedder.landmarkScheme == .dlibCorners, detector.landmarkPredictor == nil {
            return "dlibCorners needs a landmark predictor"
        }
        let thresholds = embedder.thresholds
        let ordered = [-1, thresholds.fmr1e3, thresholds.fmr1e4, thresholds.fmr1e5, 1]
        if ordered != ordered.sorted() { return "thresholds are not in order" }
        return Self.fault(in: embedder.input) ?? headPose.flatMap { Self.fault(in: $0.input) }
    }

    private static func fault(in input: PixelInput) -> String? {
        input.mean.count == 3 && input.scale > 0 ? nil : "a pixel input needs 3 means and a scale"
    }
}

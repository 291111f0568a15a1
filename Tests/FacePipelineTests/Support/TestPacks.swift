import FaceTypes
import ModelPacks

/// Packs put together from the weights folder, without installing anything.
enum TestPacks {
    /// YuNet and 0095, with the head-pose net.
    static func open(weights: String) -> InstalledPack {
        pack(
            name: "open",
            folder: weights,
            detector: DetectorSpec(
                head: .yunet,
                graphs: ["net": "open/yunet_n_dynamic.onnx"],
                input: raw,
                scoreThreshold: 0.6,
                overlapThreshold: 0.3,
                longEdge: 320
            ),
            embedder: EmbedderSpec(
                graph: "open/face-reidentification-retail-0095.xml",
                edge: 128,
                input: raw,
                chip: .similarity,
                template: retailTemplate,
                dimension: 256,
                centre: nil,
                thresholds: MatchThresholds(fmr1e3: 0.350, fmr1e4: 0.438, fmr1e5: 0.518)
            ),
            headPose: HeadPoseSpec(
                graph: "extra/head-pose-estimation-adas-0001.xml",
                edge: 60,
                input: raw,
                yawOutput: "angle_y_fc",
                pitchOutput: "angle_p_fc",
                rollOutput: "angle_r_fc"
            )
        )
    }

    /// SCRFD-500M and MobileFaceNet y1.
    static func arcface(weights: String) -> InstalledPack {
        pack(
            name: "arcface-mbf",
            folder: weights,
            detector: DetectorSpec(
                head: .scrfd,
                graphs: ["net": "scrfd/scrfd_500m_bnkps.onnx"],
                input: PixelInput(order: .rgb, mean: [127.5, 127.5, 127.5], scale: 1 / 128),
                scoreThreshold: 0.5,
                overlapThreshold: 0.4,
                longEdge: 640
            ),
            embedder: EmbedderSpec(
                graph: "arcface-mbf/mobilefacenet-y1.xml",
                edge: 112,
                input: raw,
                chip: .similarity,
                template: arcfaceTemplate,
                dimension: 128,
                centre: nil,
                thresholds: MatchThresholds(fmr1e3: 0.323, fmr1e4: 0.396, fmr1e5: 0.460)
            ),
            headPose: nil
        )
    }

    /// Raw BGR bytes.
    static let raw = PixelInput(order: .bgr, mean: [0, 0, 0], scale: 1)

    static let retailTemplate = [
        Point(x: 40.392, y: 59.0815), Point(x: 87.3757, y: 59.0815), Point(x: 64.0336, y: 81.9885),
        Point(x: 44.7324, y: 105.5606), Point(x: 83.6399, y: 105.5606),
    ]

    static let arcfaceTemplate = [
        Point(x: 38.2946, y: 51.6963), Point(x: 73.5318, y: 51.5014),
        Point(x: 56.0252, y: 71.7366), Point(x: 41.5493, y: 92.3655),
        Point(x: 70.7299, y: 92.2041),
    ]

    private static func pack(
        name: String,
        folder: String,
        detector: DetectorSpec,
        embedder: EmbedderSpec,
        headPose: HeadPoseSpec?
    ) -> InstalledPack {
        let manifest = PackManifest(
            name: name,
            version: "test",
            summary: "For tests.",
            licence: PackManifest.Licence(name: "none", address: "", requiresAcceptance: false),
            verified: false,
            detector: detector,
            embedder: embedder,
            headPose: headPose,
            files: []
        )
        let identity = PackIdentity(
            name: name,
            version: "test",
            hash: "",
            dimension: embedder.dimension
        )
        return InstalledPack(manifest: manifest, folder: folder, identity: identity)
    }
}

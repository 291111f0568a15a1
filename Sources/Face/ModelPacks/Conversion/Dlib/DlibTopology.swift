/// The two networks we know how to read, input to output (dlib's example programs
/// `dnn_face_recognition_ex` and `dnn_mmod_face_detection_ex`).
enum DlibTopology {
    /// 29 convolutions in residual blocks, then an average and a product.
    static var resNet: [DlibLayerKind] {
        var layers: [DlibLayerKind] = [.convolution, .affine, .relu, .maxPool]
        for (blocks, halves) in [(3, false), (4, true), (3, true), (3, true), (1, true)] {
            for block in 0..<blocks {
                layers += residual(halving: halves && block == 0)
            }
        }
        return layers + [.averagePool, .fullyConnected]
    }

    /// Seven convolutions; the last one's output is the score map.
    static var mmod: [DlibLayerKind] {
        let body: [DlibLayerKind] = [.convolution, .affine, .relu]
        return Array(repeating: body, count: 6).flatMap { $0 } + [.convolution]
    }

    private static func residual(halving: Bool) -> [DlibLayerKind] {
        let body: [DlibLayerKind] = [
            .tag(1), .convolution, .affine, .relu, .convolution, .affine,
        ]
        let tail: [DlibLayerKind] =
            halving
            ? [.tag(2), .skip(1), .averagePool, .addPrevious(tag: 2), .relu]
            : [.addPrevious(tag: 1), .relu]
        return body + tail
    }
}

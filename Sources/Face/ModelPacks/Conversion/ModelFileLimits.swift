/// What a model file may ask for; the published files stay far below.
enum ModelFileLimits {
    static let tensorEdge = 1_048_576
    static let tensorValues = 16_777_216
    static let kernelEdge = 31
    static let channels = 4_096
    static let trees = 10_000
    static let cascades = 100
    static let depth = 8
    static let points = 256
    static let features = 32_767
}

/// One step of a network in a dlib file, input first.
enum DlibLayer {
    case input(mean: [Double])
    case convolution(DlibConvolution)
    case affine(DlibAffine)
    case relu
    case maxPool(DlibWindow)
    case averagePool(DlibWindow)
    case addPrevious(tag: Int)
    case fullyConnected(DlibProduct)
    case tag(Int)
    case skip(Int)
}

/// Kernel, step and border of a convolution or a pool.
struct DlibWindow {
    let rows: Int
    let columns: Int
    let strideY: Int
    let strideX: Int
    let padY: Int
    let padX: Int

    /// dlib's sign for a pool over the whole map.
    var isGlobal: Bool { rows == 0 && columns == 0 }
}

/// A convolution: weights in the order output channel, input channel, row, column.
struct DlibConvolution {
    let filters: Int
    let inputs: Int
    let window: DlibWindow
    let weights: [Float]
    let biases: [Float]
}

/// Per channel, y = gain x + shift.
struct DlibAffine {
    let gain: [Double]
    let shift: [Double]
}

/// y = x W, with W stored (inputs, outputs).
struct DlibProduct {
    let inputs: Int
    let outputs: Int
    let weights: [Float]
}

/// What stands where in a network; dlib files do not say it, the program's types did.
enum DlibLayerKind {
    case convolution, affine, relu, maxPool, averagePool, fullyConnected
    case addPrevious(tag: Int)
    case tag(Int)
    case skip(Int)

    /// Tags and skips write nothing but their version.
    var hasDetails: Bool {
        switch self {
        case .tag, .skip: false
        default: true
        }
    }
}

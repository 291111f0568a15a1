/// Writes small files in dlib's format, for readers to be tried on.
struct DlibFileWriter {
    var bytes: [UInt8] = []

    mutating func integer(_ value: Int) {
        var magnitude: [UInt8] = []
        var rest = value.magnitude
        repeat {
            magnitude.append(UInt8(truncatingIfNeeded: rest))
            rest >>= 8
        } while rest > 0
        bytes.append(UInt8(magnitude.count) | (value < 0 ? 0x80 : 0))
        bytes += magnitude
    }

    mutating func integers(_ values: Int...) {
        for value in values { integer(value) }
    }

    mutating func float(_ value: Double) {
        let exponent = value == 0 ? 0 : Int(value.exponent) - 40
        integer(Int(value * Double(sign: .plus, exponent: -exponent, significand: 1)))
        integer(exponent)
    }

    mutating func text(_ value: String) {
        integer(value.utf8.count)
        bytes += Array(value.utf8)
    }

    mutating func flag(_ value: Bool) {
        bytes.append(value ? 0x31 : 0x30)
    }

    mutating func tensor(_ shape: [Int], _ values: [Float]) {
        integer(2)
        for size in shape { integer(size) }
        for value in values {
            withUnsafeBytes(of: value.bitPattern.littleEndian) { bytes += Array($0) }
        }
    }

    mutating func emptyTensor() {
        tensor([0, 0, 0, 0], [])
    }

    mutating func alias(_ shape: [Int]) {
        integer(1)
        for size in shape { integer(size) }
    }

    mutating func column(_ values: [Double]) {
        integers(-values.count, -1)
        for value in values { float(value) }
    }

    mutating func tail(innermost: Bool) {
        for _ in 0..<3 { flag(true) }
        for _ in 0..<3 { emptyTensor() }
        if innermost { integer(1) }
    }

    mutating func convolution(
        filters: Int,
        inputs: Int,
        kernel: Int,
        stride: Int,
        seed: Int,
        innermost: Bool
    ) {
        let count = filters * inputs * kernel * kernel
        let values = (0..<count + filters).map { Float(($0 * 37 + seed) % 17 - 8) / 16 }
        text("con_4")
        tensor([count + filters, 1, 1, 1], values)
        let pad = stride == 1 ? kernel / 2 : 0
        integers(filters, kernel, kernel, stride, stride, pad, pad)
        alias([filters, inputs, kernel, kernel])
        alias([1, filters, 1, 1])
        for _ in 0..<4 { float(1) }
        tail(innermost: innermost)
    }

    mutating func affine(_ channels: Int) {
        text("affine_")
        let gains = (0..<2 * channels).map { Float($0 % 3 + 1) / 2 }
        tensor([1, 2 * channels, 1, 1], gains)
        alias([1, channels, 1, 1])
        alias([1, channels, 1, 1])
        integer(0)
        tail(innermost: false)
    }

    mutating func relu() {
        text("relu_")
        tail(innermost: false)
    }

    /// A detector of seven tiny convolutions in mmod's order.
    static func mmod() -> [UInt8] {
        var writer = DlibFileWriter()
        writer.integer(1)
        writer.text("loss_mmod_")
        writer.integers(1, 80, 80)
        for _ in 0..<7 { writer.float(0.5) }
        for _ in 0..<18 { writer.integer(2) }
        writer.integer(3)
        writer.text("input_rgb_image_pyramid")
        for _ in 0..<3 { writer.float(120) }
        for place in 0..<7 {
            writer.convolution(
                filters: place == 6 ? 1 : 2,
                inputs: place == 0 ? 3 : 2,
                kernel: 3,
                stride: place < 3 ? 2 : 1,
                seed: place,
                innermost: place == 0
            )
            guard place < 6 else { break }
            writer.affine(2)
            writer.relu()
        }
        return writer.bytes
    }

    /// A predictor of two points, two rounds of two trees with three splits.
    static func predictor(anchor: Int = 1, secondFeature: Int = 2) -> [UInt8] {
        var writer = DlibFileWriter()
        writer.integer(1)
        writer.column([0.25, 0.5, 0.75, 0.5])
        writer.integer(2)
        for _ in 0..<2 {
            writer.integer(2)
            for tree in 0..<2 {
                writer.integer(3)
                for split in 0..<3 {
                    writer.integers(split % 3, secondFeature)
                    writer.float(Double(tree) - 0.5)
                }
                writer.integer(4)
                for leaf in 0..<4 { writer.column([0.125, 0, Double(leaf) / 8, -0.25]) }
            }
        }
        writer.integer(2)
        for _ in 0..<2 {
            writer.integer(3)
            writer.integers(0, anchor, 0)
        }
        writer.integer(2)
        for _ in 0..<2 {
            writer.integer(3)
            for feature in 0..<6 { writer.float(Double(feature) / 64) }
        }
        return writer.bytes
    }
}

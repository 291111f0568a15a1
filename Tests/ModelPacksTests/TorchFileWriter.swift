/// Writes state dictionaries as PyTorch did before 1.6.
struct TorchFileWriter {
    private static let head: [UInt8] =
        [0x80, 2, 0x8A, 10, 0x6C, 0xFC, 0x9C, 0x46, 0xF9, 0x20, 0x6A, 0xA8, 0x50, 0x19, 0x2E]
        + [0x80, 2, 0x4D, 0xE9, 3, 0x2E] + [0x80, 2, 0x7D, 0x2E]

    private var entries: [UInt8] = []
    private var storages: [(key: String, values: [Float])] = []

    private static func text(_ value: String) -> [UInt8] {
        [0x58] + number(value.utf8.count) + Array(value.utf8)
    }

    private static func number(_ value: Int) -> [UInt8] {
        (0..<4).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
    }

    private static func tuple(_ values: [Int]) -> [UInt8] {
        [0x28] + values.flatMap { [0x4A] + number($0) } + [0x74]
    }

    mutating func add(
        _ name: String,
        shape: [Int],
        strides: [Int],
        values: [Float],
        claimed: Int? = nil,
        function: String = "ctorch._utils\n_rebuild_tensor_v2\n"
    ) {
        let key = "\(100 + storages.count)"
        storages.append((key, values))
        let count = claimed ?? values.count
        entries += Self.text(name) + Array(function.utf8) + [0x28]
        entries += [0x28] + Self.text("storage") + Array("ctorch\nFloatStorage\n".utf8)
        entries += Self.text(key) + Self.text("cpu") + [0x4A] + Self.number(count) + [0x4E, 0x74]
        entries += [0x51, 0x4B, 0] + Self.tuple(shape) + Self.tuple(strides) + [0x89]
        entries += Array("ccollections\nOrderedDict\n".utf8) + [0x29, 0x52, 0x74, 0x52]
    }

    /// Adds a tensor of small repeating numbers, last axis fastest.
    mutating func add(_ name: String, _ shape: [Int]) {
        let count = shape.reduce(1, *)
        var strides = shape.map { _ in 1 }
        for axis in shape.indices.dropLast().reversed() {
            strides[axis] = strides[axis + 1] * shape[axis + 1]
        }
        let values = (0..<count).map { Float($0 % 13 - 6) / 32 }
        add(name, shape: shape, strides: strides, values: values)
    }

    func file() -> [UInt8] {
        var bytes = Self.head + [0x80, 2] + Array("ccollections\nOrderedDict\n".utf8)
        bytes += [0x29, 0x52, 0x28] + entries + [0x75, 0x2E]
        bytes += [0x80, 2, 0x5D, 0x28] + storages.flatMap { Self.text($0.key) } + [0x65, 0x2E]
        for storage in storages {
            bytes += Self.number(storage.values.count) + [0, 0, 0, 0]
            for value in storage.values {
                withUnsafeBytes(of: value.bitPattern.littleEndian) { bytes += Array($0) }
            }
        }
        return bytes
    }

    /// The first net of MTCNN with made-up weights.
    static func proposal() -> TorchFileWriter {
        var writer = TorchFileWriter()
        var inputs = 3
        for (place, filters) in [10, 16, 32].enumerated() {
            writer.add("conv\(place + 1).weight", [filters, inputs, 3, 3])
            writer.add("conv\(place + 1).bias", [filters])
            writer.add("prelu\(place + 1).weight", [filters])
            inputs = filters
        }
        writer.add("conv4_1.weight", [2, 32, 1, 1])
        writer.add("conv4_1.bias", [2])
        writer.add("conv4_2.weight", [4, 32, 1, 1])
        writer.add("conv4_2.bias", [4])
        return writer
    }
}

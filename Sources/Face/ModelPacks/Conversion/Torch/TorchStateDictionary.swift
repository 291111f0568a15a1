/// Named tensors from a file in PyTorch's format of before 1.6: four pickles (magic number,
/// protocol, machine, dictionary), a list of storage keys, then each storage's count and raw
/// floats.
struct TorchStateDictionary {
    /// A tensor's shape and numbers, last axis fastest.
    struct Tensor {
        let shape: [Int]
        let values: [Float]
    }

    private static let magic = "1950a86a20f9469cfc6c"
    private static let protocolVersion = 1001
    private static let storageLimit = 1_000

    /// Tensors by name, such as `conv1.weight`.
    let tensors: [String: Tensor]

    /// Reads a whole file; every byte must be accounted for.
    init(_ bytes: [UInt8]) throws(ModelFileError) {
        var cursor = ByteCursor(bytes)
        guard try PickleMachine.read(&cursor).text == Self.magic else {
            throw .unexpected(expected: "PyTorch's magic number", found: "another", offset: 0)
        }
        guard try PickleMachine.read(&cursor).integer == Self.protocolVersion else {
            throw .unexpected(expected: "protocol 1001", found: "another", offset: cursor.offset)
        }
        _ = try PickleMachine.read(&cursor)
        guard case .dictionary(let entries) = try PickleMachine.read(&cursor) else {
            throw .unexpected(expected: "a dictionary", found: "another", offset: cursor.offset)
        }
        let storages = try Self.readStorages(&cursor)
        try cursor.requireEnd()
        var tensors: [String: Tensor] = [:]
        var total = 0
        for (key, value) in entries {
            guard let name = key.text, case .tensor(let tensor) = value else {
                throw .unexpected(expected: "a named tensor", found: "another", offset: 0)
            }
            total += tensor.shape.reduce(1, *)
            let allowed = 0...ModelFileLimits.tensorValues
            try ByteCursor.check(total, in: allowed, "numbers in all tensors")
            tensors[name] = try Self.cut(tensor, from: storages)
        }
        self.tensors = tensors
    }

    private static func readStorages(
        _ cursor: inout ByteCursor
    ) throws(ModelFileError) -> [String: [Float]] {
        let list = try PickleMachine.read(&cursor).list ?? []
        let keys = list.compactMap(\.text)
        try ByteCursor.check(keys.count, in: 1...storageLimit, "blocks of floats")
        guard keys.count == list.count else {
            throw .unexpected(expected: "storage keys", found: "others", offset: cursor.offset)
        }
        var storages: [String: [Float]] = [:]
        for key in keys {
            let count = try cursor.integer(Int64.self)
            storages[key] = try cursor.floats(Int(count))
        }
        return storages
    }

    private static func cut(
        _ tensor: TorchTensor,
        from storages: [String: [Float]]
    ) throws(ModelFileError) -> Tensor {
        let storage = storages[tensor.key] ?? []
        guard tensor.lastIndex < storage.count else {
            throw .truncated(
                needed: tensor.lastIndex + 1,
                left: storage.count,
                offset: tensor.offset
            )
        }
        return Tensor(shape: tensor.shape, values: tensor.gathered(from: storage))
    }

    /// A tensor that must be there and have this shape.
    func values(_ name: String, shape: [Int]) throws(ModelFileError) -> [Float] {
        guard let tensor = tensors[name], tensor.shape == shape else {
            throw .unexpected(
                expected: "\(name) of shape \(shape)",
                found: tensors[name].map { "shape \($0.shape)" } ?? "none",
                offset: 0
            )
        }
        return tensor.values
    }
}

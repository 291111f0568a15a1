/// What the safe subset of Python's pickle format can hold.
indirect enum PickleValue {
    case none
    case boolean(Bool)
    case integer(Int)
    case text(String)
    case tuple([PickleValue])
    case list([PickleValue])
    case dictionary([(key: PickleValue, value: PickleValue)])
    /// A name from the short list of `PickleMachine`; never looked up, only compared.
    case name(String)
    /// A block of floats stored elsewhere in the file.
    case storage(key: String, count: Int)
    case tensor(TorchTensor)
    case mark

    var text: String? { if case .text(let value) = self { value } else { nil } }
    var integer: Int? { if case .integer(let value) = self { value } else { nil } }
    var list: [PickleValue]? { if case .list(let value) = self { value } else { nil } }
    var isMark: Bool { if case .mark = self { true } else { false } }

    var integers: [Int]? {
        guard case .tuple(let items) = self else { return nil }
        let numbers = items.compactMap(\.integer)
        return numbers.count == items.count ? numbers : nil
    }
}

/// Where a tensor's numbers lie in its storage block; column by column in the files we read.
struct TorchTensor {
    let key: String
    let offset: Int
    let shape: [Int]
    /// Steps in the block from one place of an axis to the next.
    let strides: [Int]

    /// Index in the block of the last number; every index below is at least `offset`.
    var lastIndex: Int {
        zip(shape, strides).reduce(offset) { $0 + ($1.0 - 1) * $1.1 }
    }

    /// The numbers in the usual order, last axis fastest.
    func gathered(from block: [Float]) -> [Float] {
        var indices = [offset]
        for (size, stride) in zip(shape, strides) {
            indices = indices.flatMap { start in (0..<size).map { start + $0 * stride } }
        }
        return indices.map { block[$0] }
    }
}

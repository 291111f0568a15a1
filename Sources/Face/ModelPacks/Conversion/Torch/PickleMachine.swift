/// Reads the few pickle operations a PyTorch state dictionary is written with.
///
/// Nothing is ever called: the only "functions" are `OrderedDict` without arguments and
/// `_rebuild_tensor_v2`, which are names compared with a fixed list and answered by values of ours.
/// Every other operation is refused.
struct PickleMachine {
    private static let stepLimit = 100_000
    private static let stackLimit = 10_000

    private var cursor: ByteCursor
    private var stack: [PickleValue] = []
    private var memo: [Int: PickleValue] = [:]

    /// Reads one pickle and leaves the cursor behind it.
    static func read(_ cursor: inout ByteCursor) throws(ModelFileError) -> PickleValue {
        var machine = PickleMachine(cursor: cursor)
        let value = try machine.run()
        cursor = machine.cursor
        return value
    }

    private init(cursor: ByteCursor) {
        self.cursor = cursor
    }

    private mutating func run() throws(ModelFileError) -> PickleValue {
        for _ in 0..<Self.stepLimit {
            let start = cursor.offset
            let code = try cursor.byte()
            if code == UInt8(ascii: ".") {
                guard stack.count == 1, let value = stack.popLast() else {
                    throw .unexpected(
                        expected: "one value at the end of a pickle",
                        found: "\(stack.count)",
                        offset: start
                    )
                }
                return value
            }
            if try !pushConstant(code), try !remember(code), try !collect(code) {
                try perform(code, at: start)
            }
            try ByteCursor.check(stack.count, in: 0...Self.stackLimit, "a pickle's stack")
        }
        throw .outOfRange(
            what: "a pickle's length",
            found: Self.stepLimit + 1,
            allowed: 1...Self.stepLimit
        )
    }

    private mutating func pushConstant(_ code: UInt8) throws(ModelFileError) -> Bool {
        switch code {
        case UInt8(ascii: "N"): stack.append(.none)
        case 0x88: stack.append(.boolean(true))
        case 0x89: stack.append(.boolean(false))
        case UInt8(ascii: "K"): stack.append(.integer(Int(try cursor.byte())))
        case UInt8(ascii: "M"): stack.append(.integer(Int(try cursor.integer(UInt16.self))))
        case UInt8(ascii: "J"): stack.append(.integer(Int(try cursor.integer(Int32.self))))
        case 0x8A: stack.append(.text(try longInteger()))
        case UInt8(ascii: "X"):
            let count = Int(try cursor.integer(UInt32.self))
            stack.append(.text(String(decoding: try cursor.take(count), as: UTF8.self)))
        case UInt8(ascii: ")"): stack.append(.tuple([]))
        case UInt8(ascii: "]"): stack.append(.list([]))
        case UInt8(ascii: "}"): stack.append(.dictionary([]))
        case UInt8(ascii: "("): stack.append(.mark)
        default: return false
        }
        return true
    }

    /// PyTorch's magic number is the only long integer; its digits are enough.
    private mutating func longInteger() throws(ModelFileError) -> String {
        let count = Int(try cursor.byte())
        let alphabet = Array("0123456789abcdef")
        return String(
            try cursor.take(count).reversed().flatMap {
                [alphabet[Int($0 >> 4)], alphabet[Int($0 & 15)]]
            }
        )
    }

    private mutating func remember(_ code: UInt8) throws(ModelFileError) -> Bool {
        switch code {
        case UInt8(ascii: "q"): memo[Int(try cursor.byte())] = try top()
        case UInt8(ascii: "r"): memo[Int(try cursor.integer(UInt32.self))] = try top()
        case UInt8(ascii: "h"): try recall(Int(try cursor.byte()))
        case UInt8(ascii: "j"): try recall(Int(try cursor.integer(UInt32.self)))
        default: return false
        }
        return true
    }

    /// Containers that may still grow are never shared by the files we read, so they are refused:
    /// values here are copies.
    private mutating func recall(_ slot: Int) throws(ModelFileError) {
        switch memo[slot] {
        case .some(let value):
            switch value {
            case .list, .dictionary, .mark:
                throw .forbidden(what: "a shared container", offset: cursor.offset)
            default: stack.append(value)
            }
        case nil:
            throw .unexpected(
                expected: "a remembered value",
                found: "nothing in slot \(slot)",
                offset: cursor.offset
            )
        }
    }

    private mutating func collect(_ code: UInt8) throws(ModelFileError) -> Bool {
        switch code {
        case UInt8(ascii: "t"): stack.append(.tuple(try popToMark()))
        case 0x85: stack.append(.tuple(try pop(1)))
        case 0x86: stack.append(.tuple(try pop(2)))
        case 0x87: stack.append(.tuple(try pop(3)))
        case UInt8(ascii: "a"): try appendToList(try pop(1))
        case UInt8(ascii: "e"): try appendToList(try popToMark())
        case UInt8(ascii: "s"): try setItems(try pop(2))
        case UInt8(ascii: "u"): try setItems(try popToMark())
        default: return false
        }
        return true
    }

    private mutating func perform(_ code: UInt8, at start: Int) throws(ModelFileError) {
        switch code {
        case 0x80:
            let version = Int(try cursor.byte())
            try ByteCursor.check(version, in: 2...2, "pickle version")
        case UInt8(ascii: "c"): try pushName(at: start)
        case UInt8(ascii: "R"): try reduce(at: start)
        case UInt8(ascii: "Q"): try resolveStorage(at: start)
        case UInt8(ascii: "b"): try dropAttributes(at: start)
        default:
            throw .forbidden(what: "pickle operation \(code)", offset: start)
        }
    }
}

extension PickleMachine {
    private static let orderedDictionary = "collections OrderedDict"
    private static let rebuildTensor = "torch._utils _rebuild_tensor_v2"
    private static let floatStorage = "torch FloatStorage"

    private mutating func pushName(at start: Int) throws(ModelFileError) {
        let name = try cursor.line() + " " + cursor.line()
        guard [Self.orderedDictionary, Self.rebuildTensor, Self.floatStorage].contains(name) else {
            throw .forbidden(what: "the name \(name.shown)", offset: start)
        }
        stack.append(.name(name))
    }

    private mutating func reduce(at start: Int) throws(ModelFileError) {
        let items = try pop(2)
        guard case .name(let name) = items[0], case .tuple(let arguments) = items[1] else {
            throw .forbidden(what: "a call", offset: start)
        }
        if name == Self.orderedDictionary, arguments.isEmpty {
            stack.append(.dictionary([]))
        } else if name == Self.rebuildTensor, arguments.count == 6 {
            stack.append(.tensor(try tensor(arguments, at: start)))
        } else {
            throw .forbidden(what: "a call of \(name.shown)", offset: start)
        }
    }

    private func tensor(
        _ arguments: [PickleValue],
        at start: Int
    ) throws(ModelFileError) -> TorchTensor {
        guard case .storage(let key, let count) = arguments[0],
            let offset = arguments[1].integer, let shape = arguments[2].integers,
            let strides = arguments[3].integers, shape.count == strides.count, shape.count <= 4
        else {
            throw .unexpected(expected: "a tensor's parts", found: "others", offset: start)
        }
        var total = 1
        for (size, stride) in zip(shape, strides) {
            try ByteCursor.check(size, in: 1...ModelFileLimits.tensorEdge, "tensor size")
            try ByteCursor.check(stride, in: 0...ModelFileLimits.tensorValues, "tensor stride")
            total *= size
            try ByteCursor.check(total, in: 1...ModelFileLimits.tensorValues, "numbers in a tensor")
        }
        try ByteCursor.check(offset, in: 0...ModelFileLimits.tensorValues, "a tensor's offset")
        let tensor = TorchTensor(key: key, offset: offset, shape: shape, strides: strides)
        guard tensor.lastIndex < count else {
            throw .truncated(needed: tensor.lastIndex + 1, left: count, offset: start)
        }
        return tensor
    }

    private mutating func resolveStorage(at start: Int) throws(ModelFileError) {
        guard case .tuple(let parts) = try pop(1)[0], parts.count >= 5,
            parts[0].text == "storage", case .name(Self.floatStorage) = parts[1],
            let key = parts[2].text, let count = parts[4].integer, count >= 0
        else {
            throw .unexpected(expected: "a block of floats", found: "another", offset: start)
        }
        stack.append(.storage(key: key, count: count))
    }

    /// The module versions PyTorch hangs on the dictionary are of no use here.
    private mutating func dropAttributes(at start: Int) throws(ModelFileError) {
        _ = try pop(1)
        guard case .dictionary = try top() else {
            throw .forbidden(what: "attributes of another object", offset: start)
        }
    }

    private func top() throws(ModelFileError) -> PickleValue {
        guard let value = stack.last else {
            throw .unexpected(expected: "a value", found: "none", offset: cursor.offset)
        }
        return value
    }

    private mutating func pop(_ count: Int) throws(ModelFileError) -> [PickleValue] {
        let items = Array(stack.suffix(count))
        guard items.count == count, !items.contains(where: \.isMark) else {
            throw .unexpected(
                expected: "\(count) values",
                found: "\(items.count)",
                offset: cursor.offset
            )
        }
        stack.removeLast(count)
        return items
    }

    private mutating func popToMark() throws(ModelFileError) -> [PickleValue] {
        guard let mark = stack.lastIndex(where: \.isMark) else {
            throw .unexpected(expected: "a mark", found: "none", offset: cursor.offset)
        }
        defer { stack.removeSubrange(mark...) }
        return Array(stack[(mark + 1)...])
    }

    private mutating func appendToList(_ items: [PickleValue]) throws(ModelFileError) {
        guard case .list(let list) = stack.popLast() else {
            throw .unexpected(expected: "a list", found: "another", offset: cursor.offset)
        }
        stack.append(.list(list + items))
    }

    private mutating func setItems(_ items: [PickleValue]) throws(ModelFileError) {
        guard items.count.isMultiple(of: 2), case .dictionary(let entries) = stack.popLast() else {
            throw .unexpected(expected: "a dictionary", found: "another", offset: cursor.offset)
        }
        let added = stride(from: 0, to: items.count, by: 2).map {
            (key: items[$0], value: items[$0 + 1])
        }
        stack.append(.dictionary(entries + added))
    }
}

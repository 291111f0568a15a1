/// A column of a Parquet file: a leaf of its schema.
public struct ParquetColumn: Sendable, Hashable {
    /// What its values are.
    public enum Kind: Sendable, Hashable {
        /// Bytes or text.
        case bytes
        /// Whole numbers, of 32 or 64 bits.
        case integers
        /// Floating-point numbers, of 32 or 64 bits.
        case numbers
        /// Anything else, and lists: such columns are not read.
        case unread
    }

    /// How values are laid out; the numbers are the format's.
    enum Physical: Int, Sendable {
        case boolean = 0
        case int32 = 1
        case int64 = 2
        case int96 = 3
        case float = 4
        case double = 5
        case bytes = 6
        case fixedBytes = 7
    }

    /// The names that lead to it: `["image", "bytes"]`, `["label"]`.
    public let path: [String]

    let physical: Physical
    /// Levels of definition: how many of the names may be absent.
    let definitionMax: Int
    let repetitionMax: Int

    /// What its values are.
    public var kind: Kind {
        guard repetitionMax == 0 else { return .unread }
        return switch physical {
        case .bytes: .bytes
        case .int32, .int64: .integers
        case .float, .double: .numbers
        case .boolean, .int96, .fixedBytes: .unread
        }
    }

    /// Most elements of a schema.
    static let elementsMax = 10_000
    /// Most names that lead to a column.
    static let depthMax = 32

    private struct Level {
        var childrenLeft: Int
        var path: [String]
        var definition: Int
        var repetition: Int
    }

    /// The leaves of a schema, which lists its elements depth first.
    static func leaves(of elements: [ThriftRecord]) throws(Damage) -> [ParquetColumn] {
        guard elements.count <= elementsMax else {
            throw .tooLarge(what: "its schema", found: elements.count, limit: elementsMax)
        }
        guard let root = elements.first else { throw .wrong("its schema is empty") }
        var open = [
            Level(childrenLeft: root.number(5) ?? 0, path: [], definition: 0, repetition: 0)
        ]
        var leaves: [ParquetColumn] = []
        for element in elements.dropFirst() {
            while let last = open.last, last.childrenLeft == 0 { open.removeLast() }
            guard var level = open.popLast() else { throw .wrong("its schema is no tree") }
            level.childrenLeft -= 1
            open.append(level)
            guard let name = element.text(4) else { throw .wrong("a column has no name") }
            level.path.append(name)
            let repetition = element.number(3) ?? 0
            if repetition != 0 { level.definition += 1 }
            if repetition == 2 { level.repetition += 1 }
            let children = element.number(5) ?? 0
            if children > 0 {
                guard open.count < depthMax, children <= elementsMax else {
                    throw .wrong("its schema is no tree")
                }
                level.childrenLeft = children
                open.append(level)
            } else {
                leaves.append(try leaf(element, level))
            }
        }
        guard open.allSatisfy({ $0.childrenLeft == 0 }) else {
            throw .wrong("its schema is no tree")
        }
        return leaves
    }

    private static func leaf(
        _ element: ThriftRecord,
        _ level: Level
    ) throws(Damage) -> ParquetColumn {
        guard let physical = element.number(1).flatMap(Physical.init(rawValue:)) else {
            throw .wrong("column \(level.path.joined(separator: ".")) has no type")
        }
        return ParquetColumn(
            path: level.path,
            physical: physical,
            definitionMax: level.definition,
            repetitionMax: level.repetition
        )
    }
}

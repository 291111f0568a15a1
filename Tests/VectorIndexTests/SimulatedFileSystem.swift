import Synchronization
import VectorIndex

/// A folder in memory that can stop at any call and lose power.
///
/// What was written but not synced may survive, vanish, or survive in part and out of order; the same
/// goes for names that were made, changed or removed since the folder was last synced.
final class SimulatedFileSystem: IndexFileSystem {
    private final class Node: Sendable {
        struct State {
            var current: [UInt8] = []
            var durable: [UInt8] = []
            /// Writes since the last sync: where and what.
            var pending: [(offset: Int, bytes: [UInt8])] = []
        }
        let state: Mutex<State>

        init(_ bytes: [UInt8] = []) {
            state = Mutex(State(current: bytes, durable: bytes))
        }
    }

    private enum NameChange {
        case set(String, Node)
        case unset(String)
    }

    private struct State {
        var names: [String: Node] = [:]
        var durableNames: [String: Node] = [:]
        var pending: [NameChange] = []
        var calls = 0
        var stopsAt = Int.max
        var isLocked = false
    }

    private let state: Mutex<State>

    init(files: [String: [UInt8]] = [:], stopsAt: Int = .max) {
        let nodes = files.mapValues { Node($0) }
        state = Mutex(State(names: nodes, durableNames: nodes, stopsAt: stopsAt))
    }

    /// Calls that change something, so far.
    var calls: Int { state.withLock { $0.calls } }

    /// The files as a reader would see them.
    var files: [String: [UInt8]] {
        state.withLock { $0.names.mapValues { node in node.state.withLock { $0.current } } }
    }

    /// The files after power was lost.
    func afterPowerLoss(seed: UInt64) -> SimulatedFileSystem {
        var random = SeededRandom(seed: seed)
        let mode = random.next() % 4
        func survives() -> Bool { mode == 0 ? false : mode == 1 ? true : random.next() % 2 == 0 }
        let names = state.withLock { state in
            var names = state.durableNames
            for change in state.pending where survives() {
                switch change {
                case .set(let name, let node): names[name] = node
                case .unset(let name): names[name] = nil
                }
            }
            return names
        }
        var files: [String: [UInt8]] = [:]
        for name in names.keys.sorted() {
            guard let node = names[name] else { continue }
            files[name] = node.state.withLock { node in
                var bytes = node.durable
                for write in node.pending where survives() {
                    let part = random.next() % UInt64(write.bytes.count + 1)
                    let kept = survives() ? write.bytes.count : Int(part)
                    let end = write.offset + kept
                    if bytes.count < end {
                        bytes += repeatElement(0, count: end - bytes.count)
                    }
                    bytes.replaceSubrange(write.offset..<end, with: write.bytes.prefix(kept))
                }
                return bytes
            }
        }
        return SimulatedFileSystem(files: files)
    }

    /// Counts a call; from the chosen one on every call fails without effect.
    private func step(_ operation: String, _ name: String) throws(VectorIndexError) {
        let stopped = state.withLock { state in
            state.calls += 1
            return state.calls >= state.stopsAt
        }
        if stopped { throw .system(operation: operation, file: name, code: 5) }
    }

    func list() throws(VectorIndexError) -> [String] {
        state.withLock { $0.names.keys.sorted() }
    }

    func map(_ name: String) throws(VectorIndexError) -> (any MappedBytes)? {
        let node = state.withLock { $0.names[name] }
        return node.map { node in SimulatedMapping(node.state.withLock { $0.current }) }
    }

    func create(_ name: String) throws(VectorIndexError) -> any WritableFile {
        try step("create", name)
        let node = Node()
        state.withLock { state in
            state.names[name] = node
            state.pending.append(.set(name, node))
        }
        return File(node: node, name: name, owner: self)
    }

    func append(to name: String, length: Int) throws(VectorIndexError) -> any WritableFile {
        try step("cut", name)
        guard let node = state.withLock({ $0.names[name] }) else {
            throw .system(operation: "open", file: name, code: 2)
        }
        node.state.withLock { node in
            node.current = Array(node.current.prefix(length))
            node.durable = Array(node.durable.prefix(length))
        }
        return File(node: node, name: name, owner: self)
    }

    func rename(_ name: String, to newName: String) throws(VectorIndexError) {
        try step("rename", name)
        state.withLock { state in
            guard let node = state.names.removeValue(forKey: name) else { return }
            state.names[newName] = node
            state.pending.append(.set(newName, node))
            state.pending.append(.unset(name))
        }
    }

    func remove(_ name: String) throws(VectorIndexError) {
        try step("remove", name)
        state.withLock { state in
            state.names[name] = nil
            state.pending.append(.unset(name))
        }
    }

    func syncFolder() throws(VectorIndexError) {
        try step("sync", "")
        state.withLock { state in
            state.durableNames = state.names
            state.pending = []
        }
    }

    func lock(_ name: String) throws(VectorIndexError) -> any FolderLock {
        SimulatedLock()
    }

    private final class File: WritableFile {
        private let node: Node
        private let name: String
        private let owner: SimulatedFileSystem

        init(node: Node, name: String, owner: SimulatedFileSystem) {
            self.node = node
            self.name = name
            self.owner = owner
        }

        func write(_ bytes: UnsafeRawBufferPointer) throws(VectorIndexError) {
            let copy = Array(bytes)
            do throws(VectorIndexError) {
                try owner.step("write", name)
            } catch {
                // A process that dies in a write may have written the first half of it.
                add(Array(copy.prefix(copy.count / 2)))
                throw error
            }
            add(copy)
        }

        private func add(_ bytes: [UInt8]) {
            node.state.withLock { node in
                node.pending.append((node.current.count, bytes))
                node.current += bytes
            }
        }

        func sync() throws(VectorIndexError) {
            try owner.step("sync", name)
            node.state.withLock { node in
                node.durable = node.current
                node.pending = []
            }
        }
    }
}

private final class SimulatedLock: FolderLock {}

private final class SimulatedMapping: MappedBytes, @unchecked Sendable {
    private let memory: UnsafeMutableRawBufferPointer
    private let count: Int

    init(_ contents: [UInt8]) {
        memory = .allocate(byteCount: max(1, contents.count), alignment: 4_096)
        memory.copyBytes(from: contents)
        count = contents.count
    }

    deinit { memory.deallocate() }

    var bytes: UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(rebasing: memory[..<count])
    }
}

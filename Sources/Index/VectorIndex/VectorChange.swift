/// One change to the contents of an index.
public enum VectorChange: Sendable {
    /// Stores a vector, replacing what was stored under the id.
    case upsert(id: UInt64, group: UInt64?, vector: [Float])
    /// Removes what is stored under the id; nothing happens when there is nothing.
    case remove(id: UInt64)
}

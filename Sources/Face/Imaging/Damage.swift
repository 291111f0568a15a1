/// What is wrong with a damaged file, as far as decoding it can tell.
public enum Damage: Sendable, Hashable {
    /// The header, which tells the size and the kind of pixels, is broken.
    case header
    /// The file ends before its header does, or before what its header points to.
    case headerCutShort
    /// The file ends before its picture does: about so many rows are there, of so many.
    case cutShort(rows: Int, of: Int)
    /// The file has an end, but what it holds breaks off or contradicts itself after these rows.
    case corrupt(rows: Int, of: Int)
    /// A field of the file says something impossible.
    case field(String)
}

extension Damage: CustomStringConvertible {
    /// A clause such as `it ends early, after 96 of 225 rows`.
    public var description: String {
        switch self {
        case .header:
            return "its header cannot be read"
        case .headerCutShort:
            return "it ends early, before any of its rows could be decoded"
        case .cutShort(let rows, let all):
            return "it ends early, after about \(rows) of \(all) rows"
        case .corrupt(let rows, let all):
            return "its picture data is broken after about \(rows) of \(all) rows"
        case .field(let complaint):
            return complaint
        }
    }
}

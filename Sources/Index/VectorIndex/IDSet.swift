/// A set of 64-bit numbers that answers membership fast: a bitmap when the numbers lie close
/// together, a hash table otherwise.
struct IDSet: Sendable {
    private enum Form {
        case bitmap(base: UInt64, words: [UInt64])
        case table(Set<UInt64>)
    }

    /// A bitmap may spend this many bits a member before a table is smaller.
    private static let bitsPerMemberMax: UInt64 = 128

    private let form: Form

    init(_ members: some Sequence<UInt64>) {
        let set = Set(members)
        guard let least = set.min(), let greatest = set.max(),
            greatest - least < Self.bitsPerMemberMax * UInt64(set.count)
        else {
            form = .table(set)
            return
        }
        var words = [UInt64](repeating: 0, count: Int((greatest - least) / 64) + 1)
        for member in set {
            words[Int((member - least) / 64)] |= 1 << ((member - least) % 64)
        }
        form = .bitmap(base: least, words: words)
    }

    func contains(_ member: UInt64) -> Bool {
        switch form {
        case .bitmap(let base, let words):
            guard member >= base, (member - base) / 64 < UInt64(words.count) else { return false }
            let offset = member - base
            return words[Int(offset / 64)] >> (offset % 64) & 1 == 1
        case .table(let set):
            return set.contains(member)
        }
    }
}

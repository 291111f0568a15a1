/// A growing row of bits with value semantics.
package struct Bitmap: Sendable, Hashable {
    /// The bits, least significant first.
    package private(set) var words: [UInt64]
    /// How many bits there are.
    package private(set) var count: Int

    /// Bits that are all alike.
    package init(repeating value: Bool = false, count: Int = 0) {
        words = Array(repeating: value ? .max : 0, count: (count + 63) / 64)
        self.count = count
        if value, count % 64 != 0 { words[words.count - 1] = (1 << UInt64(count % 64)) - 1 }
    }

    /// Bits of given words; those past `count` are dropped.
    package init(words: [UInt64], count: Int) {
        precondition(words.count == (count + 63) / 64)
        self.words = words
        self.count = count
        if count % 64 != 0 { self.words[words.count - 1] &= (1 << UInt64(count % 64)) - 1 }
    }

    /// The bit at a position.
    package subscript(position: Int) -> Bool {
        get { words[position >> 6] >> UInt64(position & 63) & 1 == 1 }
        set {
            let bit = UInt64(1) << UInt64(position & 63)
            if newValue { words[position >> 6] |= bit } else { words[position >> 6] &= ~bit }
        }
    }

    /// Adds one bit at the end.
    package mutating func append(_ value: Bool) {
        if count & 63 == 0 { words.append(0) }
        count += 1
        self[count - 1] = value
    }

    /// How many bits are set.
    package var setCount: Int { words.reduce(0) { $0 + $1.nonzeroBitCount } }
}

extension ScanPass {
    /// Writes which rows of a step are live and admitted; returns how many.
    func combineMasks(
        _ live: Bitmap?,
        _ filtered: Bitmap?,
        first: Int,
        count: Int
    ) -> Int {
        let mask = scratch.mask.start
        var admitted = 0
        for word in 0..<(count + 63) / 64 {
            let position = first / 64 + word
            var bits = live?.words[position] ?? .max
            if let filtered { bits &= filtered.words[position] }
            let rows = count - word * 64
            if rows < 64 { bits &= (1 << UInt64(rows)) - 1 }
            mask[word] = bits
            admitted += bits.nonzeroBitCount
        }
        return admitted
    }

    /// Lists the rows of the mask as slots; returns how many.
    func listMasked(count: Int) -> Int {
        let slots = scratch.slots.start
        var found = 0
        for word in 0..<(count + 63) / 64 {
            var bits = scratch.mask.start[word]
            while bits != 0 {
                slots[found] = UInt32(word * 64 + bits.trailingZeroBitCount)
                found += 1
                bits &= bits - 1
            }
        }
        return found
    }
}

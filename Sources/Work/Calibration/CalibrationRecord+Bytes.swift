extension CalibrationRecord {
    /// Greatest number of people or faces a record may speak of.
    private static let entriesMax: UInt64 = 1 << 40

    /// The record as bytes: mark, version, state, pairs, best hits by filter, checksum; layout in
    /// `docs/formats/calibration.md`.
    public func bytes() -> [UInt8] {
        var writer = ByteWriter()
        writer.append(variable: UInt64(max(0, sequence)))
        writer.append(variable: UInt64(max(0, newestFace)))
        writer.append(variable: UInt64(entries))
        writer.append(variable: UInt64(pairs.faces))
        pairs.pairs.write(to: &writer)
        writer.append(variable: UInt64(filtered.count))
        for part in filtered {
            writer.append(text: part.filter)
            writer.append(variable: UInt64(part.bestHits.candidates))
            part.bestHits.insiders.write(to: &writer)
            part.bestHits.outsiders.write(to: &writer)
        }
        return writer.sealed()
    }

    /// Reads what `bytes` wrote; hostile bytes give errors.
    public init(bytes: [UInt8]) throws(CalibrationError) {
        var reader = try ByteReader(sealed: bytes)
        let sequence = try reader.number("sequence", max: UInt64(Int64.max))
        let newestFace = try reader.number("newest face", max: UInt64(Int64.max))
        let entries = try reader.number("number of entries", max: Self.entriesMax)
        var pairs = PairCalibration()
        pairs.faces = Int(try reader.number("number of faces", max: Self.entriesMax))
        pairs.pairs = try SimilarityHistogram(from: &reader)
        let parts = try reader.number("number of filters", max: UInt64(Self.filtersMax))
        self.init(
            sequence: Int64(sequence),
            newestFace: Int64(newestFace),
            entries: Int(entries),
            pairs: pairs
        )
        for _ in 0..<parts { filtered.append(try Self.part(from: &reader)) }
        try reader.finish()
    }

    private static func part(from reader: inout ByteReader) throws(CalibrationError) -> Filtered {
        let filter = try reader.text("filter", maxBytes: filterBytesMax)
        let candidates = Int(try reader.number("number of candidates", max: entriesMax))
        let insiders = try SimilarityHistogram(from: &reader)
        let outsiders = try SimilarityHistogram(from: &reader)
        return Filtered(
            filter: filter,
            bestHits: BestHitCalibration(
                insiders: insiders,
                outsiders: outsiders,
                candidates: candidates
            )
        )
    }
}

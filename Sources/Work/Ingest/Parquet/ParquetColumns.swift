import Parquet

/// Which columns of a Parquet image set hold what.
struct ParquetColumns: Sendable, Hashable {
    /// A picture's bytes.
    var picture: Int
    /// Its file's name, where there is one.
    var name: Int?
    /// Whom it shows.
    var label: Int?
    /// The names the label's numbers stand for.
    var classes: [String]?
    /// Keys of a manifest's line.
    var metadata: [Metadata] = []

    /// A column that is a key of a manifest's line.
    struct Metadata: Sendable, Hashable {
        var column: Int
        /// The key.
        var key: String
        /// The names the column's numbers stand for.
        var classes: [String]?
    }

    /// Names of columns of pictures, where the file does not say.
    static let pictureNames = ["image", "img", "photo", "picture", "face", "jpg", "png", "webp"]

    /// Names of columns that say whom a picture shows; the first there is counts.
    static let labelNames = [
        "person", "name", "identity", "label", "labels", "celebrity", "celeb_id", "identity_id",
        "class", "class_name",
    ]

    /// Other spellings of a manifest's keys.
    private static let otherKeys = ["license": "licence", "license_url": "licence_url"]

    /// Chooses columns.
    ///
    /// - Throws: `SourceError.badSet` when there are no pictures, or no column of a name asked for.
    init(
        of file: ParquetFile,
        image: String?,
        label: String?
    ) throws(SourceError) {
        let columns = file.columns
        let features = HuggingFaceFeatures(file.words)
        func place(_ path: [String], _ kinds: Set<ParquetColumn.Kind>) -> Int? {
            columns.firstIndex { $0.path == path && kinds.contains($0.kind) }
        }
        func isPicture(_ name: String) -> Bool {
            place([name, "bytes"], [.bytes]) != nil || place([name], [.bytes]) != nil
        }
        let structures = columns.filter { $0.path.count == 2 && $0.path[1] == "bytes" }
        let known = Self.pictureNames + features.images.sorted() + structures.map { $0.path[0] }
        // A plain column counts only by its name: text is bytes too.
        let chosen =
            image ?? known.first { features.images.contains($0) && isPicture($0) }
            ?? known.first(where: isPicture)
        guard let chosen,
            let picture = place([chosen, "bytes"], [.bytes]) ?? place([chosen], [.bytes])
        else {
            throw .badSet(
                path: file.path,
                detail: "it has no column of pictures\(image.map { " called \($0)" } ?? ""); "
                    + "there are: \(Self.listed(columns))"
            )
        }
        self.picture = picture
        name = place([chosen, "path"], [.bytes])
        let labels = label.map { [$0] } ?? Self.labelNames + features.classes.keys.sorted()
        let word = labels.first { place([$0], [.bytes, .integers]) != nil }
        if let label, word == nil {
            throw .badSet(
                path: file.path,
                detail: "it has no column called \(label) of text or whole numbers; "
                    + "there are: \(Self.listed(columns))"
            )
        }
        self.label = word.flatMap { place([$0], [.bytes, .integers]) }
        classes = word.flatMap { features.classes[$0] }
        for (index, column) in columns.enumerated() where index != self.label {
            guard column.path.count == 1, column.kind != .unread, index != picture else { continue }
            let key = Self.otherKeys[column.path[0]] ?? column.path[0]
            guard Self.keys.contains(key) else { continue }
            metadata.append(
                Metadata(column: index, key: key, classes: features.classes[column.path[0]])
            )
        }
    }

    /// Keys of a manifest's line that a column may give; the picture and the label are chosen apart.
    private static let keys = Set(ManifestRecord.CodingKeys.allCases.map(\.rawValue))
        .subtracting(["file", "url", "person"])

    /// Columns named in a message.
    private static let listedMax = 20

    private static func listed(_ columns: [ParquetColumn]) -> String {
        columns.prefix(listedMax).map { $0.path.joined(separator: ".") }.joined(separator: ", ")
    }
}

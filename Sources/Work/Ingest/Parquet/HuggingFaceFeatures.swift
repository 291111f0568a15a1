import Foundation

/// What the Hugging Face `datasets` library writes about columns into a Parquet file.
///
/// `{"info":{"features":{"image":{"_type":"Image"},"label":{"names":["Ann"],"_type":"ClassLabel"}}}}`.
struct HuggingFaceFeatures: Sendable, Hashable {
    /// The key of the file's words that holds it.
    static let key = "huggingface"

    /// Columns of pictures.
    var images: Set<String> = []

    /// The names that the numbers of a column stand for.
    var classes: [String: [String]] = [:]

    /// Reads the words of a file; what makes no sense is as if it were not there.
    init(_ words: [String: String]) {
        guard let text = words[Self.key],
            let root = try? JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any],
            let info = root["info"] as? [String: Any],
            let features = info["features"] as? [String: Any]
        else { return }
        for (column, feature) in features {
            guard let feature = feature as? [String: Any] else { continue }
            switch feature["_type"] as? String {
            case "Image": images.insert(column)
            case "ClassLabel": classes[column] = feature["names"] as? [String]
            default: break
            }
        }
    }
}

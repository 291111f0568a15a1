import Foundation

/// Names of files on Commons.
public enum FileName {
    /// The name with spaces, its first letter a capital, without `File:`.
    public static func tidy(_ name: String) -> String {
        var text = name.replacing("_", with: " ").trimmingCharacters(in: .whitespaces)
        for prefix in ["File:", "Image:"] where text.hasPrefix(prefix) {
            text = String(text.dropFirst(prefix.count))
        }
        return text.prefix(1).uppercased() + text.dropFirst()
    }

    /// The name in `…/Special:FilePath/Name%20of%20file.jpg`.
    public static func inAddress(_ address: String) -> String? {
        guard let last = address.split(separator: "?").first?.split(separator: "/").last,
            let name = String(last).removingPercentEncoding
        else { return nil }
        return tidy(name)
    }

    /// The name in an upload address, thumbnails included; `nil` for files that are not on Commons,
    /// such as the unfree ones a Wikipedia keeps for itself.
    public static func inUploadAddress(_ address: String) -> String? {
        let parts = (address.split(separator: "?").first ?? "").split(separator: "/").map(
            String.init
        )
        guard let place = parts.firstIndex(of: "commons") else { return nil }
        var rest = parts[(place + 1)...]
        if rest.first == "thumb" { rest = rest.dropFirst() }
        guard rest.count >= 3 else { return nil }
        let name = rest[rest.startIndex + 2]
        return name.removingPercentEncoding.map(tidy)
    }

    /// Whether a name has the ending of a photograph; drawings, sounds, films and papers have others.
    public static func isPhotograph(_ name: String) -> Bool {
        let ending = name.split(separator: ".").last?.lowercased() ?? ""
        return ["jpg", "jpeg", "png", "webp", "tif", "tiff"].contains(ending)
    }

    /// The page's title.
    public static func title(_ name: String) -> String { "File:" + name }
}

/// Widths the thumbnail service makes; any other is refused.
public enum ThumbnailStep {
    /// The widths, in pixels.
    public static let all = [20, 40, 60, 120, 250, 330, 500, 960, 1280, 1920, 3840]

    /// The smallest step of at least a width.
    public static func atLeast(_ width: Int) -> Int {
        all.first { $0 >= width } ?? 3840
    }
}

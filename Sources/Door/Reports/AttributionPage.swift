/// Who made the photos of a gallery and under which terms: the page their licences ask for.
public struct AttributionPage: Sendable, Hashable {
    /// One photo.
    public struct Entry: Sendable, Hashable {
        /// Whom it shows, where that is known.
        public var person: String?
        /// The author.
        public var author: String?
        /// The licence's name.
        public var licence: String?
        /// The licence's address.
        public var licenceAddress: String?
        /// The page or place it came from.
        public var source: String?
        /// Other rights that touch it, such as `personality`.
        public var restrictions: String?
        /// Hexadecimal SHA-1 of the original.
        public var sha1: String?
        /// What is done with the photo; by default `AttributionPage.change`.
        public var change: String

        /// Makes an entry.
        public init(
            person: String?,
            author: String?,
            licence: String?,
            licenceAddress: String?,
            source: String?,
            restrictions: String?,
            sha1: String? = nil,
            change: String? = nil
        ) {
            self.person = person
            self.author = author
            self.licence = licence
            self.licenceAddress = licenceAddress
            self.source = source
            self.restrictions = restrictions
            self.sha1 = sha1
            self.change = change ?? AttributionPage.change
        }
    }

    /// The gallery.
    public let gallery: String
    /// Photos in the order they are listed.
    public private(set) var entries: [Entry] = []

    /// Starts an empty page.
    public init(gallery: String) { self.gallery = gallery }

    /// Adds a photo at the end.
    public mutating func add(_ entry: Entry) { entries.append(entry) }

    /// Photos of which no licence is known.
    public var unlicensedCount: Int { entries.count { $0.licence == nil } }

    /// What is done with every photo, which free licences want said.
    public static let change = "cropped to the face"

    /// The page as plain text, a photo a line.
    public var text: String {
        var lines = ["Photo credits of gallery \(gallery): \(entries.count) photos", ""]
        for entry in entries {
            var parts = [entry.author ?? "author unknown", entry.licence ?? "licence unknown"]
            if let address = entry.licenceAddress { parts.append(address) }
            if let source = entry.source { parts.append(source) }
            parts.append(entry.change)
            if let sha1 = entry.sha1 { parts.append("SHA-1 \(sha1)") }
            if let restrictions = entry.restrictions {
                parts.append("restrictions: \(restrictions)")
            }
            lines.append((entry.person.map { "\($0): " } ?? "") + parts.joined(separator: " · "))
        }
        lines += ["", Self.notice, ""]
        return lines.joined(separator: "\n")
    }

    /// The page as HTML of its own: no script, no font, nothing is fetched.
    public var html: String {
        """
        <!doctype html>
        <html lang="en">
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta http-equiv="Content-Security-Policy" \
        content="default-src 'none'; style-src 'unsafe-inline'">
        <meta name="referrer" content="no-referrer">
        <title>Photo credits: \(HTMLReport.escaped(gallery))</title>
        <style>body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;\
        padding:0 1rem}li{margin:.4rem 0}</style>
        <h1>Photo credits: \(HTMLReport.escaped(gallery))</h1>
        <p>\(Self.notice)</p>
        <ol>
        \(entries.map(Self.item).joined(separator: "\n"))
        </ol>
        </html>

        """
    }

    private static let notice =
        "Every photo is \(change). Nobody shown here endorses this gallery or what is found with it."

    private static func item(_ entry: Entry) -> String {
        var text = "<li>"
        if let person = entry.person { text += "<b>\(HTMLReport.escaped(person))</b>: " }
        text += linked(entry.author ?? "author unknown", to: entry.source)
        text += ", " + linked(entry.licence ?? "licence unknown", to: entry.licenceAddress)
        text += " (\(HTMLReport.escaped(entry.change)))"
        if let sha1 = entry.sha1 { text += ", SHA-1 <code>\(HTMLReport.escaped(sha1))</code>" }
        if let restrictions = entry.restrictions {
            text += "; restrictions: \(HTMLReport.escaped(restrictions))"
        }
        return text + "</li>"
    }

    /// Links to web addresses only; a source may be anything its maker wrote.
    private static func linked(_ text: String, to address: String?) -> String {
        guard let address, address.hasPrefix("https://") || address.hasPrefix("http://") else {
            return HTMLReport.escaped(text)
                + (address.map { " (\(HTMLReport.escaped($0)))" } ?? "")
        }
        return "<a href=\"\(HTMLReport.escaped(address))\" rel=\"noopener\">"
            + "\(HTMLReport.escaped(text))</a>"
    }
}

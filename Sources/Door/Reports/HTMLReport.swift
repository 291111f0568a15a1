import FaceTypes
public import Imaging

/// Writes a report as one self-contained HTML page: no script, no font, no address is fetched.
public struct HTMLReport: Sendable {
    /// Side of the pictures in the page, in pixels.
    static let pictureEdge = 320
    static let jpegQuality = 86

    /// Writes the page.
    ///
    /// - Throws: `ImagingError` when a picture can't be encoded.
    public static func write(_ report: LookAlikeReport) throws(ImagingError) -> String {
        var body = ""
        for section in report.sections { body += try html(section) }
        return """
            <!doctype html>
            <html lang="en">
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta http-equiv="Content-Security-Policy" \
            content="default-src 'none'; img-src data:; style-src 'unsafe-inline'">
            <meta name="referrer" content="no-referrer">
            <title>\(escaped(report.title))</title>
            <style>\(style)</style>
            <header>\(mark)<div><h1>\(escaped(report.title))</h1>\
            <p class="muted">\(escaped(report.subtitle))</p></div></header>
            <main>
            \(body)</main>
            <footer class="muted">Made with Semblance. Likeness, not identity. \
            The probe's picture is in this file because you asked for it; it is stored nowhere else.\
            </footer>
            </html>

            """
    }

    private static func html(_ section: LookAlikeReport.Section) throws(ImagingError) -> String {
        let hero = section.samePerson.first ?? section.lookAlikes.first
        var text = "<section>\n<div class=\"pair\">"
        text += try figure(
            section.probe,
            alt: section.caption,
            kind: "you",
            caption: section.caption
        )
        if let hero {
            text += try figure(hero.picture, alt: hero.name, kind: "twin", caption: hero.name)
            let shelf =
                section.samePerson.isEmpty ? "Closest look-alike" : "Probably the same person"
            text += """
                <div class="words"><p class="shelf muted">\(shelf)</p><h2>\(escaped(hero.name))</h2>\
                \(hero.word.map { "<p class=\"word\">\(escaped($0))</p>" } ?? "")\
                <p>\(escaped(hero.score))</p><p class="muted">\(escaped(hero.detail))</p>\
                \(credit(hero))</div>
                """
        }
        text += "</div>\n"
        for remark in section.remarks { text += "<p class=\"remark\">\(escaped(remark))</p>\n" }
        text += try shelf("Probably the same person", Array(section.samePerson.dropFirst()))
        let alike =
            section.samePerson.isEmpty ? Array(section.lookAlikes.dropFirst()) : section.lookAlikes
        text += try shelf("More look-alikes", alike)
        return text + "</section>\n"
    }

    private static func shelf(
        _ title: String,
        _ entries: [LookAlikeReport.Entry]
    ) throws(ImagingError) -> String {
        guard !entries.isEmpty else { return "" }
        var text = "<h3>\(title)</h3>\n<ol class=\"grid\">\n"
        for entry in entries {
            text += "<li>"
            text += try picture(entry.picture, alt: entry.name)
            text += "<b>\(escaped(entry.name))</b>"
            // Without a score the cosine stands in for it, which the detail begins with.
            if !entry.detail.hasPrefix(entry.brief) {
                text += "<span class=\"word\">\(escaped(entry.brief))</span>"
            }
            text += "<span class=\"muted\">\(escaped(entry.detail))</span>\(credit(entry))</li>\n"
        }
        return text + "</ol>\n"
    }

    private static func figure(
        _ image: PixelImage?,
        alt: String,
        kind: String,
        caption: String
    ) throws(ImagingError) -> String {
        "<figure class=\"\(kind)\">" + (try picture(image, alt: alt))
            + "<figcaption>\(escaped(caption))</figcaption></figure>"
    }

    private static func picture(_ image: PixelImage?, alt: String) throws(ImagingError) -> String {
        guard let image else {
            return
                "<div class=\"none\" role=\"img\" aria-label=\"\(escaped(alt)): no picture kept\">"
                + "No picture kept</div>"
        }
        let small =
            image.longEdge > pictureEdge
            ? image.resized(width: pictureEdge, height: pictureEdge) : image
        let bytes = try encodeJPEG(small, quality: jpegQuality)
        return "<img alt=\"\(escaped(alt))\" width=\"\(small.width)\" height=\"\(small.height)\" "
            + "src=\"data:image/jpeg;base64,\(base64(bytes))\">"
    }

    private static func credit(_ entry: LookAlikeReport.Entry) -> String {
        guard let credit = entry.credit else { return "" }
        guard let link = entry.link, link.hasPrefix("https://") || link.hasPrefix("http://") else {
            return "<small class=\"muted\">\(escaped(credit))</small>"
        }
        return "<small class=\"muted\"><a rel=\"noreferrer\" href=\"\(escaped(link))\">"
            + "\(escaped(credit))</a></small>"
    }

    /// Text made safe for HTML content and quoted attributes.
    static func escaped(_ text: String) -> String {
        var safe = ""
        for character in text {
            switch character {
            case "&": safe += "&amp;"
            case "<": safe += "&lt;"
            case ">": safe += "&gt;"
            case "\"": safe += "&quot;"
            case "'": safe += "&#39;"
            default: safe.append(character)
            }
        }
        return safe
    }

    private static let mark = """
        <svg viewBox="0 0 32 32" aria-hidden="true"><rect width="32" height="32" rx="8" \
        fill="#1b1a20"/><circle cx="12.5" cy="16" r="8" fill="#8f86ff" fill-opacity=".9"/>\
        <circle cx="19.5" cy="16" r="8" fill="#ff8a63" fill-opacity=".85"/></svg>
        """

    private static let style = """
        :root{color-scheme:light dark;--bg:light-dark(#faf7f2,#141317);\
        --card:light-dark(#fff,#1d1b21);--sunk:light-dark(#f1ece4,#26242b);\
        --ink:light-dark(#1c1a20,#f4f2f7);--muted:light-dark(#5f5a67,#b0abba);\
        --line:light-dark(#e4ddd2,#35323c);--you:light-dark(#4b3fd1,#a59dff);\
        --twin:light-dark(#b93f17,#ff9b76);\
        font:400 1rem/1.5 Inter,system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",sans-serif;\
        background:var(--bg);color:var(--ink)}
        *{box-sizing:border-box}body{margin:0}
        header,main,footer{max-width:76rem;margin:auto;padding:1rem clamp(1rem,4vw,3rem)}
        header{display:flex;gap:1rem;align-items:center}header svg{width:2.75rem;flex:none}
        h1,h2,h3,p,figure{margin:0}h1{font-size:1.5rem;letter-spacing:-.02em}
        h2{font-size:clamp(1.5rem,3vw,2.25rem);letter-spacing:-.02em;line-height:1.1;\
        overflow-wrap:anywhere}
        h3{margin:2rem 0 1rem;font-size:1.25rem}
        .muted{color:var(--muted)}
        section{padding:1rem 0 3rem;border-block-end:1px solid var(--line)}
        .pair{display:grid;grid-template-columns:1fr 1fr 1.1fr;gap:1.25rem;align-items:center}
        figure{position:relative;border-radius:28px;overflow:hidden;border:4px solid var(--you)}
        .twin{border-color:var(--twin)}
        img{display:block;width:100%;height:auto;aspect-ratio:1;object-fit:cover;\
        background:var(--sunk)}
        .none{aspect-ratio:1;display:grid;place-items:center;background:var(--sunk);\
        color:var(--muted)}
        figcaption{position:absolute;inset:auto 0 0 0;padding:1.5rem 1rem .6rem;color:#fff;\
        background:linear-gradient(#0000,#000b);font-weight:600}
        .words{display:grid;gap:.5rem}.shelf{font-size:.8125rem;letter-spacing:.06em;\
        text-transform:uppercase}
        .word{color:var(--twin);font-weight:650}.words .word{font-size:1.25rem}
        .remark{margin-block-start:1rem;padding:.75rem 1rem;border-radius:12px;\
        background:var(--sunk)}
        .grid{list-style:none;margin:0;padding:0;display:grid;gap:1rem;\
        grid-template-columns:repeat(auto-fill,minmax(9.5rem,1fr))}
        .grid li{display:grid;gap:.15rem;align-content:start;overflow-wrap:anywhere}
        .grid img,.grid .none{border-radius:20px;margin-block-end:.4rem}
        small{font-size:.8125rem}a{color:inherit}footer{font-size:.875rem;padding-block:2rem}
        @media(max-width:44rem){.pair{grid-template-columns:1fr 1fr}.words{grid-column:1/-1}}
        """
}

import FaceTypes
import Foundation
import Hashing

extension DrawnWorld {
    /// Pages of an answer before it is capped.
    private static let pagesMax = 40

    func files(_ fields: [String: String], _ host: String) -> FixtureReply {
        let turn = turn("commons")
        if let trouble = trouble("commons", turn: turn) { return trouble }
        if fields["list"] == "categorymembers" { return members(fields) }
        let titles = (fields["titles"] ?? "").split(separator: "|").map(String.init)
        guard let width = Int(fields["iiurlwidth"] ?? ""), titles.count <= 50 else {
            return Self.json(["error": ["code": "toomanyvalues", "info": "Too many values"]])
        }
        var normalized: [[String: Any]] = []
        var redirects: [[String: Any]] = []
        var pages: [[String: Any]] = []
        for title in titles {
            let tidy = title.replacing("_", with: " ")
            if tidy != title {
                normalized.append(["from": title, "to": tidy, "fromencoded": false])
            }
            var name = String(tidy.dropFirst("File:".count))
            if byFile[name]?.oddity == .redirectedName {
                redirects.append(["from": tidy, "to": "File:Moved \(name)"])
                name = "Moved \(name)"
            }
            pages.append(page(name, isAnswered: pages.count < Self.pagesMax, width, host))
        }
        var query: [String: Any] = ["pages": shaped(pages.reversed(), turn: turn)]
        if !normalized.isEmpty { query["normalized"] = normalized }
        if !redirects.isEmpty { query["redirects"] = redirects }
        var answer: [String: Any] = ["query": query]
        if titles.count > Self.pagesMax || turn % 4 == 3 {
            answer["continue"] = ["iistart": "2019-01-01T00:00:00Z", "continue": "||"]
        }
        return Self.json(answer)
    }

    /// Pages as a list, or as the first format has them: by id.
    private func shaped(_ pages: [[String: Any]], turn: Int) -> Any {
        guard turn % 3 == 2 else { return pages }
        var object: [String: Any] = [:]
        for (place, page) in pages.enumerated() {
            var page = page
            if page["missing"] != nil { page["missing"] = "" }
            object["\(place - 5)"] = page
        }
        return object
    }

    private func page(
        _ name: String,
        isAnswered: Bool,
        _ width: Int,
        _ host: String
    ) -> [String: Any] {
        let original = name.hasPrefix("Moved ") ? String(name.dropFirst(6)) : name
        if let file = byCategoryFile[original] { return page(file, isAnswered, width, host) }
        guard let person = byFile[original], person.oddity != .missingFile else {
            return ["ns": 6, "title": "File:\(name)", "missing": true, "imagerepository": ""]
        }
        var page: [String: Any] = [
            "ns": 6, "title": "File:\(name)", "imagerepository": "local", "pageid": person.item,
        ]
        if person.oddity == .knownElsewhere {
            page["missing"] = true
            page["known"] = true
            page["imagerepository"] = "shared"
        }
        if isAnswered { page["imageinfo"] = [info(person, original, width, host)] }
        return page
    }

    private func info(
        _ person: Person,
        _ name: String,
        _ width: Int,
        _ host: String
    ) -> [String: Any] {
        let variation = person.files.firstIndex(of: name) ?? 0
        let folder = person.oddity == .forbiddenByRobots ? "forbidden" : "a9"
        let path = name.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? ""
        return [
            "url": upload(name, host),
            "thumburl":
                "\(host)/wikipedia/commons/thumb/\(folder)/\(person.index)/\(variation)/"
                + "\(width)px-\(path)",
            "descriptionurl": "https://commons.wikimedia.org/wiki/File:"
                + name.replacing(" ", with: "_"),
            "width": 3000, "height": 3000, "size": 400_000,
            "mime": person.oddity == .drawing ? "image/svg+xml" : "image/jpeg",
            "sha1": sha1(of: name, by: person),
            "timestamp": "2019-06-02T23:28:55Z", "user": "X",
            "extmetadata": LicencePlan(person.oddity).metadata(person),
        ]
    }

    // MARK: Pictures

    /// Sends the picture at `…/thumb/FOLDER/PERSON/VARIATION/960px-Name.jpg`.
    func picture(at path: String, _ target: String) -> FixtureReply {
        let parts = path.split(separator: "/").map(String.init)
        guard parts.count >= 3, let index = Int(parts[parts.count - 3]),
            let variation = Int(parts[parts.count - 2]), people.indices.contains(index),
            let bytes = try? picture(people[index], variation: variation)
        else { return FixtureReply(404, text: "no such picture") }
        let whole = FixtureReply(headers: ["Content-Type": "image/jpeg"], bytes)
        let turn = turn(path)
        return people[index].oddity.reply(
            whole,
            bytes: bytes,
            turn: turn,
            pause: pause,
            path: target
        )
    }
}

extension WorldOddity {
    /// What becomes of a picture on its way.
    fileprivate func reply(
        _ whole: FixtureReply,
        bytes: [UInt8],
        turn: Int,
        pause: Int,
        path: String
    ) -> FixtureReply {
        switch self {
        case .pageForPicture:
            return FixtureReply(
                headers: ["Content-Type": "image/jpeg"],
                text: "<!DOCTYPE html><title>Wikimedia Error</title>"
            )
        case .packedBomb:
            return FixtureReply(
                headers: ["Content-Type": "image/jpeg", "Content-Encoding": "gzip"],
                GzipFixture.bomb(of: 80 << 20, beginning: Array(bytes.prefix(700)))
            )
        case .tooLargePicture:
            let size = 1 << 30
            return FixtureReply(steps: [
                .bytes(FixtureReply.head(200, length: size) + bytes), .close,
            ])
        case .badWidthAs429:
            return FixtureReply(429, text: "Use thumbnail steps listed on https://w.wiki/GHai")
        case .badWidthAs400:
            return FixtureReply(400, text: "Use thumbnail steps listed on https://w.wiki/GHai")
        case .forbiddenForever: return FixtureReply(403, text: "Forbidden")
        case .redirectLoop: return FixtureReply(302, headers: ["Location": path])
        case .redirectedPicture where !path.contains("/again/"):
            return FixtureReply(301, headers: ["Location": path.replacing("/a9/", with: "/again/")])
        case .forbiddenByTag:
            return FixtureReply(headers: ["X-Robots-Tag": "noimageindex, noai"], bytes)
        default: break
        }
        guard turn == 0 else { return whole }
        switch self {
        case .goneForAWhile: return FixtureReply(503, text: "upstream connect error")
        case .pauseInSeconds:
            return FixtureReply(429, headers: ["Retry-After": "\(pause)"], text: "Too many")
        case .pauseAsDate:
            return FixtureReply(
                429,
                headers: ["Retry-After": "Mon, 01 Jan 2024 00:00:00 GMT"],
                text: "Too many"
            )
        case .pauseWithout: return FixtureReply(429, text: "Too many requests")
        case .breaksOffOnce:
            return FixtureReply(steps: [
                .bytes(FixtureReply.head(200, length: bytes.count) + bytes.prefix(1000)), .wait(10),
                .close,
            ])
        default: return whole
        }
    }
}

import Foundation

extension DrawnWorld {
    /// Answers as the four services do, all of them at one address.
    package func reply(to request: FixtureRequest) -> FixtureReply {
        let agent = request.headers["user-agent"] ?? ""
        guard agent.hasPrefix("Semblance/"), agent.contains("@") || agent.contains("http") else {
            return FixtureReply(
                403,
                text: "Please set a user-agent and respect our robot policy https://w.wiki/4wJS"
            )
        }
        let host = "http://\(request.headers["host"] ?? "")"
        switch request.path {
        case "/robots.txt": return robots
        case "/sparql": return query(request.fields["query"] ?? "")
        case "/wikidata/api.php": return entities(request.fields)
        case "/commons/api.php": return files(request.fields, host)
        default: break
        }
        if request.path.hasPrefix("/api/rest_v1/page/summary/") {
            return summary(request.path, host)
        }
        if request.path.contains("/thumb/") { return picture(at: request.path, request.target) }
        return FixtureReply(404, text: "nothing here")
    }

    /// The settings that lead to a server of this world, as a command's environment has them.
    package static func endpoints(_ address: String) -> [String: String] {
        [
            "wikidata-query-url": address + "/sparql",
            "wikidata-url": address + "/wikidata/api.php",
            "commons-url": address + "/commons/api.php",
            "wikipedia-url": address,
        ]
    }

    private var robots: FixtureReply {
        FixtureReply(
            text: """
                User-agent: *
                Disallow: /

                User-agent: semblance
                Allow: /
                Disallow: /*/forbidden/
                """
        )
    }

    static func json(_ value: [String: Any], headers: [String: String] = [:]) -> FixtureReply {
        // Keys in no order, as a hash table gives them: nobody may count on one.
        let data = (try? JSONSerialization.data(withJSONObject: value)) ?? Data()
        return .json(String(decoding: data, as: UTF8.self), headers: headers)
    }

    /// Lag and limits, as the action API reports them: status 200 and an error in the body.
    func trouble(_ service: String, turn: Int) -> FixtureReply? {
        switch turn {
        case 0:
            Self.json(
                [
                    "error": [
                        "code": "maxlag", "info": "Waiting for db: 6.1 seconds lagged", "lag": 6.1,
                        "type": "db",
                    ]
                ],
                headers: ["Retry-After": "\(pause)", "X-Database-Lag": "6"]
            )
        case 2:
            Self.json(
                ["error": ["code": "ratelimited", "info": "You've exceeded your rate limit."]],
                headers: ["Retry-After": "\(pause)"]
            )
        default: nil
        }
    }

    // MARK: Wikipedia

    private func summary(_ path: String, _ host: String) -> FixtureReply {
        let title = (path.split(separator: "/").last.map(String.init) ?? "")
            .replacing("_", with: " ")
        if title.hasPrefix("Moved "), let item = Int(title.dropFirst(6)), let person = byItem[item]
        {
            return standard(person, host)
        }
        guard let person = people.first(where: { $0.article == title }), person.category != .alone
        else {
            return FixtureReply(
                404,
                text: "{\"type\":\"not found\"}",
                type: "application/problem+json"
            )
        }
        switch person.oddity {
        case .articleMissing:
            return FixtureReply(
                404,
                text: "{\"type\":\"not found\"}",
                type: "application/problem+json"
            )
        case .articleRedirects:
            return FixtureReply(302, headers: ["Location": "Moved_\(person.item)"])
        case .articleOfNamesakes:
            return Self.json([
                "type": "disambiguation", "title": title, "wikibase_item": "Q\(person.item)",
                "originalimage": [
                    "source": upload(person.leadFile, host), "width": 9, "height": 9,
                ],
            ])
        default: return standard(person, host)
        }
    }

    private func standard(_ person: Person, _ host: String) -> FixtureReply {
        let item = person.oddity == .articleElsewhere ? 1 : person.item
        let address =
            person.oddity == .leadImageUnfree
            ? "\(host)/wikipedia/en/1/12/\(person.item).jpg" : upload(person.leadFile, host)
        return Self.json([
            "type": "standard", "title": person.article, "wikibase_item": "Q\(item)",
            "originalimage": ["source": address, "width": 360, "height": 360],
        ])
    }

    func upload(_ file: String, _ host: String) -> String {
        "\(host)/wikipedia/commons/a/a9/"
            + (file.replacing(" ", with: "_").addingPercentEncoding(
                withAllowedCharacters: .alphanumerics
            )
                ?? "")
    }
}

import Foundation

extension DrawnWorld {
    /// Members of a category, as `list=categorymembers` gives them: a page at a time, and a category
    /// below it among them whatever was asked for.
    func members(_ fields: [String: String]) -> FixtureReply {
        let title = fields["cmtitle"] ?? ""
        guard let person = people.first(where: { "Category:" + $0.categoryName == title }),
            person.category != .unusable
        else {
            let error = ["code": "invalidcategory", "info": "The category name is not valid."]
            return Self.json(["error": error])
        }
        let limit = Int(fields["cmlimit"] ?? "") ?? 10
        guard (1...500).contains(limit) else {
            return Self.json(["error": ["code": "badinteger", "info": "cmlimit"]])
        }
        let names = person.files + WorldCategory.files(of: person).map(\.name)
        let start = Int(fields["cmcontinue"]?.split(separator: "|").last ?? "0") ?? 0
        var members: [[String: Any]] = names.dropFirst(start).prefix(limit).map {
            ["ns": 6, "title": "File:\($0)"]
        }
        if start == 0 { members.append(["ns": 14, "title": "Category:\(person.name) in 2019"]) }
        var answer: [String: Any] = ["query": ["categorymembers": members]]
        if start + limit < names.count {
            answer["continue"] = ["cmcontinue": "file|\(start + limit)", "continue": "-||"]
        }
        return Self.json(answer)
    }

    /// A file of a category with its credit.
    func page(
        _ file: WorldCategory.File,
        _ isAnswered: Bool,
        _ width: Int,
        _ host: String
    ) -> [String: Any] {
        var page: [String: Any] = [
            "ns": 6, "title": "File:\(file.name)", "imagerepository": "local",
        ]
        guard isAnswered else { return page }
        let shown = people[file.shows]
        let plan = LicencePlan(file.isFree ? .plain : .nonCommercial)
        let path = file.name.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? ""
        page["imageinfo"] = [
            [
                "url": upload(file.name, host),
                "thumburl":
                    "\(host)/wikipedia/commons/thumb/a9/\(file.shows)/\(file.variation)/"
                    + "\(width)px-\(path)",
                "descriptionurl": "https://commons.wikimedia.org/wiki/File:"
                    + file.name.replacing(" ", with: "_"),
                "width": 3000, "height": 3000, "size": 400_000, "mime": file.mime,
                "sha1": sha1(of: file.name, by: shown),
                "timestamp": "2019-06-02T23:28:55Z", "user": "X",
                "extmetadata": plan.metadata(shown),
            ] as [String: Any]
        ]
        return page
    }
}

import Foundation
import TestSupport
import Testing

/// Real photos of public figures: the right person comes first.
@Suite(
    Material.requirement(weights: "open/yunet_n_dynamic.onnx"),
    Material.requirement("faces/known", "faces/known-queries")
)
struct KnownPeople {
    @Test func `every query finds its person first`() async throws {
        try await Semblance.withOpenPack { semblance, _ in
            let ingest = try await semblance.run(
                "ingest",
                "folder",
                Material.file("faces/known"),
                "--json"
            )
            #expect(ingest.status == 0, "\(ingest.talk)")
            #expect(try ingest.json()["summary"]["enrolledPhotos"].number == 9)
            let queries = [
                "obama1.jpg": "obama", "johnsnow_test1.jpg": "kit_harington",
                "alex_lacamoire1.jpg": "alex_lacamoire",
            ]
            for (photo, person) in queries {
                let found = try await semblance.run("search", query(photo), "--json")
                #expect(found.status == 0, "\(found.talk)")
                let answer = try found.json()["answers"][0]
                #expect(first(answer) == person, "\(photo)")
            }
        }
    }

    @Test func `every face of a photo of two finds its person`() async throws {
        try await Semblance.withOpenPack { semblance, _ in
            _ = try await semblance.run("ingest", "folder", Material.file("faces/known"))
            let pairs = [
                "obama_and_biden.jpg": Set(["obama", "biden"]),
                "kit_with_rose.jpg": Set(["kit_harington", "rose_leslie"]),
            ]
            for (photo, people) in pairs {
                let found = try await semblance.run(
                    "search",
                    query(photo),
                    "--every-face",
                    "--json"
                )
                let answers = try found.json()["answers"].list
                #expect(Set(answers.compactMap(first)) == people, "\(photo): \(found.talk)")
            }
        }
    }

    @Test func `a small gallery gives no score and says why`() async throws {
        try await Semblance.withOpenPack { semblance, _ in
            _ = try await semblance.run("ingest", "folder", Material.file("faces/known"))
            let found = try await semblance.run("search", query("obama1.jpg"), "--json").json()
            let match = found["answers"][0]["samePerson"][0]
            #expect(match["score"]["withheld"].text == "too_few_people")
            #expect(match["score"]["percent"].number == nil)
        }
    }

    @Test func `where no picture is kept an answer says which photo it was`() async throws {
        try await Semblance.withOpenPack { semblance, folder in
            let photos = Material.file("faces/known")
            _ = try await semblance.run("ingest", "folder", photos, "--keep", "nothing")
            let page = folder + "/answer.html"
            let found = try await semblance.run("search", query("obama1.jpg"), "--html", page)
            #expect(found.output.contains(photos + "/obama/obama"), "\(found.output)")
            let html = try String(contentsOfFile: page, encoding: .utf8)
            #expect(html.contains(photos + "/biden/biden"))
            #expect(html.contains("cosine ") && !html.contains("class=\"word\">cosine"))
        }
    }

    @Test func `nothing is read from a face but where it is`() async throws {
        try await Semblance.withOpenPack { semblance, _ in
            let seen = try await semblance.run("detect", query("obama1.jpg"), "--json")
            let face = try seen.json()["photos"][0]["faces"][0]
            #expect(face.keys == ["box", "landmarks", "confidence", "quality", "advice"])
        }
    }

    @Test func `two photos of one person compare as the same, of two people as not`() async throws {
        try await Semblance.withOpenPack { semblance, _ in
            let obama = Material.file("faces/known/obama/obama.jpg")
            let again = Material.file("faces/known/obama/obama2.jpg")
            let biden = Material.file("faces/known/biden/biden.jpg")
            let mates = try await semblance.run("compare", obama, again)
            let strangers = try await semblance.run("compare", obama, biden)
            #expect(mates.status == 0, "\(mates.talk)")
            #expect(strangers.status == 3, "\(strangers.talk)")
        }
    }

    @Test func `a report page holds the faces and fetches nothing`() async throws {
        try await Semblance.withOpenPack { semblance, folder in
            _ = try await semblance.run("ingest", "folder", Material.file("faces/known"))
            let page = folder + "/answer.html"
            let sheet = folder + "/answer.png"
            let found = try await semblance.run(
                "search",
                query("obama1.jpg"),
                "--html",
                page,
                "--contact-sheet",
                sheet
            )
            #expect(found.status == 0, "\(found.talk)")
            let html = try String(contentsOfFile: page, encoding: .utf8)
            #expect(html.contains("data:image/jpeg;base64,"))
            #expect(!html.contains("src=\"http") && !html.contains("<script"))
            let mode = try FileManager.default.attributesOfItem(atPath: page)[.posixPermissions]
            #expect(mode as? Int == 0o600)
            let png = try Data(contentsOf: URL(filePath: sheet))
            #expect(png.starts(with: [0x89, 0x50, 0x4E, 0x47]))
        }
    }

    private func query(_ name: String) -> String { Material.file("faces/known-queries/\(name)") }

    private func first(_ answer: JSON) -> String? {
        let same = answer["samePerson"][0]["person"]["key"].text
        return same ?? answer["lookAlikes"][0]["person"]["key"].text
    }
}

import FaceTypes
import Foundation
import HTTPService
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Testing

/// Asking: search, detect, compare, explain, status.
@Suite struct SearchTests {
    @Test func `a raw photo finds its person`() async throws {
        let house = try await ServiceHouse(people: 5)
        try await house.routed { client in
            let answer = try await client.send(
                .post,
                "/v1/search?k=2",
                "person 3",
                type: "image/jpeg"
            )
            #expect(answer.status == .ok)
            #expect(answer.headers[.cacheControl] == "no-store")
            let report = answer.json
            #expect(report["schema"].number == 1)
            #expect(report["answers"].count == 1)
            let first = report["answers"][0]
            #expect(first["face"].number == 1)
            #expect(first["samePerson"][0]["person"]["key"].text == "key-3")
            #expect(first["lookAlikes"].count <= 2)
            #expect(report["photos"][0]["faces"].count == 1)
            #expect(report["milliseconds"]["total"].real != nil)
        }
    }

    @Test func `every face of an answer names its thumbnail and the square it shows`() async throws
    {
        let house = try await ServiceHouse(people: 2)
        try await house.routed { client in
            let answer = try await client.send(.post, "/v1/search", "person 1").json
            let face = answer["answers"][0]["samePerson"][0]["face"]
            let id = try #require(face["id"].number)
            let thumbnail = face["thumbnail"]
            #expect(thumbnail["path"].text == "/v1/galleries/default/faces/\(id)/thumbnail")
            #expect(thumbnail["area"]["width"].real == 432)
            #expect(thumbnail["area"]["height"].real == 432)
            #expect(face["origin"].text == nil)
        }
    }

    @Test func `an answer has every key that the command writes`() async throws {
        let house = try await ServiceHouse(people: 3)
        try await house.routed { client in
            let answer = try await client.send(.post, "/v1/search", "person 1").json["answers"][0]
            #expect(
                answer.keys == [
                    "schema", "gallery", "pack", "probe", "samePersonFrom", "samePerson",
                    "lookAlikes", "notes", "face",
                ]
            )
            let match = answer["samePerson"][0]
            #expect(
                match.keys == [
                    "rank", "person", "face", "similarity", "score", "agreement", "pairs",
                    "collapsed",
                ]
            )
            #expect(
                match["face"].keys == [
                    "id", "photo", "photoStored", "photoWidth", "photoHeight", "detection",
                    "quality", "credit", "creditLine", "thumbnail",
                ]
            )
        }
    }

    @Test func `a key that may enrol sees where a photo was read`() async throws {
        let house = try await ServiceHouse(people: 2)
        let headers = house.bearer(.enrol)
        try await house.routed { client in
            let answer = try await client.send(.post, "/v1/search", "person 1", headers: headers)
            let face = answer.json["answers"][0]["samePerson"][0]["face"]
            #expect(face["origin"].text?.hasPrefix("photo-") == true)
        }
    }

    @Test func `several photos of a form make one probe`() async throws {
        let house = try await ServiceHouse(people: 4)
        let form = Form.text(
            photos: ["person 2 1", "person 2 2"],
            fields: [("k", "3"), ("gender", "female")]
        )
        try await house.routed { client in
            let answer = try await client.send(.post, "/v1/search", form, type: Form.type)
            #expect(answer.status == .ok, "\(answer.text)")
            let report = answer.json
            #expect(report["answers"].count == 1)
            #expect(report["answers"][0]["probe"]["photos"].count == 2)
            #expect(report["answers"][0]["face"].number == nil)
            #expect(report["answers"][0]["gallery"]["candidates"].number == 2)
            #expect(report["answers"][0]["filter"]["genders"][0].text == "female")
        }
    }

    @Test func `photos may come as base64 in JSON`() async throws {
        let house = try await ServiceHouse(people: 4)
        let body = """
            {"photos": ["\("person 4".base64)"], "k": 1, "faces": 1, "filter": {"bornTo": 1980}}
            """
        try await house.routed { client in
            let answer = try await client.sendJSON(.post, "/v1/search", body)
            #expect(answer.status == .ok, "\(answer.text)")
            #expect(answer.json["answers"][0]["samePerson"][0]["person"]["key"].text == "key-4")
            #expect(answer.json["answers"][0]["filter"]["bornTo"].number == 1980)
            #expect(answer.json["answers"][0]["filter"]["bornFrom"].value == nil)
            for (asked, from, to) in [("1930..", 1930, nil), ("..1980", nil, 1980)] {
                let answer = try await client.send(.post, "/v1/search?born=\(asked)", "person 4")
                let filter = answer.json["answers"][0]["filter"]
                #expect(filter["bornFrom"].number == from, "\(answer.text)")
                #expect(filter["bornTo"].number == to, "\(answer.text)")
            }
        }
    }

    @Test func `every face of a photo is answered`() async throws {
        let house = try await ServiceHouse(people: 4)
        try await house.routed { client in
            let answer = try await client.send(.post, "/v1/search?faces=every", "pair 2 3").json
            #expect(answer["answers"].list.map { $0["face"].number } == [1, 2])
            let keys = answer["answers"].list.map {
                $0["samePerson"][0]["person"]["key"].text
            }
            #expect(keys == ["key-2", "key-3"])
            let second = try await client.send(.post, "/v1/search?faces=2", "pair 2 3").json
            #expect(second["answers"][0]["samePerson"][0]["person"]["key"].text == "key-3")
        }
    }

    @Test func `a search told as events says its stages and then the answer`() async throws {
        let house = try await ServiceHouse(people: 3)
        try await house.routed { client in
            let answer = try await client.send(
                .post,
                "/v1/search",
                "person 1",
                headers: [.accept: "text/event-stream"]
            )
            #expect(answer.headers[.contentType] == "text/event-stream")
            let events = answer.text.split(separator: "\n").filter { $0.hasPrefix("event: ") }
            #expect(events == ["event: stage", "event: stage", "event: answer"])
            let failed = try await client.send(
                .post,
                "/v1/search",
                "none",
                headers: [.accept: "text/event-stream"]
            )
            #expect(failed.text.contains("event: problem\ndata: {\"code\":\"no_face\""))
        }
    }

    @Test func `an unfit face is refused with its code, its place and what else was seen`()
        async throws
    {
        let house = try await ServiceHouse(people: 2)
        try await house.routed { client in
            let answer = try await client.send(.post, "/v1/search", "dark 1")
            #expect(answer.status == .unprocessableContent)
            #expect(answer.code == "too_dark")
            #expect(answer.json["photo"].number == 0)
            #expect(answer.json["faces"][0]["codes"][0]["code"].text == "too_dark")
            let allowed = try await client.send(.post, "/v1/search?allow=too_dark", "dark 1")
            #expect(allowed.status == .ok)
        }
    }

    @Test(arguments: [
        ("/v1/search?k=0", "person 1", 400, "bad_parameter"),
        ("/v1/search?k=many", "person 1", 400, "bad_parameter"),
        ("/v1/search?faces=last", "person 1", 400, "bad_parameter"),
        ("/v1/search?faces=7", "person 1", 400, "bad_parameter"),
        ("/v1/search?born=new", "person 1", 400, "bad_parameter"),
        ("/v1/search?born=1980..1950", "person 1", 422, "bad_parameter"),
        ("/v1/search?born=..", "person 1", 400, "bad_parameter"),
        ("/v1/search?living=perhaps", "person 1", 400, "bad_parameter"),
        ("/v1/search?allow=ugly", "person 1", 400, "bad_parameter"),
        ("/v1/search?fame=-1", "person 1", 400, "bad_parameter"),
        ("/v1/search", "", 400, "bad_parameter"),
        ("/v1/search", "nonsense", 422, "undecodable_photo"),
        ("/v1/search", "none", 422, "no_face"),
        ("/v1/detect", "nonsense", 422, "undecodable_photo"),
        ("/v1/compare", "person 1", 400, "bad_parameter"),
        ("/v1/explain", "person 1", 400, "bad_parameter"),
        ("/v1/explain?face=9999", "person 1", 404, "no_such_face"),
        ("/v1/galleries/nowhere/search", "person 1", 404, "no_such_gallery"),
    ])
    func `what makes no sense is refused`(
        uri: String,
        body: String,
        status: Int,
        code: String
    ) async throws {
        let house = try await ServiceHouse(people: 2)
        try await house.routed { client in
            let answer = try await client.send(.post, uri, body)
            #expect(answer.status.code == status, "\(answer.text)")
            #expect(answer.code == code)
        }
    }

    @Test func `bodies of other kinds are refused`() async throws {
        let house = try await ServiceHouse(people: 2)
        try await house.routed { client in
            let page = try await client.send(.post, "/v1/search", "<p>", type: "text/html")
            #expect(page.status == .unsupportedMediaType)
            #expect(page.code == "unsupported_media_type")
            let json = try await client.sendJSON(.post, "/v1/search", "{\"photos\": 3}")
            #expect(json.code == "malformed_body")
            let base = try await client.sendJSON(.post, "/v1/search", "{\"photos\": [\"*\"]}")
            #expect(base.code == "malformed_body")
            #expect(base.json["photo"].number == 0)
            let form = try await client.send(
                .post,
                "/v1/search",
                "no boundary here",
                type: Form.type
            )
            #expect(form.code == "malformed_body")
        }
    }

    @Test func `too many photos of a form are refused`() async throws {
        let house = try await ServiceHouse(people: 2) { $0.photosPerProbe = 2 }
        let form = Form.text(photos: ["person 1", "person 1", "person 1"], fields: [])
        try await house.routed { client in
            let answer = try await client.send(.post, "/v1/search", form, type: Form.type)
            #expect(answer.code == "too_many_parts")
        }
    }

    @Test func `an empty home has a status and says what to do about a search`() async throws {
        let house = try await ServiceHouse()
        try await house.routed { client in
            let status = try await client.send(.get, "/v1/status")
            #expect(status.status == .ok)
            #expect(status.json["gallery"]["people"].number == 0)
            let search = try await client.send(.post, "/v1/search", "person 1")
            #expect(search.status == .conflict)
            #expect(search.code == "gallery_empty")
        }
    }

    @Test func `the status says what a first view needs`() async throws {
        let house = try await ServiceHouse(people: 3)
        try await house.routed { client in
            let status = try await client.send(.get, "/v1/status").json
            #expect(status["product"].text == "Semblance")
            #expect(status["version"].text == "9.9")
            #expect(status["gallery"]["people"].number == 3)
            #expect(status["gallery"]["faces"].number == 6)
            #expect(status["pack"]["name"].text == "made-up")
            #expect(status["search"].text == "open")
            #expect(status["limits"]["bodyBytes"].number == 20 << 20)
            #expect(status["filters"]["genders"].list.map(\.text) == ["male", "female"])
            #expect(status["filters"]["born"].list.map(\.number) == [1941, 1943])
            #expect(status["filters"]["countries"][0].text == "Norway")
            #expect(status["scoreFrom"].number == 200)
            #expect(status["formats"].list.contains { $0.text == "image/jpeg" })
            let other = try await client.send(.get, "/v1/galleries/other/status")
            #expect(other.code == "no_such_gallery")
        }
    }

    @Test func `a misspelt parameter is refused, not overlooked`() async throws {
        let house = try await ServiceHouse(people: 3)
        try await house.routed { client in
            let query = try await client.send(.post, "/v1/search?gendr=female", "person 1")
            #expect(query.code == "bad_parameter")
            #expect(query.json["parameter"].text == "gendr")
            let form = Form.text(photos: ["person 1"], fields: [("contry", "Norway")])
            let field = try await client.send(.post, "/v1/search", form, type: Form.type)
            #expect(field.json["parameter"].text == "contry")
        }
    }

    @Test func `a photo sent as curl sends any body is a photo`() async throws {
        let house = try await ServiceHouse(people: 3)
        try await house.routed { client in
            let type = "application/x-www-form-urlencoded"
            let answer = try await client.send(.post, "/v1/search", "person 1", type: type)
            #expect(answer.status == .ok, "\(answer.text)")
        }
    }

    @Test func `whoever may not search learns nothing of who is in the gallery`() async throws {
        let house = try await ServiceHouse(people: 3) { $0.publicSearch = false }
        try await house.routed { client in
            let stranger = try await client.send(.get, "/v1/status").json
            #expect(stranger["search"].text == "key")
            #expect(stranger["gallery"].keys == ["name", "labelled", "keep"])
            #expect(stranger["filters"].keys == ["genders", "countries", "occupations"])
            for kind in ["genders", "countries", "occupations"] {
                #expect(stranger["filters"][kind].count == 0)
            }
            for name in ["other", "none"] {
                let path = "/v1/galleries/\(name)/status"
                let other = try await client.send(.get, path)
                #expect(other.code == "unauthorized", "\(other.text)")
            }
            let headers = house.bearer(.search)
            let friend = try await client.send(.get, "/v1/status", headers: headers).json
            #expect(friend["gallery"]["people"].number == 3)
            #expect(friend["filters"]["countries"].count > 0)
        }
    }

    @Test func `detect shows boxes, landmarks and what refuses a face`() async throws {
        let house = try await ServiceHouse()
        try await house.routed { client in
            let found = try await client.send(.post, "/v1/detect", "dark 1").json["photos"][0]
            #expect(found["width"].number == 640)
            #expect(found["faces"][0]["number"].number == 1)
            #expect(found["faces"][0]["codes"][0]["refuses"].flag == true)
            #expect(found["faces"][0]["landmarks"].keys.count == 5)
            let none = try await client.send(.post, "/v1/detect", "none").json["photos"][0]
            #expect(none["code"].text == "no_face")
            #expect(none["faces"].count == 0)
        }
    }

    @Test func `compare tells one person from two`() async throws {
        let house = try await ServiceHouse()
        try await house.routed { client in
            let one = Form.text(photos: ["person 1 1", "person 1 2"], fields: [])
            let two = Form.text(photos: ["person 1", "person 2"], fields: [])
            let same = try await client.send(.post, "/v1/compare", one, type: Form.type).json
            let other = try await client.send(.post, "/v1/compare", two, type: Form.type).json
            #expect(same["samePerson"].flag == true)
            #expect(other["samePerson"].flag == false)
        }
    }

    @Test func `explain measures regions whose shares make a whole`() async throws {
        let house = try await ServiceHouse(people: 1)
        try await house.routed { client in
            let search = try await client.send(.post, "/v1/search", "person 1").json
            let face = try #require(
                search["answers"][0]["samePerson"][0]["face"]["id"].number
            )
            let answer = try await client.send(.post, "/v1/explain?face=\(face)", "person 2")
            #expect(answer.status == .ok, "\(answer.text)")
            let regions = answer.json["regions"].list
            #expect(regions.count == 7)
            let shares = regions.compactMap { $0["share"].real }
            #expect(shares.allSatisfy { (0...1).contains($0) })
            for region in regions {
                let area = region["area"]
                let (x, width) = (area["x"].real ?? -1, area["width"].real ?? 9)
                #expect(x >= 0 && x + width <= 1.0001, "\(region["name"].text ?? "")")
            }
        }
    }
}

/// Forms as curl sends them.
enum Form {
    static let type = "multipart/form-data; boundary=XYZ"

    static func text(photos: [String], fields: [(String, String)]) -> String {
        let parts =
            photos.map { photo in
                "Content-Disposition: form-data; name=\"photo\"; filename=\"a.jpg\"\r\n"
                    + "Content-Type: image/jpeg\r\n\r\n\(photo)"
            }
            + fields.map { name, value in
                "Content-Disposition: form-data; name=\"\(name)\"\r\n\r\n\(value)"
            }
        return parts.map { "--XYZ\r\n\($0)\r\n" }.joined() + "--XYZ--\r\n"
    }
}

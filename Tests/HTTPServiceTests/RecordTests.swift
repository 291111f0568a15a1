import FaceTypes
import Foundation
import Gallery
import HTTPService
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Testing

/// People, photos, galleries, keys, thumbnails.
@Suite struct RecordTests {
    @Test func `of a person's metadata null clears a part, and what is absent stays`() async throws
    {
        let house = try await ServiceHouse(people: 1)
        let headers = house.bearer(.enrol)
        try await house.routed { client in
            let made = try await client.sendJSON(
                .post,
                "/v1/people",
                """
                {"name": "Ada", "metadata": {"gender": "female", "birthYear": 1815, "fame": 7,
                    "occupations": ["poet"], "country": "England"}}
                """,
                headers: headers
            )
            let path = "/v1/people/\(try #require(made.json["id"].number))"
            func patched(_ body: String) async throws -> TestResponse {
                try await client.sendJSON(.patch, path, body, headers: headers)
            }
            let some = try await patched(
                """
                {"metadata": {"birthYear": null, "occupations": null, "gender": "Male"}}
                """
            ).json["metadata"]
            #expect(some["birthYear"].number == nil)
            #expect(some["occupations"].count == 0)
            #expect(some["gender"].text == "male")
            #expect(some["country"].text == "England")
            #expect(some["fame"].number == 7)
            #expect(try await patched("{}").json["metadata"]["fame"].number == 7)
            let none = try await patched("{\"metadata\": null}").json
            #expect(none["metadata"]["country"].text == nil)
            #expect(none["metadata"]["fame"].number == nil)
            #expect(none["name"].text == "Ada")
            #expect(try await patched("{\"name\": null}").status == .badRequest)
            #expect(try await patched("{\"metadata\": {\"fame\": \"much\"}}").status == .badRequest)
        }
    }

    @Test func `a person is made, found, changed, enrolled and removed`() async throws {
        let house = try await ServiceHouse(people: 2)
        let headers = house.bearer(.enrol)
        try await house.routed { client in
            let made = try await client.sendJSON(
                .post,
                "/v1/people",
                """
                {"key": "q42", "name": "Zaphod", "metadata": {"gender": "Male", "fame": 7}}
                """,
                headers: headers
            )
            #expect(made.status == .created, "\(made.text)")
            let id = try #require(made.json["id"].number)
            #expect(made.headers[.location] == "/v1/galleries/default/people/\(id)")
            #expect(made.json["metadata"]["gender"].text == "male")
            #expect(made.json["faces"].number == 0)

            let changed = try await client.sendJSON(
                .patch,
                "/v1/people/\(id)",
                "{\"name\": \"Zaphod B.\", \"metadata\": {\"country\": \"Betelgeuse\"}}",
                headers: headers
            )
            #expect(changed.json["name"].text == "Zaphod B.")
            #expect(changed.json["metadata"]["country"].text == "Betelgeuse")

            let enrolled = try await client.send(
                .post,
                "/v1/people/\(id)/photos?author=Ford&licence=CC0&restrictions=personality",
                "person 42",
                headers: headers
            )
            #expect(enrolled.json["photos"][0]["outcome"].text == "enrolled", "\(enrolled.text)")
            let again = try await client.send(
                .post,
                "/v1/people/\(id)/photos",
                "person 42",
                headers: headers
            )
            #expect(again.json["photos"][0]["outcome"].text == "known")
            let refused = try await client.send(
                .post,
                "/v1/people/\(id)/photos",
                "none",
                headers: headers
            )
            #expect(refused.json["photos"][0]["outcome"].text == "refused")
            #expect(refused.json["photos"][0]["code"].text == "no_face")

            // The index follows at once.
            let found = try await client.send(.post, "/v1/search", "person 42").json
            let match = found["answers"][0]["samePerson"][0]
            #expect(match["person"]["id"].number == id)
            #expect(match["face"]["creditLine"].text == "Ford · CC0 · cropped to the face")
            #expect(match["face"]["credit"]["restrictions"].text == "personality")

            let shown = try await client.send(.get, "/v1/people/\(id)", headers: headers).json
            #expect(shown["photos"].count == 1)
            #expect(shown["cover"]["path"].text != nil)

            let removed = try await client.send(.delete, "/v1/people/\(id)", headers: headers)
            #expect(removed.json["faces"].number == 1, "\(removed.text)")
            let gone = try await client.send(.get, "/v1/people/\(id)", headers: headers)
            #expect(gone.code == "no_such_person")
            let after = try await client.send(.post, "/v1/search", "person 42").json
            #expect(after["answers"][0]["samePerson"].count == 0)
            let back = try await client.sendJSON(
                .post,
                "/v1/people",
                "{\"key\": \"q42\", \"name\": \"Zaphod\"}",
                headers: headers
            )
            #expect(back.status == .conflict)
            #expect(back.code == "person_suppressed")
        }
    }

    @Test func `a face that is somebody else's is refused until the two are merged`() async throws {
        let house = try await ServiceHouse(people: 1)
        let headers = house.bearer(.enrol)
        try await house.routed { client in
            var ids: [Int] = []
            for name in ["Ford", "Arthur"] {
                let made = try await client.sendJSON(
                    .post,
                    "/v1/people",
                    "{\"name\": \"\(name)\"}",
                    headers: headers
                )
                ids.append(try #require(made.json["id"].number))
            }
            func enrol(_ person: Int) async throws -> TestResponse {
                try await client.send(
                    .post,
                    "/v1/people/\(person)/photos",
                    "person 42",
                    headers: headers
                )
            }
            let first = try await enrol(ids[0])
            #expect(first.json["photos"][0]["outcome"].text == "enrolled", "\(first.text)")
            let refused = try await enrol(ids[1])
            #expect(refused.status == .conflict, "\(refused.text)")
            #expect(refused.code == "face_of_another")
            #expect(refused.json["person"].number == ids[0])
            #expect(refused.json["detail"].text?.contains("\(ids[0])") == true)
            let other = try await client.send(.get, "/v1/people/\(ids[1])", headers: headers)
            #expect(other.json["faces"].number == 0)

            // Beside a photo of their own the outcome says it.
            let both = try await client.sendJSON(
                .post,
                "/v1/people/\(ids[1])/photos",
                """
                {"photos": ["\("person 42".base64)", "\("person 43".base64)"]}
                """,
                headers: headers
            )
            #expect(both.status == .ok, "\(both.text)")
            #expect(both.json["photos"][0]["code"].text == "face_of_another")
            #expect(both.json["photos"][0]["person"].number == ids[0])
            #expect(both.json["photos"][1]["outcome"].text == "enrolled")

            let merged = try await client.sendJSON(
                .post,
                "/v1/people/\(ids[0])/merge",
                "{\"into\": \(ids[1])}",
                headers: headers
            )
            #expect(merged.status == .ok, "\(merged.text)")
            let again = try await enrol(ids[1])
            #expect(again.json["photos"][0]["outcome"].text == "known", "\(again.text)")
        }
    }

    @Test func `what ended is told with what was refused, and what failed as failed`() async throws
    {
        let house = try await ServiceHouse(people: 1)
        let headers = house.bearer(.enrol)
        try await house.routed { client in
            let made = try await client.sendJSON(
                .post,
                "/v1/people",
                "{\"name\": \"Ford\"}",
                headers: headers
            )
            let id = try #require(made.json["id"].number)
            let photos = ["person 42", "none", "none"].map { "\"\($0.base64)\"" }
            for body in [photos.joined(separator: ","), "\"\("nonsense".base64)\""] {
                _ = try await client.sendJSON(
                    .post,
                    "/v1/people/\(id)/photos",
                    "{\"photos\": [\(body)]}",
                    headers: headers
                )
            }
            _ = try await client.send(.delete, "/v1/people/\(id)", headers: headers)
            let works = try await client.send(.get, "/v1/work", headers: headers).json["work"]
            let enrolments = works.list.filter { $0["kind"].text == "enrolment" }
            #expect(enrolments.map { $0["state"].text } == ["finished", "failed"])
            #expect(enrolments.map { $0["done"].number } == [3, 0])
            #expect(enrolments.map { $0["refused"].number } == [2, nil])
            #expect(enrolments.allSatisfy { $0["ended"].text != nil })
            let removals = works.list.filter { $0["kind"].text == "removal" }
            #expect(removals.map { $0["state"].text } == ["finished"])
        }
    }

    @Test func `somebody who shows their face is found, removed, and has a receipt`() async throws {
        let house = try await ServiceHouse(people: 5)
        let headers = house.bearer(.enrol)
        try await house.routed { client in
            let path = "/v1/people/by-face"
            let found = try await client.send(.post, path, "person 3", headers: headers)
            #expect(found.status == .ok, "\(found.text)")
            #expect(found.json["people"].count == 1)
            let holding = found.json["people"][0]
            #expect(holding["person"]["name"].text == "Person 3", "\(found.text)")
            #expect(holding["person"]["photos"].count == 2)
            let id = try #require(holding["person"]["id"].number)
            let nobody = try await client.send(.post, path, "person 99", headers: headers)
            #expect(nobody.json["people"].count == 0)
            let none = try await client.send(.post, path, "none", headers: headers)
            #expect(none.code == "no_face")
            #expect(try await client.send(.post, path, "person 3").status == .unauthorized)
            #expect(house.receipts.all.isEmpty)
            _ = try await client.send(.delete, "/v1/people/\(id)", headers: headers)
            #expect(house.receipts.all.map { $0.person?.rawValue } == [Int64(id)])
            let again = try await client.send(.post, path, "person 3", headers: headers)
            #expect(again.json["people"].count == 0)
        }
    }

    @Test func `people are listed page by page, and by part of the name`() async throws {
        let house = try await ServiceHouse(people: 5)
        let headers = house.bearer(.enrol)
        try await house.routed { client in
            let first = try await client.send(.get, "/v1/people?limit=2", headers: headers).json
            #expect(first["people"].list.map { $0["name"].text } == ["Person 1", "Person 2"])
            #expect(first["people"][0]["faces"].number == 2)
            let next = try #require(first["next"].number)
            let rest = try await client.send(
                .get,
                "/v1/people?limit=9&after=\(next)",
                headers: headers
            ).json
            #expect(rest["people"].count == 3)
            #expect(rest["next"].number == nil)
            let named = try await client.send(.get, "/v1/people?name=4", headers: headers).json
            #expect(named["people"].list.map { $0["key"].text } == ["key-4"])
        }
    }

    @Test func `two people become one`() async throws {
        let house = try await ServiceHouse(people: 2)
        let headers = house.bearer(.enrol)
        try await house.routed { client in
            let people = try await client.send(.get, "/v1/people", headers: headers).json["people"]
            let ids = people.list.compactMap { $0["id"].number }
            let merged = try await client.sendJSON(
                .post,
                "/v1/people/\(ids[0])/merge",
                "{\"into\": \(ids[1])}",
                headers: headers
            )
            #expect(merged.json["faces"].number == 4, "\(merged.text)")
            let itself = try await client.sendJSON(
                .post,
                "/v1/people/\(ids[1])/merge",
                "{\"into\": \(ids[1])}",
                headers: headers
            )
            #expect(itself.code == "bad_parameter")
        }
    }

    @Test func `a person known to be under 18 is not enrolled`() async throws {
        let house = try await ServiceHouse(people: 1)
        let headers = house.bearer(.enrol)
        try await house.routed { client in
            let made = try await client.sendJSON(
                .post,
                "/v1/people",
                "{\"name\": \"Child\", \"metadata\": {\"birthYear\": 2020}}",
                headers: headers
            )
            let id = try #require(made.json["id"].number)
            let answer = try await client.send(
                .post,
                "/v1/people/\(id)/photos",
                "person 7",
                headers: headers
            )
            #expect(answer.code == "person_known_to_be_minor")
        }
    }

    @Test func `photos are listed, shown and removed`() async throws {
        let house = try await ServiceHouse(people: 2)
        let headers = house.bearer(.enrol)
        try await house.routed { client in
            let page = try await client.send(.get, "/v1/photos?limit=3", headers: headers).json
            #expect(page["photos"].count == 3)
            let id = try #require(page["photos"][0]["id"].number)
            let photo = try await client.send(.get, "/v1/photos/\(id)", headers: headers).json
            #expect(photo["faces"].count == 1)
            #expect(photo["creditLine"].text == "A. Maker · CC0")
            let receipt = try await client.send(.delete, "/v1/photos/\(id)", headers: headers).json
            #expect(receipt["photos"].number == 1)
            let gone = try await client.send(.get, "/v1/photos/\(id)", headers: headers)
            #expect(gone.code == "no_such_photo")
            let twice = try await client.send(.delete, "/v1/photos/\(id)", headers: headers)
            #expect(twice.code == "no_such_photo")
        }
    }

    @Test func `galleries are made, listed and removed, and packs listed`() async throws {
        let house = try await ServiceHouse(people: 1)
        let headers = house.bearer(.admin)
        try await house.routed { client in
            let made = try await client.sendJSON(
                .post,
                "/v1/galleries",
                "{\"name\": \"second\", \"keep\": \"crops\"}",
                headers: headers
            )
            #expect(made.status == .created)
            #expect(made.json["keep"].text == "crops")
            let again = try await client.sendJSON(
                .post,
                "/v1/galleries",
                "{\"name\": \"second\"}",
                headers: headers
            )
            #expect(again.status == .ok)
            let bad = try await client.sendJSON(
                .post,
                "/v1/galleries",
                "{\"name\": \"Second!\"}",
                headers: headers
            )
            #expect(bad.code == "bad_parameter")
            let all = try await client.send(.get, "/v1/galleries").json["galleries"]
            #expect(all.list.map { $0["name"].text } == ["default", "second"])
            let status = try await client.send(.get, "/v1/galleries/second/status").json
            #expect(status["gallery"]["people"].number == 0)
            let gone = try await client.send(.delete, "/v1/galleries/second", headers: headers)
            #expect(gone.status == .ok)
            #expect(house.sweeps.all.count == 1)
            let missing = try await client.send(.get, "/v1/galleries/second")
            #expect(missing.code == "no_such_gallery")
            let packs = try await client.send(.get, "/v1/packs").json["packs"]
            #expect(packs[0]["name"].text == "made-up")
            let index = try await client.send(.get, "/v1/index", headers: headers).json
            #expect(index["vectors"].number == 2)
            let checked = try await client.send(.post, "/v1/index/verify", headers: headers).json
            #expect(checked["faults"].count == 0)
        }
    }

    @Test func `keys are made, listed without secrets, and revoked`() async throws {
        let house = try await ServiceHouse()
        let headers = house.bearer(.admin)
        try await house.routed { client in
            let made = try await client.sendJSON(
                .post,
                "/v1/keys",
                "{\"label\": \"phone\", \"role\": \"search\"}",
                headers: headers
            )
            #expect(made.status == .created)
            let secret = try #require(made.json["key"].text)
            let listed = try await client.send(.get, "/v1/keys", headers: headers)
            #expect(listed.json["keys"].count == 2)
            #expect(!listed.text.contains(secret))
            let id = try #require(made.json["id"].text)
            let gone = try await client.send(.delete, "/v1/keys/\(id)", headers: headers)
            #expect(gone.status == .noContent)
            let twice = try await client.send(.delete, "/v1/keys/\(id)", headers: headers)
            #expect(twice.code == "no_such_key")
            let role = try await client.sendJSON(
                .post,
                "/v1/keys",
                "{\"label\": \"phone\", \"role\": \"king\"}",
                headers: headers
            )
            #expect(role.code == "malformed_body")
        }
    }

    // MARK: Thumbnails

    @Test func `a thumbnail is a small WebP with a strong tag`() async throws {
        let house = try await ServiceHouse(people: 1)
        try await house.routed { client in
            let id = try await Self.face(client)
            let path = "/v1/faces/\(id)/thumbnail"
            let picture = try await client.send(.get, path)
            #expect(picture.status == .ok, "\(picture.text)")
            #expect(picture.headers[.contentType] == "image/webp")
            #expect(picture.headers[.cacheControl] == "private, no-cache")
            #expect(picture.body.readableBytes <= 12_000)
            #expect(Array(picture.body.readableBytesView.prefix(4)) == Array("RIFF".utf8))
            let tag = try #require(picture.headers[.eTag])
            let same = try await client.send(.get, path, headers: [.ifNoneMatch: tag])
            #expect(same.status == .notModified)
            #expect(same.body.readableBytes == 0)
            let small = try await client.send(.get, path + "?edge=64")
            #expect(small.headers[.eTag] != tag)
            let wrongEdge = try await client.send(.get, path + "?edge=65")
            #expect(wrongEdge.code == "bad_parameter")
            let nobody = try await client.send(.get, "/v1/faces/99999/thumbnail")
            #expect(nobody.code == "no_such_face")
        }
    }

    @Test func `the thumbnail of a removed person is gone at once`() async throws {
        let house = try await ServiceHouse(people: 1)
        let headers = house.bearer(.enrol)
        try await house.routed { client in
            let id = try await Self.face(client)
            _ = try await client.send(.get, "/v1/faces/\(id)/thumbnail")
            let person = try await client.send(.get, "/v1/faces/\(id)").json["person"].number
            _ = try await client.send(
                .delete,
                "/v1/people/\(try #require(person))",
                headers: headers
            )
            let gone = try await client.send(.get, "/v1/faces/\(id)/thumbnail")
            #expect(gone.code == "no_such_face")
        }
    }

    private static func face(_ client: any TestClientProtocol) async throws -> Int {
        let search = try await client.send(.post, "/v1/search", "person 1").json
        return try #require(search["answers"][0]["samePerson"][0]["face"]["id"].number)
    }

    // MARK: Writes sent twice

    @Test func `a write with the same key is done once and answered alike`() async throws {
        let house = try await ServiceHouse(people: 1)
        var headers = house.bearer(.enrol)
        headers[Name.idempotencyKey] = "first"
        let sent = headers
        try await house.routed { client in
            let body = "{\"name\": \"Once\"}"
            let one = try await client.sendJSON(.post, "/v1/people", body, headers: sent)
            let two = try await client.sendJSON(.post, "/v1/people", body, headers: sent)
            #expect(one.status == .created)
            #expect(two.status == .created)
            #expect(one.text == two.text)
            #expect(one.headers[Name.replayed] == nil)
            #expect(two.headers[Name.replayed] == "true")
            let other = try await client.sendJSON(
                .post,
                "/v1/people",
                "{\"name\": \"Twice\"}",
                headers: sent
            )
            #expect(other.code == "idempotency_mismatch")
            let people = try await client.send(.get, "/v1/people", headers: sent).json["people"]
            #expect(people.list.filter { $0["name"].text == "Once" }.count == 1)
        }
    }

    @Test func `a form sent again with another boundary is the same form`() async throws {
        let house = try await ServiceHouse(people: 1)
        var headers = house.bearer(.enrol)
        headers[Name.idempotencyKey] = "form"
        let sent = headers
        try await house.routed { client in
            let path = "/v1/people/1/photos"
            let form = Form.text(photos: ["person 7"], fields: [("author", "Ann")])
            let one = try await client.send(.post, path, form, type: Form.type, headers: sent)
            #expect(one.status == .ok, "\(one.text)")
            let two = try await client.send(
                .post,
                path,
                form.replacing("XYZ", with: "other"),
                type: "multipart/form-data; boundary=other",
                headers: sent
            )
            #expect(two.text == one.text)
            #expect(two.headers[Name.replayed] == "true")
            let others = Form.text(photos: ["person 7"], fields: [("author", "Bob")])
            let three = try await client.send(.post, path, others, type: Form.type, headers: sent)
            #expect(three.code == "idempotency_mismatch")
        }
    }

    @Test func `a write that failed may be sent again with its key`() async throws {
        let house = try await ServiceHouse(people: 1)
        var headers = house.bearer(.enrol)
        headers[Name.idempotencyKey] = "again"
        let sent = headers
        try await house.routed { client in
            for _ in 0..<2 {
                let answer = try await client.sendJSON(.post, "/v1/people", "{}", headers: sent)
                #expect(answer.code == "malformed_body")
                #expect(answer.headers[Name.replayed] == nil)
            }
        }
    }
}

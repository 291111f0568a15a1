import Foundation
import TestSupport
import Testing

/// The service as people run it, with pack `open`.
@Suite(
    .serialized,
    Material.requirement(weights: "open/yunet_n_dynamic.onnx"),
    Material.requirement("faces/known", "faces/known-queries")
)
struct Serving {
    @Test func `a photo finds its person over HTTP, with a thumbnail to show`() async throws {
        try await Semblance.withOpenPack { semblance, _ in
            _ = try await semblance.run("ingest", "folder", Material.file("faces/known"))
            let served = try await ServedHome(semblance)
            let found = try await served.send("POST", "/v1/search", body: query("obama1.jpg"))
            #expect(found.status == 200)
            let match = found.json["answers"][0]["samePerson"][0]
            #expect(match["person"]["key"].text == "obama")
            let path = try #require(match["face"]["thumbnail"]["path"].text)
            let picture = try await served.send("GET", path)
            #expect(picture.status == 200)
            #expect(picture.headers["content-type"] == "image/webp")
            #expect(picture.body.count <= 12_000)
            let face = try #require(match["face"]["id"].number)
            let explained = try await served.send(
                "POST",
                "/v1/explain?face=\(Int(face))",
                body: query("obama1.jpg")
            )
            let regions = explained.json["regions"].list
            let shares = regions.compactMap { $0["share"].number }
            #expect(shares.count == 7)
            #expect(abs(shares.reduce(0, +) - 1) < 0.001)
            #expect(await served.stop() == 0)
        }
    }

    @Test func `a photo that is asked about leaves nothing behind`() async throws {
        try await Semblance.withOpenPack { semblance, _ in
            _ = try await semblance.run("ingest", "folder", Material.file("faces/known"))
            let served = try await ServedHome(semblance)
            // The first search may still calibrate and so write about the enrolled people.
            _ = try await served.send("POST", "/v1/search", body: query("alex_lacamoire1.jpg"))
            let before = try Self.files(below: semblance.home)
            let probe = query("obama1.jpg")
            for path in ["search", "search?faces=every", "detect"] {
                let answer = try await served.send("POST", "/v1/\(path)", body: probe)
                #expect(answer.status == 200)
            }
            let after = try Self.files(below: semblance.home)
            // Readers of the catalogue mark their place in the shared memory file.
            let changed = Set(after.keys).symmetricDifference(before.keys).union(
                after.keys.filter { after[$0] != before[$0] }
            ).filter { !$0.hasSuffix("-shm") }
            #expect(changed.isEmpty, "\(changed)")
            let log = served.log
            #expect(await served.stop() == 0)
            for place in stride(from: 1_000, to: probe.count - 64, by: 7_919) {
                let piece = probe[place..<(place + 48)]
                for (name, bytes) in try Self.files(below: semblance.home) {
                    #expect(bytes.range(of: piece) == nil, "\(name)")
                }
                #expect(Data(log.utf8).range(of: piece) == nil)
            }
            for word in ["obama", "Obama", "similarity", "embedding"] {
                #expect(!log.contains(word))
            }
        }
    }

    @Test func `a person enrolled by another process is found, and gone once removed`()
        async throws
    {
        try await Semblance.withOpenPack { semblance, _ in
            _ = try await semblance.run("ingest", "folder", Material.file("faces/known"))
            let served = try await ServedHome(semblance)
            let key = try await semblance.run("keys", "create", "test", "--role", "enrol")
            let secret = key.output.trimmingCharacters(in: .whitespacesAndNewlines)
            let headers = ["Authorization": "Bearer \(secret)"]
            let people = try await served.send("GET", "/v1/people?name=obama", headers: headers)
            let id = try #require(people.json["people"][0]["id"].number)
            let removed = try await semblance.run("people", "remove", "\(Int(id))", "--yes")
            #expect(removed.status == 0, "\(removed.talk)")
            try await eventually("a search without the removed person") {
                let found = try await served.send("POST", "/v1/search", body: query("obama1.jpg"))
                let shelf = found.json["answers"][0]["samePerson"]
                return found.status == 200 && shelf[0]["person"]["key"].text != "obama"
            }
            #expect(await served.stop() == 0)
        }
    }

    @Test func `a house's own certificate serves TLS and is kept`() async throws {
        try await Semblance.withOpenPack { semblance, _ in
            let folder = semblance.home + "/tls"
            for _ in 0..<2 {
                let process = try semblance.process(["serve", "--port", "0", "--tls", "self"])
                let talk = Pipe()
                process.standardError = talk
                process.standardOutput = FileHandle.nullDevice
                try process.run()
                var text = ""
                while !text.contains("Listening on https://") {
                    let more = talk.fileHandleForReading.availableData
                    guard !more.isEmpty else { break }
                    text += String(decoding: more, as: UTF8.self)
                }
                #expect(text.contains("Listening on https://"), "\(text)")
                process.terminate()
                await Semblance.end(of: process)
                #expect(process.terminationStatus == 0)
            }
            let key = try FileManager.default.attributesOfItem(atPath: folder + "/key.pem")
            #expect(key[.posixPermissions] as? Int == 0o600)
        }
    }

    private func query(_ name: String) -> Data {
        FileManager.default.contents(atPath: Material.file("faces/known-queries/" + name))
            ?? Data()
    }

    private static func files(below folder: String) throws -> [String: Data] {
        var files: [String: Data] = [:]
        for name in try FileManager.default.subpathsOfDirectory(atPath: folder)
        where !name.hasPrefix("packs/") {
            var isFolder: ObjCBool = false
            let path = folder + "/" + name
            guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder),
                !isFolder.boolValue
            else { continue }
            files[name] = FileManager.default.contents(atPath: path)
        }
        return files
    }
}

import Foundation
import TestSupport
import Testing

/// What people do by mistake: a clear sentence, the right exit code, nothing half-written.
@Suite(Material.requirement(weights: "open/yunet_n_dynamic.onnx"), Material.requirement("faces"))
struct BadInput {
    @Test func `what can't be searched with is refused with its own words`() async throws {
        try await Semblance.withOpenPack { semblance, folder in
            _ = try await semblance.run("ingest", "folder", Material.file("faces/known"))
            let text = folder + "/text.jpg"
            try Data("this is no picture".utf8).write(to: URL(filePath: text))
            let empty = folder + "/empty.jpg"
            try Data().write(to: URL(filePath: empty))
            let cases: [(path: String, status: Int32, says: String)] = [
                (folder + "/nothing.jpg", 66, "no photo at"),
                (folder, 66, "is a folder"),
                (empty, 65, "empty"),
                (text, 65, "not a picture"),
                (Material.file("faces/formats/truncated.jpg"), 65, "damaged"),
                (Material.file("faces/groups/017_0.jpg"), 2, "no_face"),
                (Material.file("faces/groups/dogs_0.jpg"), 2, "not_a_face"),
            ]
            for (path, status, says) in cases {
                let outcome = try await semblance.run("search", path)
                #expect(outcome.status == status, "\(path): \(outcome.talk)")
                #expect(outcome.talk.contains(says), "\(path): \(outcome.talk)")
                #expect(outcome.talk.contains(path), "\(outcome.talk)")
                #expect(outcome.output.isEmpty)
            }
        }
    }

    @Test func `detect tells of a photo it can't read, and looks at the others`() async throws {
        try await Semblance.withOpenPack { semblance, folder in
            let empty = folder + "/empty.jpg"
            try Data().write(to: URL(filePath: empty))
            let good = Material.file("faces/known/obama/obama.jpg")
            let outcome = try await semblance.run("detect", good, empty, good, "--json")
            #expect(outcome.status == 65)
            let photos = try outcome.json()["photos"].list
            #expect(photos.map { $0["faces"].count } == [1, 0, 1])
            #expect(photos.map { $0["error"]["code"].text } == [nil, "undecodable", nil])
            let text = try await semblance.run("detect", empty, good)
            #expect(text.status == 65)
            #expect(text.talk.contains(empty) && text.output.contains(good))
        }
    }

    @Test func `a picture of 60,000 pixels a side is refused before it is decoded`() async throws {
        try await Semblance.withOpenPack { semblance, folder in
            let path = folder + "/huge.png"
            try Data(Self.hugePNG).write(to: URL(filePath: path))
            let outcome = try await semblance.run("detect", path)
            #expect(outcome.status == 65)
            #expect(outcome.talk.contains("60000x60000"), "\(outcome.talk)")
        }
    }

    @Test func `a gallery of another pack is refused`() async throws {
        try await Semblance.withOpenPack { semblance, _ in
            _ = try await semblance.run("ingest", "folder", Material.file("faces/known"))
            let pulled = try await semblance.run(
                "models",
                "pull",
                "arcface-mbf",
                "--from",
                Material.mirror ?? "",
                "--accept-licence"
            )
            #expect(pulled.status == 0, "\(pulled.talk)")
            let photo = Material.file("faces/known-queries/obama1.jpg")
            let outcome = try await semblance.run("search", photo, "--pack", "arcface-mbf")
            #expect(outcome.status == 65)
            #expect(outcome.talk.contains("Gallery default holds embeddings of pack open"))
            let way = "ingest folder PHOTOS --gallery default-arcface-mbf --pack arcface-mbf"
            #expect(outcome.talk.contains(way), "\(outcome.talk)")
        }
    }

    @Test func `research weights need their licence accepted`() async throws {
        try await Semblance.withOpenPack { semblance, _ in
            let outcome = try await semblance.run(
                "models",
                "pull",
                "arcface-mbf",
                "--from",
                Material.mirror ?? ""
            )
            #expect(outcome.status == 64)
            #expect(outcome.talk.contains("--accept-licence"), "\(outcome.talk)")
        }
    }

    @Test func `an unknown gallery, pack, setting and filter are named`() async throws {
        try await Semblance.withOpenPack { semblance, _ in
            _ = try await semblance.run("ingest", "folder", Material.file("faces/known"))
            let photo = Material.file("faces/known-queries/obama1.jpg")
            let cases: [([String], Int32, String)] = [
                (["search", photo, "--gallery", "nowhere"], 66, "nowhere"),
                (["search", photo, "--pack", "nothing"], 69, "nothing"),
                (["search", photo, "--precision", "f8"], 64, "f8"),
                (["search", photo, "--filter", "height=tall"], 64, "height"),
                (["search", photo, "--allow", "ugly"], 64, "ugly"),
                (["models", "pull", "nothing"], 64, "nothing"),
            ]
            for (arguments, status, says) in cases {
                let outcome = try await semblance.run(arguments)
                #expect(outcome.status == status, "\(arguments): \(outcome.talk)")
                #expect(outcome.talk.contains(says), "\(arguments): \(outcome.talk)")
            }
        }
    }

    @Test func `options that would do nothing, or can't be meant, are refused by name`()
        async throws
    {
        try await Semblance.withOpenPack { semblance, folder in
            let list = folder + "/plain.txt"
            try Data("Ann Lee\n".utf8).write(to: URL(filePath: list))
            let endless = "9223372036854775807s"
            let cases: [([String], String)] = [
                (["wikimedia", "Q1001", "--country", "fr"], "--country"),
                (["wikimedia", "Q1001", "--born", "1970s"], "--born"),
                (["wikimedia", "Q1001", "--living"], "--living"),
                (["wikimedia", "Q1001", "--fame", "900"], "--fame"),
                (["wikimedia", "--occupation", "actor", "--born", endless], "1980-1995"),
                (["wikimedia", "--occupation", "actor", "--born", "1990-"], "1980-1995"),
                (["names", list, "--profession", "actor"], "--profession"),
                (["names", list, "--born", "1800"], "--born"),
                (["names", list, "--titles", "4"], "--titles"),
                (["names", list, "--titles", "5"], "0 to 4"),
                (["tar", folder + "/a.tar", "--queue"], "--queue"),
                (["drawn", "--queue"], "--queue"),
                (["parquet", folder, "--queue"], "--queue"),
            ]
            for (arguments, says) in cases {
                let outcome = try await semblance.run(["ingest"] + arguments)
                #expect(outcome.status == 64, "\(arguments): \(outcome.talk)")
                #expect(outcome.talk.contains(says), "\(arguments): \(outcome.talk)")
            }
            for limit in ["-1", "0", "1001"] {
                let outcome = try await semblance.run("gallery", "doctor", "--limit=\(limit)")
                #expect(outcome.status == 64, "\(limit): \(outcome.talk)")
            }
        }
    }

    @Test func `a bad photo does not stop an ingest run and is listed with its reason`()
        async throws
    {
        try await Semblance.withOpenPack { semblance, folder in
            let photos = folder + "/photos/Somebody"
            try FileManager.default.createDirectory(
                atPath: photos,
                withIntermediateDirectories: true
            )
            for name in ["truncated.jpg", "empty.png", "corrupted.png"] {
                try FileManager.default.copyItem(
                    atPath: Material.file("faces/formats/\(name)"),
                    toPath: photos + "/" + name
                )
            }
            try FileManager.default.copyItem(
                atPath: Material.file("faces/known/obama/obama.jpg"),
                toPath: photos + "/good.jpg"
            )
            let list = folder + "/rejects.jsonl"
            let outcome = try await semblance.run(
                "ingest",
                "folder",
                folder + "/photos",
                "--rejects",
                list,
                "--json"
            )
            #expect(outcome.status == 0, "\(outcome.talk)")
            let summary = try outcome.json()["summary"]
            #expect(summary["enrolledPhotos"].number == 1)
            #expect(summary["rejected"]["undecodable"].number == 3)
            let lines = try String(contentsOfFile: list, encoding: .utf8).split(separator: "\n")
            #expect(lines.count == 3)
            let lost = try await semblance.run(
                "ingest",
                "folder",
                folder + "/photos",
                "--rejects",
                folder + "/no/such/list"
            )
            #expect(lost.status == 74)
            #expect(lost.output.contains("3 refused: undecodable"), "\(lost.output)")
            #expect(lost.talk.contains("no/such/list"))
        }
    }

    /// A PNG that is whole in form and promises 60,000 x 60,000 pixels.
    private static let hugePNG: [UInt8] =
        [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]
        + chunk("IHDR", [0, 0, 0xEA, 0x60, 0, 0, 0xEA, 0x60, 8, 2, 0, 0, 0])
        + chunk("IDAT", [0x78, 0x9C, 0x03, 0, 0, 0, 0, 1])
        + chunk("IEND", [])

    private static func chunk(_ name: String, _ bytes: [UInt8]) -> [UInt8] {
        let size = UInt32(bytes.count)
        let content = Array(name.utf8) + bytes
        return bigEndian(size) + content + bigEndian(crc32(content))
    }

    private static func bigEndian(_ value: UInt32) -> [UInt8] {
        [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: value >> $0) }
    }

    private static func crc32(_ bytes: [UInt8]) -> UInt32 {
        var crc: UInt32 = 0xFFFF_FFFF
        for byte in bytes {
            crc ^= UInt32(byte)
            for _ in 0..<8 { crc = crc & 1 == 1 ? crc >> 1 ^ 0xEDB8_8320 : crc >> 1 }
        }
        return ~crc
    }
}

import Archives
import FaceTypes
import Foundation
import Gallery
import Ingest
import TestSupport
import Testing

/// What a source offers, flattened.
private func offers(_ source: any PhotoSource) async throws -> [PhotoOffer] {
    var cursor = try source.makeCursor()
    var offers: [PhotoOffer] = []
    while let offer = try await cursor.next() { offers.append(offer) }
    return offers
}

private func photos(_ source: any PhotoSource) async throws -> [PhotoCandidate] {
    try await offers(source).compactMap { offer in
        if case .photo(let candidate) = offer { candidate } else { nil }
    }
}

private func load(_ candidate: PhotoCandidate) throws -> [UInt8] {
    guard case .blocking(let load) = candidate.reading else { return [] }
    return try load()
}

private func write(_ text: String, to path: String) throws {
    let url = URL(filePath: path)
    try FileManager.default.createDirectory(
        at: url.deletingLastPathComponent(),
        withIntermediateDirectories: true
    )
    try Data(text.utf8).write(to: url)
}

@Suite struct `CelebA` {
    private func folder() throws -> TemporaryFolder {
        let folder = try TemporaryFolder()
        try write(
            "000001.jpg 2880\r\n000002.jpg 2937\n000003.jpg 2880\n",
            to: folder.path("identity_CelebA.txt")
        )
        try write(
            """
            3
            5_o_Clock_Shadow Male Young
            000001.jpg -1 1 1
            000002.jpg -1 -1 1
            000003.jpg -1  1 -1
            """,
            to: folder.path("list_attr_celeba.txt")
        )
        for number in 1...3 {
            try write("photo \(number)", to: folder.path("img_align_celeba/00000\(number).jpg"))
        }
        return folder
    }

    @Test func `gives every photo its identity and the identity its gender`() async throws {
        let folder = try folder()
        let source = try CelebASource(path: folder.path)
        let found = try await photos(source)
        #expect(source.expectedCount == 3)
        #expect(found.map(\.claim?.key) == ["celeba-2880", "celeba-2937", "celeba-2880"])
        #expect(found.map(\.claim?.metadata.gender) == ["male", "female", "male"])
        #expect(try found.map(load)[2] == Array("photo 3".utf8))
    }

    @Test(arguments: ["../000001.jpg 1", "a/b.jpg 1", "000001.jpg", "000001.jpg x", ".a 1"])
    func `refuses a list that makes no sense`(_ line: String) throws {
        let folder = try TemporaryFolder()
        try write("000001.jpg 1\n\(line)\n", to: folder.path("identity_CelebA.txt"))
        #expect(throws: SourceError.self) { try CelebASource(path: folder.path) }
    }
}

@Suite struct `Photos in a tar archive` {
    @Test func `are named by their folders`() async throws {
        var archive = TarArchive()
        archive.add("set/Ann_Lee/1.jpg", [1])
        archive.add("set/Ann_Lee/.hidden.jpg", [9])
        archive.add("set/Bo/2.png", [2, 2])
        archive.add("set/readme.txt", [3])
        archive.end()
        try await archive.asFile { path in
            let found = try await photos(try TarSource(path: path, naming: .folder))
            #expect(found.map(\.claim?.name) == ["Ann Lee", "Bo"])
            #expect(try found.map(load) == [[1], [2, 2]])
        }
    }

    @Test func `of WebDataset have their JSON beside them, before or after`() async throws {
        var archive = TarArchive()
        archive.add("0001.jpg", [1])
        archive.add(
            "0001.json",
            Array(#"{"person":"Ann Lee","licence":"CC0","year":2001,"else":[1]}"#.utf8)
        )
        archive.add("0002.json", Array(#"{"name":"Bo","person_id":"Q2"}"#.utf8))
        archive.add("0002.jpg", [2])
        archive.add("0003.jpg", [3])
        archive.add("0003.json", Array("[]".utf8))
        archive.end()
        try await archive.asFile { path in
            let source = try TarSource(path: path, naming: .folder)
            let found = try await photos(source)
            #expect(found.map(\.claim?.name) == ["Ann Lee", "Bo"])
            #expect(found.map(\.claim?.key) == ["Ann Lee", "Q2"])
            #expect(found.first?.credit.licence == "CC0")
            #expect(found.first?.year == 2001)
            #expect(try await offers(source).count == 3)
        }
    }

    @Test func `are none where there is no picture`() async throws {
        var archive = TarArchive()
        archive.add("a.txt", [1])
        archive.end()
        try await archive.asFile { path in
            #expect(throws: SourceError.noPhotos(path: path)) {
                try TarSource(path: path, naming: .folder)
            }
        }
    }
}

@Suite struct `What changed since a moment` {
    private let moment = Date(timeIntervalSince1970: 1_700_000_000)

    private func folder() throws -> TemporaryFolder {
        let folder = try TemporaryFolder()
        for (path, seconds) in [("Ann/1.jpg", -1.0), ("Ann/2.jpg", 0), ("Bo/3.jpg", 60)] {
            try write("x", to: folder.path(path))
            try FileManager.default.setAttributes(
                [.modificationDate: moment.addingTimeInterval(seconds)],
                ofItemAtPath: folder.path(path)
            )
        }
        return folder
    }

    @Test func `is what is offered of a folder`() async throws {
        let folder = try folder()
        let source = try FolderSource(path: folder.path, naming: .folder, since: moment)
        #expect(source.expectedCount == 2)
        #expect(try await photos(source).map { $0.origin.suffix(5) } == ["2.jpg", "3.jpg"])
        let later = moment.addingTimeInterval(61)
        let none = try FolderSource(path: folder.path, naming: .folder, since: later)
        #expect(try await photos(none).isEmpty)
    }

    @Test func `is what is offered of the files of a manifest`() async throws {
        let folder = try folder()
        let lines = ["Ann/1.jpg", "Ann/2.jpg", "Bo/3.jpg"].map {
            #"{"file":"\#($0)","person":"x"}"#
        }
        try write(lines.joined(separator: "\n"), to: folder.path("list.jsonl"))
        let source = try ManifestSource(path: folder.path("list.jsonl"), since: moment)
        #expect(try await photos(source).map { $0.origin.suffix(5) } == ["2.jpg", "3.jpg"])
    }

    @Test func `is what is offered of an archive, by what it says`() async throws {
        var archive = TarArchive()
        archive.add("Ann/1.jpg", [1], modified: 1_699_999_999)
        archive.add("Ann/2.jpg", [2], modified: 1_700_000_000)
        archive.add("Bo/3.jpg", [3])
        archive.end()
        try await archive.asFile { path in
            let source = try TarSource(path: path, naming: .folder, since: moment)
            #expect(try await photos(source).map { $0.origin.suffix(5) } == ["2.jpg", "3.jpg"])
        }
    }
}

@Suite struct `Addresses in a manifest` {
    private func reader(enrolled: Set<String> = []) -> AddressReader {
        AddressReader(
            fault: { $0.hasPrefix("https://") ? nil : "'\($0)' is not an https address" },
            bytes: { Array($0.utf8) },
            isEnrolled: { enrolled.contains($0 + " " + $1) }
        )
    }

    @Test func `are read, with people and credits, in both forms`() async throws {
        let folder = try TemporaryFolder()
        let address = "https://example.org/a.jpg"
        try write(
            """
            {"url":"\(address)","person":"Ann","licence":"CC0","source":"https://example.org/a"}
            {"url":"http://example.org/b.jpg","person":"Bo"}
            {"file":"c.jpg","url":"https://example.org/c.jpg","person":"Cy"}
            {"person":"Di"}
            """,
            to: folder.path("list.jsonl")
        )
        try write(
            """
            file,url,person,licence,source
            ,\(address),Ann,CC0,https://example.org/a
            ,http://example.org/b.jpg,Bo,,
            c.jpg,https://example.org/c.jpg,Cy,,
            ,,Di,,
            """,
            to: folder.path("list.csv")
        )
        for name in ["list.jsonl", "list.csv"] {
            let source = try ManifestSource(path: folder.path(name), reader: reader())
            #expect(source.namesAddresses)
            let found = try await photos(source)
            #expect(found.map(\.claim?.name) == ["Ann", "Cy"])
            #expect(found[0].place == .address(address))
            #expect(found[0].credit.licence == "CC0")
            #expect(found[0].credit.source == "https://example.org/a")
            #expect(try await found[0].bytes() == Array(address.utf8))
            #expect(found[1].place == .file(path: folder.path("c.jpg")))
            let all = try await offers(source)
            #expect(all.count == 4)
        }
    }

    @Test(arguments: [
        "file,person,license,license_url\na.jpg,Ann,CC0,https://example.org/cc0\n",
        #"{"file":"a.jpg","person":"Ann","license":"CC0","license_url":"https://example.org/cc0"}"#,
    ])
    func `say the licence in either spelling`(_ text: String) async throws {
        let folder = try TemporaryFolder()
        let path = folder.path(text.hasPrefix("{") ? "list.jsonl" : "list.csv")
        try write(text, to: path)
        let photo = try #require(try await photos(try ManifestSource(path: path)).first)
        #expect(photo.credit.licence == "CC0")
        #expect(photo.credit.licenceAddress == "https://example.org/cc0")
    }

    @Test func `that are enrolled are not asked for again`() async throws {
        let folder = try TemporaryFolder()
        try write(
            #"{"url":"https://example.org/a.jpg","person":"Ann"}"#,
            to: folder.path("list.jsonl")
        )
        let reader = reader(enrolled: ["Ann https://example.org/a.jpg"])
        let source = try ManifestSource(path: folder.path("list.jsonl"), reader: reader)
        guard case .enrolledBefore? = try await offers(source).first else {
            Issue.record("it is offered again")
            return
        }
    }

    @Test func `are told apart from files before anything is asked for`() throws {
        let folder = try TemporaryFolder()
        try write(
            #"{"file":"a.jpg","url":"https://example.org/a.jpg","person":"Ann"}"#,
            to: folder.path("files.jsonl")
        )
        #expect(try !ManifestSource(path: folder.path("files.jsonl")).namesAddresses)
    }
}

@Suite struct `Metadata files of ImageFolder` {
    @Test func `are manifests`() async throws {
        let folder = try TemporaryFolder()
        try write("x", to: folder.path("ann/1.jpg"))
        try write(
            #"{"file_name":"ann/1.jpg","name":"Ann Lee","label":3}"#,
            to: folder.path("metadata.jsonl")
        )
        try write(
            "file_name,name\nann/1.jpg,Ann  Lee\n../out.jpg,Bo\n",
            to: folder.path("metadata.csv")
        )
        let lines = try await photos(try ManifestSource(path: folder.path("metadata.jsonl")))
        #expect(lines.map(\.claim?.name) == ["Ann Lee"])
        let rows = try await offers(try ManifestSource(path: folder.path("metadata.csv")))
        #expect(rows.count == 2)
        guard case .photo(let first) = rows[0], case .refused(let second) = rows[1] else {
            Issue.record("\(rows)")
            return
        }
        #expect(first.claim?.name == "Ann Lee")
        #expect(second.code == "bad_record")
    }
}

@Suite struct `A data set in the ImageFolder layout` {
    @Test func `takes classes for people, whatever the split`() async throws {
        let folder = try TemporaryFolder()
        for path in ["train/Ann_Lee/1.jpg", "train/Bo/1.jpg", "test/Ann_Lee/2.jpg"] {
            try write("x", to: folder.path(path))
        }
        let found = try await photos(try ImageFolderSource(path: folder.path))
        #expect(found.compactMap(\.claim?.name).sorted() == ["Ann Lee", "Ann Lee", "Bo"])
    }

    @Test func `believes its metadata files`() async throws {
        let folder = try TemporaryFolder()
        try write("x", to: folder.path("train/1.jpg"))
        try write("x", to: folder.path("test/2.jpg"))
        try write(#"{"file_name":"1.jpg","name":"Ann"}"#, to: folder.path("train/metadata.jsonl"))
        try write("file_name,name\n2.jpg,Bo\n", to: folder.path("test/metadata.csv"))
        let source = try ImageFolderSource(path: folder.path)
        #expect(try await photos(source).compactMap(\.claim?.name) == ["Bo", "Ann"])
    }

    @Test func `loses no picture its metadata files do not name`() async throws {
        let folder = try TemporaryFolder()
        for path in ["train/1.jpg", "train/2.jpg", "test/Cy/3.jpg"] {
            try write("x", to: folder.path(path))
        }
        try write(#"{"file_name":"1.jpg","name":"Ann"}"#, to: folder.path("train/metadata.jsonl"))
        let source = try ImageFolderSource(path: folder.path)
        #expect(source.expectedCount.map { $0 >= 2 } ?? true)
        #expect(try await photos(source).compactMap(\.claim?.name) == ["Ann", "Cy"])
        let refused = try await offers(source).compactMap { offer in
            if case .refused(let reject) = offer { reject } else { nil }
        }
        #expect(refused.map(\.code) == ["unnamed"])
        #expect(refused.first?.origin.hasSuffix("train/2.jpg") == true)
    }
}

@Suite struct `A watched folder` {
    @Test func `offers what has settled, once, and again when it changes`() async throws {
        let folder = try TemporaryFolder()
        try write("a", to: folder.path("Ann/1.jpg"))
        var watch = try FolderWatch(path: folder.path, naming: .folder)
        func look() async throws -> [String] {
            guard case .photos(let source) = watch.look() else { return [] }
            return try await photos(source).compactMap(\.claim?.key)
        }
        #expect(try await look() == [])
        #expect(try await look() == ["Ann"])
        #expect(try await look() == [])
        try write("b", to: folder.path("Bo/1.jpg"))
        #expect(try await look() == [])
        try write("b, and more of it", to: folder.path("Bo/1.jpg"))
        #expect(try await look() == [])
        #expect(try await look() == ["Bo"])
        try write("a, written anew", to: folder.path("Ann/1.jpg"))
        #expect(try await look() == [])
        #expect(try await look() == ["Ann"])
    }

    @Test func `may go and come back, which is told once each`() async throws {
        let folder = try TemporaryFolder()
        let place = folder.path("share")
        try write("a", to: place + "/Ann/1.jpg")
        var watch = try FolderWatch(path: place, naming: .folder)
        func look() -> String {
            switch watch.look() {
            case .photos: "photos"
            case .nothing: "nothing"
            case .gone: "gone"
            case .back: "back"
            }
        }
        #expect([look(), look()] == ["nothing", "photos"])
        try FileManager.default.moveItem(atPath: place, toPath: folder.path("away"))
        #expect([look(), look()] == ["gone", "nothing"])
        try FileManager.default.moveItem(atPath: folder.path("away"), toPath: place)
        #expect([look(), look()] == ["back", "nothing"])
        try write("b", to: place + "/Bo/1.jpg")
        #expect([look(), look()] == ["nothing", "photos"])
    }
}

import Foundation
import TestSupport
import Testing
import WebPage

/// The catalogue: what lies where, and how files refer to each other.
@Suite struct AssetCatalogueTests {
    private func catalogue(_ files: [String: String]) -> AssetCatalogue {
        AssetCatalogue(
            files: files.sorted { $0.key < $1.key }
                .map { SourceFile(name: $0.key, bytes: Array($0.value.utf8)) }
        )
    }

    private func text(_ catalogue: AssetCatalogue, at path: String) -> String? {
        catalogue.asset(at: path).map { String(decoding: $0.bytes, as: UTF8.self) }
    }

    @Test func `the files compiled in are the files of the folder`() throws {
        let folder = Material.checkout + "/Sources/Door/WebPage/Assets"
        let walker = FileManager.default.enumerator(atPath: folder)
        var found: [String: [UInt8]] = [:]
        while let name = walker?.nextObject() as? String {
            guard walker?.fileAttributes?[.type] as? FileAttributeType == .typeRegular else {
                continue
            }
            found[name] = Array(try Data(contentsOf: URL(filePath: folder + "/" + name)))
        }
        let compiled = Dictionary(
            uniqueKeysWithValues: compiledFiles().map { ($0.name, $0.bytes) }
        )
        #expect(compiled.keys.sorted() == found.keys.sorted(), "run scripts/list-assets")
        #expect(compiled == found)
    }

    @Test func `every reference of the standard page leads to a file`() throws {
        let catalogue = AssetCatalogue.standard()
        #expect(catalogue.asset(at: "/")?.contentType == "text/html; charset=utf-8")
        let reference = /\/assets\/([^"'`)#?\s]+)(\?v=[0-9a-f]{16})?/
        for path in catalogue.paths {
            for match in try #require(text(catalogue, at: path)).matches(of: reference) {
                let target = "/assets/" + match.1
                #expect(catalogue.asset(at: target) != nil, "\(path) refers to \(target)")
                #expect(match.2 == "?v=\(catalogue.version)", "\(path) refers to \(target)")
            }
        }
    }

    @Test func `lines of comment in scripts do not travel, and nothing else is taken away`() throws
    {
        let script = "// why\nlet a = 1; // kept\n  /// also why\nlet b = `//`;\n\n\"//\";\n"
        let style = "// is no comment here\n"
        let catalogue = catalogue(["app.js": script, "page.css": style])
        let sent = "let a = 1; // kept\nlet b = `//`;\n\n\"//\";\n"
        #expect(text(catalogue, at: "/assets/app.js") == sent)
        #expect(text(catalogue, at: "/assets/page.css") == style)
        // A line of a text that looks like a comment would be lost.
        for file in compiledFiles() where file.name.hasSuffix(".js") {
            var isInside = false
            for line in String(decoding: file.bytes, as: UTF8.self).split(separator: "\n") {
                let isComment = line.drop { $0 == " " }.hasPrefix("//")
                #expect(!(isComment && isInside), "\(file.name): \(line)")
                if !isComment, line.count(where: { $0 == "`" }) % 2 == 1 { isInside.toggle() }
            }
        }
    }

    @Test func `documents have plain addresses and files lie below assets`() {
        let catalogue = catalogue([
            "index.html": "a", "admin.html": "b", "robots.txt": "c", "app.js": "d",
            "lang/de.js": "e", "lang/page.html": "f",
        ])
        #expect(
            catalogue.paths == [
                "/", "/admin", "/assets/app.js", "/assets/lang/de.js", "/assets/lang/page.html",
                "/robots.txt",
            ]
        )
        for path in ["", "/index.html", "/assets/", "/assets/../robots.txt", "/assets/%61pp.js"] {
            #expect(catalogue.asset(at: path) == nil, "\(path)")
        }
    }

    @Test func `references of every kind get the version and others stay`() {
        let index = """
            <link href="/assets/page.css"><a href="/admin">x</a><use href='/assets/mark.svg#a'>
            <a href="/assets/missing.js"><p>/assets/page.css</p><a href="./page.css.bak">
            """
        let app = """
            import { a } from './lang/de.js'; import("./lang/de.js"); fetch(`/assets/mark.svg`);
            const x = "./none.js"; const y = "../app.js"; // "./app.js
            """
        let catalogue = catalogue([
            "index.html": index, "app.js": app, "mark.svg": "<svg/>",
            "page.css": "a { background: url(./mark.svg) } b { background: url( ./mark.svg ) }",
            "lang/de.js": "import '../app.js'; import './de.js'; import '../../app.js';",
        ])
        let v = "?v=\(catalogue.version)"
        #expect(
            text(catalogue, at: "/") == """
                <link href="/assets/page.css\(v)"><a href="/admin">x</a>\
                <use href='/assets/mark.svg\(v)#a'>
                <a href="/assets/missing.js"><p>/assets/page.css</p><a href="./page.css.bak">
                """
        )
        #expect(
            text(catalogue, at: "/assets/app.js") == """
                import { a } from './lang/de.js\(v)'; import("./lang/de.js\(v)"); \
                fetch(`/assets/mark.svg\(v)`);
                const x = "./none.js"; const y = "../app.js"; // "./app.js
                """
        )
        #expect(
            text(catalogue, at: "/assets/page.css")
                == "a { background: url(./mark.svg\(v)) } b { background: url( ./mark.svg ) }"
        )
        #expect(
            text(catalogue, at: "/assets/lang/de.js")
                == "import '../app.js\(v)'; import './de.js\(v)'; import '../../app.js';"
        )
    }

    @Test func `any change of any file is another version`() {
        let one = catalogue(["index.html": "a", "app.js": "b"])
        let others = [
            catalogue(["index.html": "a", "app.js": "c"]),
            catalogue(["index.html": "a", "app2.js": "b"]),
            catalogue(["index.html": "ab", "app.js": ""]),
            catalogue(["index.html": "a"]),
        ]
        #expect(Set(others.map(\.version) + [one.version]).count == 5)
        #expect(one.version == catalogue(["index.html": "a", "app.js": "b"]).version)
        #expect(one.version.count == 16)
    }

    @Test func `compressed files unpack to the same bytes`() throws {
        var generator = SystemRandomNumberGenerator()
        let long = (0..<20_000).map { _ in "abcdefgh ".randomElement(using: &generator) ?? "a" }
        let catalogue = catalogue(["a.js": String(long), "b.txt": "x", "c.css": ""])
        let asset = try #require(catalogue.asset(at: "/assets/a.js"))
        let gzipped = try #require(asset.gzipped)
        #expect(gzipped.count < asset.bytes.count / 2)
        let unpacked = try gunzip(gzipped)
        #expect(unpacked == asset.bytes)
        #expect(catalogue.asset(at: "/assets/b.txt")?.gzipped == nil)
        #expect(catalogue.asset(at: "/assets/c.css")?.gzipped == nil)
        #expect(catalogue.asset(at: "/assets/c.css")?.bytes == [])
    }

    private func gunzip(_ bytes: [UInt8]) throws -> [UInt8] {
        try Material.withTemporaryFolder { folder in
            let file = URL(filePath: folder + "/a.gz")
            try Data(bytes).write(to: file)
            let process = Process()
            let output = Pipe()
            process.executableURL = URL(filePath: "/usr/bin/env")
            process.arguments = ["gzip", "-dc", file.path]
            process.standardOutput = output
            try process.run()
            let unpacked = try output.fileHandleForReading.readToEnd() ?? Data()
            process.waitUntilExit()
            #expect(process.terminationStatus == 0)
            return Array(unpacked)
        }
    }
}

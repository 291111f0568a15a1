import Foundation
import Testing

/// The import law (ARCHITECTURE.md, "The rooms"): a room imports only lower floors, never its own, and every
/// outside package has the rooms that may see it.
@Suite struct ImportLaw {
    private static let floors: [String: Int] = [
        "CVectorKernels": 0, "COpenVINO": 0, "CVips": 0, "CTurboJPEG": 0, "CWebAssets": 0,
        "CProcess": 0, "COpenAPI": 0, "CZlib": 0, "CZstd": 0,
        "FaceTypes": 0, "Hashing": 1, "NativeLibraries": 1, "Pools": 1,
        "Multipart": 1, "Admission": 1, "Metering": 1,
        "Imaging": 2, "Inference": 2, "ModelPacks": 2, "VectorIndex": 2, "Gallery": 2, "Jobs": 2,
        "Archives": 2, "Parquet": 2,
        "ObjectStorage": 2, "AccessKeys": 2, "SelfSignedTLS": 2,
        "FacePipeline": 3, "DrawnPeople": 3, "GallerySQLite": 3, "Calibration": 3,
        "Fetching": 3,
        "Likeness": 4,
        "Ingest": 5, "Evaluation": 5,
        "Wikimedia": 6, "WebPage": 6,
        "Reports": 7, "HTTPService": 7,
        "Assembly": 8, "semblance": 9,
    ]

    private static let adapters: Set<String> = ["GallerySQLite"]

    private static let outside: [String: Set<String>] = [
        "GRDB": ["GallerySQLite"],
        "Crypto": ["Hashing", "SelfSignedTLS"],
        "SwiftCSV": ["Ingest"],
        "ArgumentParser": ["semblance"],
        "Hummingbird": ["HTTPService"], "HummingbirdTLS": ["HTTPService"],
        "HummingbirdHTTP2": ["HTTPService"],
        "X509": ["SelfSignedTLS"], "SwiftASN1": ["SelfSignedTLS"],
        "AsyncHTTPClient": ["Fetching"],
        "COpenVINO": ["Inference"],
        "CVips": ["Imaging"], "CTurboJPEG": ["Imaging"],
        "CZlib": ["Fetching", "Parquet"], "CZstd": ["Parquet"],
        "CWebAssets": ["WebPage"],
        "CVectorKernels": ["VectorIndex"],
        "CProcess": ["Assembly"],
        "COpenAPI": ["HTTPService"],
    ]

    private static let withoutFoundation: Set<String> = [
        "FaceTypes", "NativeLibraries", "Pools", "Imaging", "Inference", "VectorIndex", "Gallery",
        "Jobs",
        "Multipart", "Admission", "Metering", "WebPage",
    ]

    private struct Import: CustomStringConvertible {
        let room: String
        let file: String
        let module: String
        var description: String { "\(room)/\(file) imports \(module)" }
    }

    private static let root = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    private static func imports() throws -> [Import] {
        let sources = root.appending(path: "Sources")
        var found: [Import] = []
        for subject in try entries(of: sources) {
            for room in try entries(of: subject) {
                let walker = FileManager.default.enumerator(
                    at: room,
                    includingPropertiesForKeys: nil
                )
                while let file = walker?.nextObject() as? URL {
                    guard file.pathExtension == "swift" else { continue }
                    for module in try modules(importedBy: file) {
                        found.append(
                            Import(
                                room: room.lastPathComponent,
                                file: file.lastPathComponent,
                                module: module
                            )
                        )
                    }
                }
            }
        }
        return found
    }

    private static func entries(of folder: URL) throws -> [URL] {
        try FileManager.default.contentsOfDirectory(
            at: folder,
            includingPropertiesForKeys: nil
        ).filter { $0.hasDirectoryPath }
    }

    private static func modules(importedBy file: URL) throws -> [String] {
        try String(contentsOf: file, encoding: .utf8).split(separator: "\n").compactMap { line in
            var words = line.split(separator: " ").map(String.init)
            let prefixes: Set<String> = [
                "public", "package", "internal", "private", "fileprivate", "@preconcurrency",
                "@_exported",
            ]
            while let first = words.first, prefixes.contains(first) { words.removeFirst() }
            guard words.first == "import", words.count > 1 else { return nil }
            let kinds: Set<String> = ["struct", "class", "enum", "func", "protocol", "var", "let"]
            let name = kinds.contains(words[1]) && words.count > 2 ? words[2] : words[1]
            return name.split(separator: ".").first.map(String.init)
        }
    }

    @Test func `every room stands on a floor`() throws {
        let rooms = try Self.entries(of: Self.root.appending(path: "Sources"))
            .flatMap { try Self.entries(of: $0) }
            .map(\.lastPathComponent)
        #expect(rooms.count > 20)
        for room in rooms { #expect(Self.floors[room] != nil, "\(room) has no floor") }
    }

    @Test func `a room imports lower floors only`() throws {
        let imports = try Self.imports()
        #expect(imports.count > 100)
        for entry in imports {
            guard let target = Self.floors[entry.module], let own = Self.floors[entry.room] else {
                continue
            }
            #expect(target < own, "\(entry): floor \(target) from floor \(own)")
        }
    }

    @Test func `adapters are seen by Assembly alone`() throws {
        for entry in try Self.imports() where Self.adapters.contains(entry.module) {
            #expect(entry.room == "Assembly", "\(entry)")
        }
    }

    @Test func `outside packages and native shims stay in their rooms`() throws {
        for entry in try Self.imports() {
            guard let allowed = Self.outside[entry.module] else { continue }
            #expect(allowed.contains(entry.room), "\(entry)")
        }
    }

    @Test func `the inner rooms do without Foundation`() throws {
        for entry in try Self.imports() where Self.withoutFoundation.contains(entry.room) {
            #expect(entry.module != "Foundation", "\(entry)")
        }
    }
}

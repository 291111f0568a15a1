import FaceTypes
import Foundation
import Hashing
import ModelPacks
import Synchronization

/// A store and a mirror folder in a temporary folder, and small packs to install.
final class StoreFixture {
    let root: String
    let store: PackStore
    var mirror: String { root + "/mirror" }
    var packs: String { store.folder }

    init() throws {
        root =
            FileManager.default.temporaryDirectory
            .appendingPathComponent("semblance-packs-\(UUID().uuidString)").path
        store = PackStore(folder: root + "/home/packs")
        try FileManager.default.createDirectory(
            atPath: root + "/mirror/deep",
            withIntermediateDirectories: true
        )
    }

    deinit {
        try? FileManager.default.removeItem(atPath: root)
    }

    /// Bytes of one of the pack's files.
    static func bytes(_ name: String) -> [UInt8] {
        Array(repeating: Array("\(name) ".utf8), count: 300).flatMap { $0 }
    }

    static func file(
        _ name: String,
        isOptional: Bool = false,
        sources: [PackSource] = []
    ) -> PackFile {
        PackFile(
            path: name,
            bytes: bytes(name).count,
            sha256: sha256(bytes(name)).hexadecimal,
            isOptional: isOptional,
            sources: sources
        )
    }

    /// A pack of two required files and, if wanted, an optional head-pose net.
    static func manifest(
        name: String = "tiny",
        version: String = "1",
        needsAcceptance: Bool = false,
        hasPose: Bool = false,
        sources: [PackSource] = []
    ) throws -> PackManifest {
        var manifest = try PackCatalogue.manifest(named: "open")
        manifest.name = name
        manifest.version = version
        manifest.licence.requiresAcceptance = needsAcceptance
        manifest.detector.graphs = ["net": "net.onnx"]
        manifest.embedder.graph = "face.onnx"
        manifest.headPose?.graph = "pose.onnx"
        if !hasPose { manifest.headPose = nil }
        manifest.files = ["net.onnx", "face.onnx"].map { file($0, sources: sources) }
        if hasPose { manifest.files.append(file("pose.onnx", isOptional: true)) }
        return manifest
    }

    func mirror(_ names: String..., contents: [UInt8]? = nil) throws {
        for name in names {
            let url = URL(fileURLWithPath: mirror + "/deep/" + name)
            try Data(contents ?? Self.bytes(name)).write(to: url)
        }
    }

    /// What lies in the store, but for its notes of what was checked.
    func entries() -> [String] {
        ((try? FileManager.default.contentsOfDirectory(atPath: packs)) ?? [])
            .filter { $0 != ".checked" }.sorted()
    }

    /// The notes of what was checked.
    func notes() -> [String] {
        (try? FileManager.default.contentsOfDirectory(atPath: packs + "/.checked")) ?? []
    }

    func options(acceptsLicence: Bool = false) -> InstallOptions {
        InstallOptions(mirror: mirror, allowsPip: false, acceptsLicence: acceptsLicence)
    }

    /// Writes a script that stands in for Python and answers its path.
    func python(_ script: String) throws -> String {
        let path = root + "/python"
        try Data(("#!/bin/sh\n" + script + "\n").utf8).write(to: URL(fileURLWithPath: path))
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: path)
        return path
    }
}

/// What an installation said, from whatever thread.
final class Diary: Sendable {
    private let lines = Mutex<[InstallProgress]>([])

    var entries: [InstallProgress] { lines.withLock { $0 } }

    func write(_ line: InstallProgress) {
        lines.withLock { $0.append(line) }
    }
}

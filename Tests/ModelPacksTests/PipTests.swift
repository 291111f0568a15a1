import FaceTypes
import Foundation
import Hashing
import ModelPacks
import Testing

/// pip itself is played by small scripts, so that each of its ways to fail can be seen.
@Suite struct PipTests {
    private static let sources: [PackSource] = [
        .pip(
            package: "weights==1.0",
            archiveSHA256: String(repeating: "0", count: 64),
            isSourceArchive: false,
            member: "inside/file"
        )
    ]

    private func words(
        python script: String?,
        seconds: Int = 30
    ) async throws -> String {
        let fixture = try StoreFixture()
        let python = try script.map { try fixture.python($0) } ?? "no-such-python"
        let options = InstallOptions(python: python, pipSeconds: seconds)
        let manifest = try StoreFixture.manifest(sources: Self.sources)
        do {
            _ = try await fixture.store.install(manifest, options: options)
            return "installed"
        } catch {
            #expect(fixture.entries() == [])
            return "\(error)"
        }
    }

    @Test func `no Python says what to install`() async throws {
        #expect(try await words(python: nil).contains("apt-get install python3"))
    }

    @Test func `no pip says what to install`() async throws {
        let script = "echo '/usr/bin/python3: No module named pip' >&2; exit 1"
        #expect(try await words(python: script).contains("apt-get install python3-pip"))
    }

    @Test func `no network is told apart from other failures`() async throws {
        let script = "echo 'ERROR: No matching distribution found for weights==1.0' >&2; exit 1"
        #expect(try await words(python: script).contains("cannot reach its package index"))
        let other = "echo 'ERROR: the moon is down' >&2; exit 2"
        #expect(try await words(python: other).contains("the moon is down"))
    }

    @Test func `an archive with another hash is refused`() async throws {
        let script = "echo 'THESE PACKAGES DO NOT MATCH THE HASHES FROM' >&2; exit 1"
        #expect(try await words(python: script).contains("not the pinned one"))
    }

    @Test func `a pip that never ends is ended`() async throws {
        #expect(
            try await words(python: "exec sleep 600", seconds: 0).contains("longer than 0 seconds")
        )
    }

    @Test func `files come out of a real archive and the archive is fetched once`() async throws {
        let fixture = try StoreFixture()
        try fixture.mirror("net.onnx", "face.onnx")
        let script = """
            if [ "$1" = "-m" ]; then
                echo run >> \(fixture.root)/runs
                while [ "$1" != "--dest" ]; do shift; done
                mkdir -p "$2" && cd \(fixture.mirror) && exec python3 -c \
                'import sys, tarfile; tarfile.open(sys.argv[1], "w:gz").add("deep")' "$2/w.tar.gz"
            fi
            exec python3 "$@"
            """
        let sources = { (name: String) -> [PackSource] in
            [
                .pip(
                    package: "weights==1.0",
                    archiveSHA256: String(repeating: "0", count: 64),
                    isSourceArchive: true,
                    member: "deep/" + name
                )
            ]
        }
        var manifest = try StoreFixture.manifest()
        manifest.files = ["net.onnx", "face.onnx"].map {
            StoreFixture.file($0, sources: sources($0))
        }
        let python = try fixture.python(script)
        let pack = try await fixture.store.install(
            manifest,
            options: InstallOptions(python: python)
        )
        #expect(try fixture.store.verify(name: "tiny").map(\.faults) == [[]])
        let runs = try String(contentsOfFile: fixture.root + "/runs", encoding: .utf8)
        #expect(runs == "run\n")
        #expect(fixture.entries() == [String(pack.folder.split(separator: "/").last ?? "")])
    }

    @Test func `a package's archive in the mirror folder needs no pip, but the right hash`()
        async throws
    {
        let fixture = try StoreFixture()
        try fixture.mirror("net.onnx", "face.onnx")
        let tar = Process()
        tar.executableURL = URL(fileURLWithPath: "/bin/tar")
        tar.arguments = ["-czf", fixture.root + "/made.tar.gz", "-C", fixture.mirror, "deep"]
        try tar.run()
        tar.waitUntilExit()
        let archive = try Data(contentsOf: URL(fileURLWithPath: fixture.root + "/made.tar.gz"))
        let only = try StoreFixture()
        try only.mirror("My_Weights-1.0.tar.gz", contents: [UInt8](archive))
        for (hash, works) in [
            (sha256([UInt8](archive)).hexadecimal, true), (sha256([]).hexadecimal, false),
        ] {
            var manifest = try StoreFixture.manifest(name: works ? "right" : "wrong")
            manifest.files = ["net.onnx", "face.onnx"].map { name in
                let source = PackSource.pip(
                    package: "my-weights==1.0",
                    archiveSHA256: hash,
                    isSourceArchive: true,
                    member: "deep/" + name
                )
                var file = StoreFixture.file(name, sources: [source])
                if !works { file.sha256 = sha256(Array(name.utf8)).hexadecimal }
                return file
            }
            if works {
                _ = try await only.store.install(manifest, options: only.options())
                #expect(try only.store.verify(name: "right").map(\.faults) == [[]])
            } else {
                await #expect(throws: PackError.self) {
                    try await only.store.install(manifest, options: only.options())
                }
            }
        }
    }
}

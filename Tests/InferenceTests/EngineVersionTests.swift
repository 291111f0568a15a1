import Foundation
import Inference
import NativeLibraries
import TestSupport
import Testing

struct EngineVersionTests {
    /// The functions the shim looks up, read from the list it is compiled from.
    private func functionNames() throws -> [String] {
        let header = try String(
            contentsOfFile: Material.checkout + "/Sources/Native/COpenVINO/openvino_api.h",
            encoding: .utf8
        )
        return header.matches(of: /X\([^,]+,\s*(\w+),/).map { String($0.1) }
    }

    /// Compiles a library that has the engine's functions but is of another version.
    private func makeLibrary(version: String, in folder: String) throws -> String {
        let names = try functionNames().filter { $0 != "get_openvino_version" }
        let stubs = names.map { "int ov_\($0)(void) { return 0; }" }.joined(separator: "\n")
        let source = """
            \(stubs)
            struct version { const char *build; const char *description; };
            int ov_get_openvino_version(struct version *out) {
                out->build = "\(version)";
                return 0;
            }
            """
        try Data(source.utf8).write(to: URL(fileURLWithPath: folder + "/stub.c"))
        let path = folder + "/libopenvino_c.so.2641"
        let compiler = Process()
        compiler.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        compiler.arguments = ["cc", "-shared", "-fPIC", "-o", path, folder + "/stub.c"]
        try compiler.run()
        compiler.waitUntilExit()
        try #require(compiler.terminationStatus == 0)
        return path
    }

    @Test func `an engine of another version is refused before it is started`() throws {
        try Material.withTemporaryFolder { folder in
            let path = try makeLibrary(version: "2025.1.0-9-stub", in: folder)
            let fault = NativeLibraryError.Fault.wrongVersion(
                path: path,
                expected: "2026.4.x",
                found: "2025.1.0-9-stub"
            )
            let expected = NativeLibraryError(library: EngineSettings.library, fault: fault)
            #expect(throws: InferenceError.library(expected)) {
                try InferenceEngine(EngineSettings(libraryFolder: folder))
            }
        }
    }
}

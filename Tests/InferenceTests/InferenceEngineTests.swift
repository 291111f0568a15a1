import Foundation
import Inference
import NativeLibraries
import TestSupport
import Testing

struct InferenceEngineTests {
    @Test(Material.requiresEngine()) func `the engine says its version`() throws {
        #expect(try InferenceEngine().version.hasPrefix("2026.4."))
    }

    @Test func `a folder that is set comes first, and a broken library there is reported`() throws {
        try Material.withTemporaryFolder { folder in
            let path = folder + "/libopenvino_c.so.2641"
            try Data("no library".utf8).write(to: URL(fileURLWithPath: path))
            let error = try #require(throws: InferenceError.self) {
                try InferenceEngine(EngineSettings(libraryFolder: folder))
            }
            guard case .library(let cause) = error, case .unusable(let found, _) = cause.fault
            else {
                Issue.record("expected an unusable library, found \(error)")
                return
            }
            #expect(found == path)
            #expect(error.description.contains("To install it: make setup"))
        }
    }

    @Test func `a library that is not the engine is refused by the function it lacks`() throws {
        try Material.withTemporaryFolder { folder in
            // Any library will do that is surely on this machine: one that is loaded already.
            let file = try #require(FileHandle(forReadingAtPath: "/proc/self/maps"))
            let maps = String(decoding: try file.readToEnd() ?? Data(), as: UTF8.self)
            let words = maps.split(whereSeparator: \.isWhitespace)
            let other = String(try #require(words.first { $0.hasSuffix("/libc.so.6") }))
            let path = folder + "/libopenvino_c.so.2641"
            try FileManager.default.createSymbolicLink(atPath: path, withDestinationPath: other)
            let error = try #require(throws: InferenceError.self) {
                try InferenceEngine(EngineSettings(libraryFolder: folder))
            }
            let missing = NativeLibraryError.Fault.missingSymbol(
                path: path,
                symbol: "ov_get_openvino_version"
            )
            #expect(
                error
                    == .library(
                        NativeLibraryError(library: EngineSettings.library, fault: missing)
                    )
            )
        }
    }

    @Test
    func `the engine is looked for in the setting, the environment, the checkout, and beside`() {
        let places = EngineSettings(libraryFolder: "/chosen").searchPlaces
        #expect(places.first == .folder("/chosen"))
        #expect(places.dropFirst().first == .environment(variable: "SEMBLANCE_OPENVINO"))
        #expect(places.dropFirst(2).first?.description.hasSuffix("/.deps/openvino/lib") == true)
        #expect(places.last == .besideExecutable("."))
        #expect(places.count == 4)
    }

    @Test func `parallel runs stay within their limits`() {
        #expect(EngineSettings(parallelRuns: 0).parallelRuns == 1)
        #expect(EngineSettings(parallelRuns: 1_000).parallelRuns == EngineSettings.parallelRunsMax)
        #expect(EngineSettings().parallelRuns >= 1)
    }

    @Test(Material.requiresEngine()) func `a graph that is not there is refused by name`() throws {
        let error = try #require(throws: InferenceError.self) {
            try InferenceEngine().compile(graphAt: "/nowhere/net.onnx", precision: .f32)
        }
        guard case .graphRefused(let graph, _) = error else {
            Issue.record("expected a refused graph, found \(error)")
            return
        }
        #expect(graph == "/nowhere/net.onnx")
    }

    @Test(Material.requiresEngine(), arguments: [0, 1, 7, 100])
    func `bytes that are no graph are refused`(count: Int) throws {
        let bytes = [UInt8](repeating: 0xA5, count: count)
        #expect(throws: InferenceError.self) {
            try InferenceEngine().compile(.bytes(name: "noise", bytes), precision: .f32)
        }
    }

    @Test(Material.requiresEngine()) func `a graph cut short is refused`() throws {
        let whole = TinyGraph.planes(batch: 1, height: 4, width: 4).bytes
        let engine = try InferenceEngine()
        for count in stride(from: 0, to: whole.count, by: 9) {
            #expect(throws: InferenceError.self) {
                let source = GraphSource.bytes(name: "cut", Array(whole.prefix(count)))
                _ = try engine.compile(source, precision: .f32)
            }
        }
    }

    @Test(Material.requiresEngine()) func `a graph of two inputs is refused`() throws {
        let port = TinyGraph.Port(name: "a", dimensions: [1, 4])
        let other = TinyGraph.Port(name: "b", dimensions: [1, 4])
        let graph = TinyGraph(
            nodes: [.init(operation: "Add", inputs: ["a", "b"], outputs: ["sum"])],
            inputs: [port, other],
            outputs: [.init(name: "sum", dimensions: [1, 4])]
        )
        #expect(throws: InferenceError.inputCount(graph: "two", found: 2)) {
            try InferenceEngine().compile(.bytes(name: "two", graph.bytes), precision: .f32)
        }
    }

    @Test(Material.requiresEngine(), arguments: InferencePrecision.allCases)
    func `the precision is the one that was asked for`(precision: InferencePrecision) throws {
        let graph = GraphSource.bytes(
            name: "planes",
            TinyGraph.planes(batch: 1, height: 4, width: 4).bytes
        )
        let network = try InferenceEngine().compile(graph, precision: precision)
        // A processor may lack bf16, but none may turn f32 into anything else.
        #expect(network.precision == precision || network.precision == .f32)
        #expect(network.property("ENABLE_CPU_PINNING") == "NO")
    }
}

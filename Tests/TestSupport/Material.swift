internal import Foundation
public import Testing

/// What some tests need and the repository does not hold: photos, weights, the inference engine.
///
/// A test names what it needs as a trait, `@Test(Material.requirement("faces/known"))`. Without it
/// the test is skipped by that name; with `SEMBLANCE_STRICT=1` (set in CI) it fails instead.
public enum Material {
    /// Folder of photos and other inputs, from `SEMBLANCE_TESTDATA`; `nil` when absent.
    public static let testData: String? = folder(fromEnvironment: "SEMBLANCE_TESTDATA")

    /// Folder of model weights, from `SEMBLANCE_MIRROR`; `nil` when absent.
    public static let mirror: String? = folder(fromEnvironment: "SEMBLANCE_MIRROR")

    /// Folder of the engine's libraries: `SEMBLANCE_OPENVINO`, else the checkout's `.deps`.
    public static let engineFolder: String? =
        folder(fromEnvironment: "SEMBLANCE_OPENVINO")
        ?? existingFolder(checkout + "/.deps/openvino/lib")

    /// Root folder of the checkout these tests were compiled from.
    public static let checkout: String = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().path

    /// Whether missing material fails a test instead of skipping it.
    public static let isStrict = ProcessInfo.processInfo.environment["SEMBLANCE_STRICT"] == "1"

    /// Whether there is a folder of test data at all.
    public static var hasTestData: Bool { testData != nil }

    /// Whether there is a folder of weights at all.
    public static var hasMirror: Bool { mirror != nil }

    /// The path of something below the test data, such as `faces/known`; it need not exist.
    public static func file(_ relative: String) -> String {
        (testData ?? "/SEMBLANCE_TESTDATA-is-not-set") + "/" + relative
    }

    /// The path of something below the weights, such as `open/yunet_n_dynamic.onnx`.
    public static func weights(_ relative: String) -> String {
        (mirror ?? "/SEMBLANCE_MIRROR-is-not-set") + "/" + relative
    }

    /// Asks for files or folders below `SEMBLANCE_TESTDATA`.
    public static func requirement(_ relative: String...) -> ConditionTrait {
        requirement(of: relative, below: "SEMBLANCE_TESTDATA", at: file)
    }

    /// Asks for files or folders below `SEMBLANCE_MIRROR`.
    public static func requirement(weights relative: String...) -> ConditionTrait {
        requirement(of: relative, below: "SEMBLANCE_MIRROR", at: weights)
    }

    /// Asks for the inference engine's libraries.
    public static func requiresEngine() -> ConditionTrait {
        requirement(named: "the inference engine (run: make setup)") { engineFolder != nil }
    }

    /// Asks for anything else, such as a system library: `isPresent` finds out.
    ///
    /// - Parameter name: what is printed when it is missing; say how to get it.
    public static func requirement(
        named name: String,
        isPresent: @escaping @Sendable () throws -> Bool
    ) -> ConditionTrait {
        .enabled(Comment(rawValue: "needs \(name)")) {
            if try isPresent() { return true }
            if isStrict { throw MissingMaterial(name: name) }
            return false
        }
    }

    /// A new empty folder under the temporary folder, removed again after `body`.
    public static func withTemporaryFolder<Result>(
        _ body: (String) throws -> Result
    ) throws -> Result {
        let folder = FileManager.default.temporaryDirectory
            .appendingPathComponent("semblance-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        return try body(folder.path)
    }

    private static func requirement(
        of relative: [String],
        below variable: String,
        at path: @escaping @Sendable (String) -> String
    ) -> ConditionTrait {
        requirement(named: "\(relative.joined(separator: ", ")) below \(variable)") {
            relative.allSatisfy { FileManager.default.fileExists(atPath: path($0)) }
        }
    }

    private static func folder(fromEnvironment variable: String) -> String? {
        ProcessInfo.processInfo.environment[variable].flatMap(existingFolder)
    }

    private static func existingFolder(_ path: String) -> String? {
        var isFolder: ObjCBool = false
        let exists = FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
        return exists && isFolder.boolValue ? path : nil
    }
}

/// A strict run asked for material that is not there.
struct MissingMaterial: Error, CustomStringConvertible {
    let name: String

    var description: String {
        "SEMBLANCE_STRICT=1 and this test needs \(name), which is missing"
    }
}

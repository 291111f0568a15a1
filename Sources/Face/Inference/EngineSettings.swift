public import NativeLibraries

#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#else
internal import Darwin
#endif

/// Where the inference engine's libraries lie and how much of the machine it may use.
public struct EngineSettings: Sendable, Hashable {
    /// Most runs of one network at a time, whatever is asked for: each keeps its own activations.
    public static let parallelRunsMax = 64

    /// A folder to look in before any other; `nil` for none.
    public var libraryFolder: String?

    /// Runs of one network that may go on at the same time, 1...``parallelRunsMax``.
    ///
    /// Further callers wait. Each run uses one core, so that its result cannot depend on how work
    /// was divided.
    public var parallelRuns: Int

    /// Takes the given settings; by default a run for every core of this machine.
    public init(libraryFolder: String? = nil, parallelRuns: Int? = nil) {
        self.libraryFolder = libraryFolder
        let cores = Int(sysconf(Int32(_SC_NPROCESSORS_ONLN)))
        self.parallelRuns = min(max(parallelRuns ?? cores, 1), Self.parallelRunsMax)
    }

    /// The places the engine is looked for: the setting, `SEMBLANCE_OPENVINO`, the checkout this was
    /// compiled in, and beside the program.
    public var searchPlaces: [SearchPlace] {
        let chosen = libraryFolder.map { [SearchPlace.folder($0)] } ?? []
        return chosen + [
            .environment(variable: "SEMBLANCE_OPENVINO"),
            .folder(NativeEngine.defaultFolder),
            .besideExecutable("."),
        ]
    }

    /// The engine's library in a folder; `nil` when the folder holds none.
    public static func libraryFile(inFolder folder: String) -> String? {
        library.fileNames.map { folder + "/" + $0 }.first { access($0, F_OK) == 0 }
    }

    /// The library itself; the version is checked again after loading.
    public static let library = NativeLibrary(
        name: "OpenVINO",
        fileNames: ["libopenvino_c.so.2641", "libopenvino_c.so"],
        installLine: "make setup"
    )
}

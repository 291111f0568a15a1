internal import NativeLibraries

/// The inference engine: it turns graph files into networks that run on this machine's processor.
///
/// Make one a process and hand it on. Any thread may use it.
public final class InferenceEngine: Sendable {
    /// Compiled code an open-shaped graph keeps for shapes it has seen, in graph nodes.
    ///
    /// The engine's own limit (5,000) let a detector grow by 600 MB over 400 shapes.
    static let shapeCacheCapacity = 512

    /// The engine's build number, such as `2026.4.1-...`.
    public let version: String

    /// Runs of one network that may go on at the same time.
    public let parallelRuns: Int

    /// Where its library was found: a path, or a bare file name when the system found it.
    public let libraryPath: String

    private let native: NativeEngine

    /// Finds, loads and starts the engine; about 10 ms.
    ///
    /// - Throws: `InferenceError.library` with what was looked for, where, and how to install it.
    public init(_ settings: EngineSettings = EngineSettings()) throws(InferenceError) {
        let loaded: LoadedLibrary
        do throws(NativeLibraryError) {
            loaded = try EngineSettings.library.load(searching: settings.searchPlaces)
        } catch {
            throw .library(error)
        }
        native = try NativeEngine(loaded)
        version = native.version
        libraryPath = loaded.path
        parallelRuns = settings.parallelRuns
    }

    /// Compiles the graph in a file; see ``compile(_:precision:shape:)``.
    public func compile(
        graphAt path: String,
        precision: InferencePrecision,
        shape: InputShape? = nil
    ) throws(InferenceError) -> Network {
        try compile(.file(path), precision: precision, shape: shape)
    }

    /// Compiles a graph of one input, .1 to .3 s of one core.
    ///
    /// The result of a run depends on the graph, the precision and whether its dimensions are fixed
    /// or open (by about 1e-6 in f32, 1e-3 in bf16), so use one kind throughout. It does not depend
    /// on the other images of a batch, on the size of a fixed batch, on ``parallelRuns``, or on what
    /// other threads do.
    /// - Parameter shape: for graphs of shape (batch, channels, height, width); `nil` keeps the
    ///   graph's own.
    public func compile(
        _ source: GraphSource,
        precision: InferencePrecision,
        shape: InputShape? = nil
    ) throws(InferenceError) -> Network {
        let model = try native.compile(
            source,
            dimensions: shape?.dimensions,
            properties: properties(for: precision)
        )
        return try Network(model, name: source.name, runs: parallelRuns)
    }

    private func properties(for precision: InferencePrecision) -> [(key: String, value: String)] {
        [
            ("INFERENCE_PRECISION_HINT", precision.rawValue),
            ("NUM_STREAMS", "\(parallelRuns)"),
            // One thread a stream: a run then never divides its sums among threads.
            ("INFERENCE_NUM_THREADS", "\(parallelRuns)"),
            // Pinning would nail the callers' threads, and those of other processes, to few cores.
            ("ENABLE_CPU_PINNING", "NO"),
            ("CPU_RUNTIME_CACHE_CAPACITY", "\(Self.shapeCacheCapacity)"),
        ]
    }
}

internal import COpenVINO
internal import NativeLibraries

/// The engine's C handles as Swift objects; nothing else in this room speaks to the C shim.
///
/// `@unchecked Sendable`: OpenVINO allows its core to be used by any thread.
final class NativeEngine: @unchecked Sendable {
    /// The engine folder of the checkout this program was compiled in.
    static var defaultFolder: String { String(cString: smb_ov_default_folder()) }

    /// Element types and struct layouts belong to one release of the library.
    static let versionPrefix = "2026.4."

    private let handle: OpaquePointer

    let version: String

    init(_ loaded: LoadedLibrary) throws(InferenceError) {
        var bound: OpaquePointer?
        var missing: UnsafePointer<CChar>?
        let status = smb_ov_bind(loaded.handle, &bound, &missing)
        if let missing {
            let fault = NativeLibraryError.Fault.missingSymbol(
                path: loaded.path,
                symbol: String(cString: missing)
            )
            throw .library(NativeLibraryError(library: EngineSettings.library, fault: fault))
        }
        guard status == 0, let bound else {
            throw .engine(reason: "status \(status) while its functions were looked up")
        }
        handle = bound
        version = String(cString: smb_ov_engine_version(bound))
        guard version.hasPrefix(Self.versionPrefix) else {
            let fault = NativeLibraryError.Fault.wrongVersion(
                path: loaded.path,
                expected: Self.versionPrefix + "x",
                found: version
            )
            throw .library(NativeLibraryError(library: EngineSettings.library, fault: fault))
        }
        let started = smb_ov_engine_start(bound)
        if started != 0 { throw .engine(reason: reason(for: started)) }
    }

    deinit { smb_ov_engine_free(handle) }

    /// The engine's own words for the latest failure.
    ///
    /// They come with source positions a line each; only the last line says what happened.
    func reason(for status: Int32) -> String {
        switch status {
        case Int32(SMB_OV_OUT_OF_MEMORY):
            return "out of memory"
        case Int32(SMB_OV_RANK_UNSUPPORTED):
            return "its tensors have another number of dimensions than expected"
        case Int32(SMB_OV_ELEMENT_NOT_F32):
            return "its outputs are not 32-bit floats"
        default:
            let text = readText(capacity: 4096) { text, capacity in
                smb_ov_engine_copy_error(handle, text, capacity)
                return 0
            }
            let lines = text.value.split(separator: "\n").filter { !$0.allSatisfy(\.isWhitespace) }
            return (lines.last.map(String.init) ?? "no reason given") + " (status \(status))"
        }
    }

    /// Compiles a graph; `dimensions` as the shim's header describes them.
    func compile(
        _ source: GraphSource,
        dimensions: [Int64]?,
        properties: [(key: String, value: String)]
    ) throws(InferenceError) -> NativeModel {
        var model: OpaquePointer?
        let status = withProperties(properties) { list in
            let rank = Int64(dimensions?.count ?? 0)
            switch source {
            case .file(let path):
                return smb_ov_model_compile_file(
                    handle,
                    path,
                    dimensions,
                    rank,
                    list.baseAddress,
                    list.count,
                    &model
                )
            case .bytes(_, let bytes):
                return smb_ov_model_compile_bytes(
                    handle,
                    bytes,
                    bytes.count,
                    dimensions,
                    rank,
                    list.baseAddress,
                    list.count,
                    &model
                )
            }
        }
        guard status == 0, let model else {
            throw .graphRefused(graph: source.name, reason: reason(for: status))
        }
        return NativeModel(engine: self, handle: model)
    }

    private func withProperties<Result>(
        _ properties: [(key: String, value: String)],
        _ body: (UnsafeBufferPointer<smb_ov_property>) -> Result
    ) -> Result {
        // One block of text, so that every pointer stays valid until the call is over.
        let texts = properties.flatMap { [$0.key, $0.value] }.map { Array($0.utf8CString) }
        return Array(texts.joined()).withUnsafeBufferPointer { block in
            var offset = 0
            let pointers = texts.map { text in
                defer { offset += text.count }
                return block.baseAddress.map { $0 + offset }
            }
            let list = stride(from: 0, to: pointers.count, by: 2).map {
                smb_ov_property(key: pointers[$0], value: pointers[$0 + 1])
            }
            return list.withUnsafeBufferPointer(body)
        }
    }
}

/// A compiled graph.
///
/// `@unchecked Sendable`: any thread may ask it for requests and properties.
final class NativeModel: @unchecked Sendable {
    private static let nameCapacity = 512

    let engine: NativeEngine
    private let handle: OpaquePointer

    fileprivate init(engine: NativeEngine, handle: OpaquePointer) {
        self.engine = engine
        self.handle = handle
    }

    deinit { smb_ov_model_free(handle) }

    /// Number of inputs.
    func inputCount() -> Int {
        var count = 0
        return smb_ov_model_input_count(handle, &count) == 0 ? count : 0
    }

    /// Shape of the only input, `nil` for open dimensions; `nil` when it cannot be told.
    func inputShape() -> [Int?]? {
        var dims = [Int64](repeating: 0, count: Int(SMB_OV_RANK_MAX))
        var rank: Int64 = 0
        guard smb_ov_model_input_shape(handle, &dims, &rank) == 0 else { return nil }
        return dims.prefix(Int(rank)).map { $0 < 0 ? nil : Int($0) }
    }

    /// One name an output; an output without any is called by its number.
    func outputNames() -> [String] {
        var count = 0
        guard smb_ov_model_output_count(handle, &count) == 0 else { return [] }
        return (0..<count).map { index in
            let name = readText(capacity: Self.nameCapacity) {
                smb_ov_model_output_name(handle, index, $0, $1)
            }
            return name.status == 0 ? name.value : "\(index)"
        }
    }

    /// The name `outputNames()` uses for an output known as `alias`; `nil` when there is none.
    func canonicalName(of alias: String) -> String? {
        let name = readText(capacity: Self.nameCapacity) {
            smb_ov_model_canonical_name(handle, alias, $0, $1)
        }
        return name.status == 0 ? name.value : nil
    }

    /// Reads a property back; `nil` when the engine does not know it.
    func property(_ key: String) -> String? {
        let value = readText(capacity: Self.nameCapacity) {
            smb_ov_model_property(handle, key, $0, $1)
        }
        return value.status == 0 ? value.value : nil
    }

    /// Makes a request: the activations of one run at a time.
    func makeRequest(graph: String) throws(InferenceError) -> NativeRequest {
        var request: OpaquePointer?
        let status = smb_ov_request_create(handle, &request)
        guard status == 0, let request else {
            throw .runFailed(graph: graph, reason: engine.reason(for: status))
        }
        return NativeRequest(model: self, handle: request)
    }
}

/// The activations of one run.
///
/// `@unchecked Sendable`: its pool lends it to one thread at a time.
final class NativeRequest: @unchecked Sendable {
    private let model: NativeModel
    private let handle: OpaquePointer

    fileprivate init(model: NativeModel, handle: OpaquePointer) {
        self.model = model
        self.handle = handle
    }

    deinit { smb_ov_request_free(handle) }

    /// Runs the graph and blocks until it is done; the status says whether it worked.
    func run(_ input: UnsafeBufferPointer<Float>, shape: [Int]) -> Int32 {
        smb_ov_request_run(handle, input.baseAddress, shape.map(Int64.init), Int64(shape.count))
    }

    /// Lends one output of the last run.
    func output(_ index: Int) -> (status: Int32, tensor: LentTensor?) {
        var tensor = smb_ov_tensor()
        let status = smb_ov_request_output(handle, index, &tensor)
        guard status == 0 else { return (status, nil) }
        let shape = withUnsafeBytes(of: tensor.dims) { bytes in
            bytes.bindMemory(to: Int64.self).prefix(Int(tensor.rank)).map { Int($0) }
        }
        let values = UnsafeBufferPointer(start: tensor.values, count: tensor.count)
        return (0, LentTensor(shape: shape, values: values))
    }
}

/// Lends a C function room for a text and reads what it wrote, up to the final 0.
private func readText(
    capacity: Int,
    _ write: (UnsafeMutablePointer<CChar>, Int) -> Int32
) -> (status: Int32, value: String) {
    var text = [CChar](repeating: 0, count: capacity)
    let status = text.withUnsafeMutableBufferPointer { buffer -> Int32 in
        guard let start = buffer.baseAddress else { return -1 }
        return write(start, buffer.count)
    }
    let bytes = text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
    return (status, String(decoding: bytes, as: UTF8.self))
}

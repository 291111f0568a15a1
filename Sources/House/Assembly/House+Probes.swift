public import FacePipeline
public import FaceTypes
import Foundation
public import Imaging
public import Likeness

extension House {
    /// Largest photo read from disk or standard input.
    static let probeBytesMax = 128 << 20

    /// Reads and analyses a photo; `-` is standard input.
    ///
    /// The bytes are kept nowhere.
    /// - Throws: `ProbeError`, which names the photo; `PipelineError` when it is not to blame.
    public func analyse(_ path: String, with pipeline: FacePipeline) throws -> PhotoAnalysis {
        let bytes = try Self.readPhoto(path)
        do throws(PipelineError) {
            return try pipeline.analyse(bytes)
        } catch {
            guard case .undecodable(let cause) = error, cause.isOfThePhoto else { throw error }
            throw ProbeError.undecodable(path: path, cause: cause)
        }
    }

    /// The faces of a photo to ask about, and what to say of its others (`Probe.notes`).
    ///
    /// - Parameter allow: quality codes that do not refuse a face.
    public func probes(
        _ selection: ProbeSelection,
        of path: String,
        with pipeline: FacePipeline,
        allow: Set<QualityCode>
    ) throws -> (probes: [Probe], notes: [String]) {
        let analysis = try analyse(path, with: pipeline)
        let chosen = try Probe.choose(selection, from: analysis, source: path, allow: allow)
        let notes = Probe.notes(of: analysis, source: path, selection: selection, chosen: chosen)
        return (chosen, notes)
    }

    /// Reads a photo's bytes.
    public static func readPhoto(_ path: String) throws(ProbeError) -> [UInt8] {
        if path == "-" {
            let data = FileHandle.standardInput.readDataToEndOfFile()
            guard data.count <= probeBytesMax else {
                throw .tooLarge(path: path, bytes: data.count, limit: probeBytesMax)
            }
            return [UInt8](data)
        }
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
            throw .missing(path: path)
        }
        if isFolder.boolValue { throw .isFolder(path: path) }
        do {
            let size = try FileManager.default.attributesOfItem(atPath: path)[.size] as? Int ?? 0
            guard size <= probeBytesMax else {
                throw ProbeError.tooLarge(path: path, bytes: size, limit: probeBytesMax)
            }
            return [UInt8](try Data(contentsOf: URL(filePath: path)))
        } catch let error as ProbeError {
            throw error
        } catch {
            throw .unreadable(path: path, detail: error.localizedDescription)
        }
    }
}

/// Why a photo can't be asked about.
public enum ProbeError: Error, Sendable, Hashable, CustomStringConvertible {
    /// There is nothing at the path.
    case missing(path: String)
    /// The path is a folder.
    case isFolder(path: String)
    /// The file can't be read.
    case unreadable(path: String, detail: String)
    /// The file is larger than the limit.
    case tooLarge(path: String, bytes: Int, limit: Int)
    /// The file is no picture that can be read.
    case undecodable(path: String, cause: ImagingError)
    /// No face of it can be used.
    case unusable(path: String, code: QualityCode)
    /// The photo has no face of this number.
    case noSuchFace(path: String, asked: Int, found: Int)

    /// What was found and what to do.
    public var description: String {
        switch self {
        case .missing(let path): "There is no photo at \(path): check the path."
        case .isFolder(let path):
            "\(path) is a folder: name a photo, or enrol the folder with "
                + "`semblance ingest folder \(path)`."
        case .unreadable(let path, let detail): "\(path) can't be read: \(detail.asSentence)"
        case .undecodable(let path, let cause): "\(path): \(cause)"
        case .tooLarge(let path, let bytes, let limit):
            "\(path) has \(bytes) bytes; the limit is \(limit): save a smaller copy."
        case .unusable(let path, let code): "\(path): \(code.rawValue): \(code.advice)"
        case .noSuchFace(let path, let asked, let found):
            "\(path) shows \(counted(found, "face")); there is no face \(asked)."
        }
    }

    /// A word for the kind of failure that programs can rely on.
    public var code: String {
        switch self {
        case .missing: "missing"
        case .isFolder: "is_folder"
        case .unreadable: "unreadable"
        case .tooLarge: "too_large"
        case .undecodable: "undecodable"
        case .unusable(_, let code): code.rawValue
        case .noSuchFace: "no_such_face"
        }
    }
}

extension ImagingError {
    /// Whether another photo could fare better; otherwise this machine lacks something.
    fileprivate var isOfThePhoto: Bool {
        switch self {
        case .libraryMissing, .codecMissing, .cannotEncode, .cannotRenderText: false
        default: true
        }
    }
}

internal import FaceTypes
internal import Hashing

/// All files of the page, made ready once: versioned, compressed, tagged.
///
/// Documents, `NAME.html`, are asked for as `/NAME` and `index.html` as `/`; `robots.txt` and
/// `openapi.yaml` as `/NAME.ENDING`; every other file as `/assets/NAME?v=VERSION`. The version is one for all files,
/// a hash of everything, so files may refer to each other in circles.
public struct AssetCatalogue: Sendable {
    /// Stands behind `?v=` in every address of a file: 16 hexadecimal digits.
    public let version: String

    private let assets: [String: WebAsset]

    /// The files compiled into this program, made ready in some milliseconds: make one and keep it.
    public static func standard() -> AssetCatalogue {
        AssetCatalogue(files: compiledFiles())
    }

    /// A catalogue of any files; names are relative, with `/` between folders.
    ///
    /// - Precondition: every file's ending has a content type.
    package init(files: [SourceFile]) {
        var stream = SHA256Stream()
        for file in files {
            stream.update(Array("\(file.name)\n\(file.bytes.count)\n".utf8))
            stream.update(file.bytes)
        }
        let version = String(stream.finish().hexadecimal.prefix(16))
        let references = AssetReferences(names: Set(files.map(\.name)), version: version)
        let gzip = Gzip()
        var assets: [String: WebAsset] = [:]
        for file in files {
            let asset = Self.asset(of: file, references: references, gzip: gzip)
            assets[asset.path] = asset
        }
        self.version = version
        self.assets = assets
    }

    /// Every address, in ascending order.
    public var paths: [String] { assets.keys.sorted() }

    /// The file at an address, without its query; `nil` when there is none.
    ///
    /// Addresses are compared whole, so there is no way out of the catalogue.
    public func asset(at path: String) -> WebAsset? {
        assets[path]
    }

    private static func asset(
        of file: SourceFile,
        references: AssetReferences,
        gzip: Gzip?
    ) -> WebAsset {
        guard let contentType = ContentType.of(file.name) else {
            preconditionFailure("\(file.name) has an ending without a content type")
        }
        let isText = ContentType.isText(file.name)
        let isScript = ContentType.ending(of: file.name) == "js"
        let source = isScript ? ScriptComments.removed(from: file.bytes) : file.bytes
        let bytes = isText ? references.versioned(source, from: file.name) : source
        let gzipped = isText ? gzip?.compressed(bytes) : nil
        // Less than a tenth is not worth a browser's work.
        let isWorthIt = (gzipped?.count ?? .max) < bytes.count - bytes.count / 10
        return WebAsset(
            path: path(of: file.name),
            contentType: contentType,
            bytes: bytes,
            gzipped: isWorthIt ? gzipped : nil,
            etag: "\"\(sha256(bytes).hexadecimal.prefix(32))\"",
            isDocument: isDocument(file.name)
        )
    }

    /// Documents that are asked for with their ending.
    private static let namedWhole: Set<String> = ["robots.txt", "openapi.yaml"]

    private static func isDocument(_ name: String) -> Bool {
        !name.contains("/") && (name.hasSuffix(".html") || namedWhole.contains(name))
    }

    private static func path(of name: String) -> String {
        guard isDocument(name) else { return "/assets/" + name }
        if name == "index.html" { return "/" }
        return "/" + (name.hasSuffix(".html") ? String(name.dropLast(5)) : name)
    }
}

import COpenAPI
import HTTPTypes
import Hummingbird
import NIOCore
import WebPage

/// The page, its files, and the description of the service.
enum PageRoutes {
    private static let catalogue = AssetCatalogue.standard()
    private static let describing = AssetCatalogue(
        files: [SourceFile(name: "openapi.yaml", bytes: OpenAPIFile.bytes)]
    )

    /// One route a file of the page.
    static let page: [Route] = catalogue.paths.map { path in
        Route(method: .get, path: path, access: .open, handler: asset)
    }

    static let description: [Route] = describing.paths.map { path in
        Route(method: .get, path: path, access: .open) { try file(of: describing, $0.request) }
    }

    @Sendable static func asset(_ exchange: Exchange) async throws -> Response {
        try file(of: catalogue, exchange.request)
    }

    private static func file(of catalogue: AssetCatalogue, _ request: Request) throws -> Response {
        let asked = AssetRequest(
            method: request.method.rawValue,
            target: request.uri.string,
            header: { name in HTTPField.Name(name).flatMap { request.headers[$0] } }
        )
        guard let answer = catalogue.answer(to: asked) else {
            throw Problem(.noSuchRoute, "See /openapi.yaml for what there is.")
        }
        var headers = HTTPFields()
        for header in answer.headers {
            if let name = HTTPField.Name(header.name) { headers[name] = header.value }
        }
        let body = answer.body
        let length = answer.contentLength
        guard let length, body.count != length else {
            return Response(
                status: HTTPResponse.Status(code: answer.status),
                headers: headers,
                body: body.isEmpty
                    ? ResponseBody() : ResponseBody(byteBuffer: ByteBuffer(bytes: body))
            )
        }
        return Response(
            status: HTTPResponse.Status(code: answer.status),
            headers: headers,
            body: ResponseBody(contentLength: length) { writer in try await writer.finish(nil) }
        )
    }
}

/// The OpenAPI file, compiled into the program.
package enum OpenAPIFile {
    /// YAML, as it lies in the sources.
    package static let bytes = [UInt8](
        UnsafeBufferPointer(start: smb_openapi_bytes(), count: smb_openapi_count())
    )
}

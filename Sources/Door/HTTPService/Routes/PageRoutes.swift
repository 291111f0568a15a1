import COpenAPI
import HTTPTypes
import Hummingbird
import NIOCore
import WebPage

/// The page, its files, and the description of the service.
enum PageRoutes {
    private static let catalogue = AssetCatalogue.standard()

    /// One route a file of the page.
    static let page: [Route] = catalogue.paths.map { path in
        Route(method: .get, path: path, access: .open, handler: asset)
    }

    static let description: [Route] = [
        Route(method: .get, path: "/openapi.yaml", access: .open, handler: openAPI)
    ]

    @Sendable static func asset(_ exchange: Exchange) async throws -> Response {
        let request = exchange.request
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

    @Sendable static func openAPI(_ exchange: Exchange) async throws -> Response {
        Response(
            status: .ok,
            headers: [.contentType: "application/yaml", .cacheControl: "no-cache"],
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: OpenAPIFile.bytes))
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

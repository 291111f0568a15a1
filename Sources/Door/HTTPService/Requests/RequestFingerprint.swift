import FaceTypes
import HTTPTypes
import Hashing
import Hummingbird
import Multipart

/// What tells a request from another one: method, address and what the body says.
///
/// Of a form it is the parts that count: whoever sends it again draws another boundary.
enum RequestFingerprint {
    static func make(of request: Request, body: [UInt8]) -> ContentHash {
        var print = SHA256Stream()
        print.update(Array("\(request.method) \(request.uri.string)\n".utf8))
        let type = request.headers[.contentType]
        if MediaKind(type) == .multipart, let parts = parts(of: body, contentType: type ?? "") {
            for part in parts { print.update(part.bytes) }
        } else {
            print.update(body)
        }
        return print.finish()
    }

    /// A hash a part, so that no part's bytes can pass for two; `nil` for what is no whole form.
    private static func parts(of body: [UInt8], contentType: String) -> [ContentHash]? {
        guard var parser = try? MultipartParser(contentType: contentType),
            let events = try? parser.consume(body), (try? parser.finish()) != nil
        else { return nil }
        var parts: [ContentHash] = []
        var current = SHA256Stream()
        for event in events {
            switch event {
            case .partBegan(let part):
                current = SHA256Stream()
                current.update(Array("\(part.name)\n\(part.filename ?? "")\n\n".utf8))
            case .data(let bytes): current.update(bytes)
            case .partEnded: parts.append(current.finish())
            }
        }
        return parts
    }
}

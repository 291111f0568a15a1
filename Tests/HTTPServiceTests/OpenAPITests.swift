import Foundation
import HTTPService
import Hummingbird
import HummingbirdTesting
import Testing
import Yams

/// The description of the service and the service say the same.
@Suite struct OpenAPITests {
    private static func document() throws -> [String: Any] {
        let text = String(decoding: OpenAPIFile.bytes, as: UTF8.self)
        return try #require(try Yams.load(yaml: text) as? [String: Any])
    }

    private static func described() throws -> Set<String> {
        let paths = try #require(try document()["paths"] as? [String: [String: Any]])
        let methods: Set<String> = ["get", "post", "patch", "delete", "put"]
        return Set(
            paths.flatMap { path, item in
                item.keys.filter(methods.contains).map { "\($0) \(path)" }
            }
        )
    }

    @Test func `every route is described and everything described is routed`() throws {
        let routed = Set(ServiceRoutes.toBeDescribed.map { "\($0.method) \($0.path)" })
        let described = try Self.described()
        #expect(routed.subtracting(described).sorted() == [])
        #expect(described.subtracting(routed).sorted() == [])
        #expect(routed.count > 50)
    }

    @Test func `every operation has an id of its own`() throws {
        let paths = try #require(try Self.document()["paths"] as? [String: [String: Any]])
        let ids = paths.values.flatMap(\.values).compactMap {
            ($0 as? [String: Any])?["operationId"] as? String
        }
        #expect(ids.count == ServiceRoutes.toBeDescribed.count)
        #expect(Set(ids).count == ids.count)
    }

    @Test func `every problem code is described`() throws {
        let components = try Self.document()["components"] as? [String: Any]
        let schemas = components?["schemas"] as? [String: Any]
        let codes = (schemas?["ProblemCode"] as? [String: Any])?["enum"] as? [String]
        #expect(Set(try #require(codes)) == Set(ProblemCodes.all))
    }

    @Test func `the file is served`() async throws {
        let house = try await ServiceHouse()
        try await house.routed { client in
            let answer = try await client.send(.get, "/openapi.yaml")
            #expect(answer.status == .ok)
            #expect(answer.headers[.contentType] == "application/yaml")
            #expect(Array(answer.body.readableBytesView) == OpenAPIFile.bytes)
        }
    }
}

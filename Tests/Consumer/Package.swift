// swift-tools-version: 6.2
import Foundation
import PackageDescription

// What somebody writes who wants the index and nothing else. scripts/test-consumer builds and runs it
// against a tagged clone of the committed tree, whose address it names.
let address = ProcessInfo.processInfo.environment["SEMBLANCE_CLONE"] ?? "../.."

let package = Package(
    name: "consumer",
    dependencies: [.package(url: address, from: "999.0.0")],
    targets: [
        .executableTarget(
            name: "consumer",
            dependencies: [.product(name: "VectorIndex", package: "semblance")]
        )
    ]
)

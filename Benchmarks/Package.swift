// swift-tools-version: 6.2
import PackageDescription

let package = Package(
    name: "semblance-benchmarks",
    dependencies: [.package(name: "semblance", path: "..")],
    targets: [
        .executableTarget(
            name: "index-bench",
            dependencies: [.product(name: "VectorIndex", package: "semblance")],
            swiftSettings: [.swiftLanguageMode(.v6)]
        )
    ]
)

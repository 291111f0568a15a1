// swift-tools-version: 6.2
import PackageDescription

// Every room (target) lies in the folder of its subject; ARCHITECTURE.md is the tour, and
// Tests/HouseRules holds the import law this file must agree with.

/// Flags that make C kernels run at full speed in debug builds.
///
/// SwiftPM refuses a dependency whose targets carry `unsafeFlags`, and `VectorIndex` is meant to
/// be depended on, so only our own Makefile sets this switch.
let fastDebugKernels: [CSetting] =
    Context.environment["SEMBLANCE_FAST_C"] == "1"
    ? [.unsafeFlags(["-O3"], .when(configuration: .debug))] : []

let houseStyle: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    .treatAllWarnings(as: .error),
]

func native(_ name: String, defines: [CSetting] = []) -> Target {
    .target(
        name: name,
        path: "Sources/Native/\(name)",
        cSettings: defines + fastDebugKernels,
        linkerSettings: [.linkedLibrary("dl", .when(platforms: [.linux]))]
    )
}

func room(
    _ name: String,
    in subject: String,
    on rooms: [Target.Dependency] = [],
    excluding excluded: [String] = [],
    resources: [Resource]? = nil
) -> Target {
    .target(
        name: name,
        dependencies: rooms,
        path: "Sources/\(subject)/\(name)",
        exclude: excluded,
        resources: resources,
        swiftSettings: houseStyle
    )
}

func tests(_ name: String, on rooms: [Target.Dependency]) -> Target {
    .testTarget(
        name: "\(name)Tests",
        dependencies: rooms + ["TestSupport"],
        path: "Tests/\(name)Tests",
        swiftSettings: houseStyle
    )
}

let crypto = Target.Dependency.product(name: "Crypto", package: "swift-crypto")
/// `X509`, and `SwiftASN1`, which its interface speaks and which comes with it.
let certificates = Target.Dependency.product(name: "X509", package: "swift-certificates")
let grdb = Target.Dependency.product(name: "GRDB", package: "GRDB.swift")
let csv = Target.Dependency.product(name: "SwiftCSV", package: "SwiftCSV")
let hummingbird: [Target.Dependency] = [
    .product(name: "Hummingbird", package: "hummingbird"),
    .product(name: "HummingbirdTLS", package: "hummingbird"),
    .product(name: "HummingbirdHTTP2", package: "hummingbird"),
    .product(name: "HTTPTypes", package: "swift-http-types"),
    .product(name: "Logging", package: "swift-log"),
    .product(name: "NIOCore", package: "swift-nio"),
    .product(name: "NIOSSL", package: "swift-nio-ssl"),
    .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
]
let asyncHTTPClient: [Target.Dependency] = [
    .product(name: "AsyncHTTPClient", package: "async-http-client"),
    .product(name: "NIOCore", package: "swift-nio"),
    .product(name: "NIOHTTP1", package: "swift-nio"),
    .product(name: "NIOPosix", package: "swift-nio"),
]
let argumentParser = Target.Dependency.product(
    name: "ArgumentParser",
    package: "swift-argument-parser"
)

let package = Package(
    name: "semblance",
    products: [
        .executable(name: "semblance", targets: ["semblance"]),
        .library(name: "VectorIndex", targets: ["VectorIndex"]),
        .library(name: "FacePipeline", targets: ["FacePipeline"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/swiftcsv/SwiftCSV", from: "0.10.0"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1"),
        .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.6"),
        .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-certificates", from: "1.21.1"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
    ],
    targets: [
        // Native: C only, one header each.
        native("CVectorKernels"),
        native(
            "COpenVINO",
            defines: [
                .define(
                    "SMB_OPENVINO_DEFAULT_FOLDER",
                    to: "\"\(Context.packageDirectory)/.deps/openvino/lib\""
                )
            ]
        ),
        native("CVips"),
        native("CTurboJPEG"),
        native("CProcess"),
        native("COpenAPI"),
        native("CZlib"),
        native("CZstd"),
        native("CWebAssets"),

        // Face: from bytes to an embedding.
        room("FaceTypes", in: "Face"),
        room("NativeLibraries", in: "Face"),
        room("Pools", in: "Face"),
        room("Hashing", in: "Face", on: [crypto]),
        room("Imaging", in: "Face", on: ["CTurboJPEG", "CVips", "FaceTypes", "NativeLibraries"]),
        room("Inference", in: "Face", on: ["COpenVINO", "FaceTypes", "NativeLibraries"]),
        room(
            "ModelPacks",
            in: "Face",
            on: ["FaceTypes", "Hashing"],
            resources: [.embedInCode("Manifests")]
        ),
        room(
            "FacePipeline",
            in: "Face",
            on: ["FaceTypes", "Imaging", "Inference", "ModelPacks"]
        ),
        room("DrawnPeople", in: "Face", on: ["FaceTypes"]),

        // Index: usable alone.
        room("VectorIndex", in: "Index", on: ["CVectorKernels"]),

        // Store: what is kept.
        room("Gallery", in: "Store", on: ["FaceTypes"]),
        room("ObjectStorage", in: "Store", on: ["FaceTypes", "Hashing"]),
        room("Jobs", in: "Store", on: ["FaceTypes"]),
        room("Archives", in: "Store"),
        room("Parquet", in: "Store", on: ["CZlib", "CZstd", "NativeLibraries"]),
        room("GallerySQLite", in: "Store", on: ["FaceTypes", "Hashing", "Gallery", "Jobs", grdb]),

        // Net: what is fetched.
        room(
            "Fetching",
            in: "Net",
            on: ["CZlib", "FaceTypes", "NativeLibraries", "Hashing"] + asyncHTTPClient
        ),

        // Work: what is done.
        room("Calibration", in: "Work", on: ["FaceTypes"]),
        room(
            "Likeness",
            in: "Work",
            on: ["FaceTypes", "Imaging", "FacePipeline", "Gallery", "Calibration"]
        ),
        room(
            "Ingest",
            in: "Work",
            on: [
                "FaceTypes", "Hashing", "Pools", "Imaging", "FacePipeline", "DrawnPeople",
                "Archives", "Parquet", "Gallery", "Jobs", "ObjectStorage", csv,
            ]
        ),
        room(
            "Evaluation",
            in: "Work",
            on: [
                "FaceTypes", "Pools", "Imaging", "FacePipeline", "Calibration", "Archives",
            ]
        ),

        room(
            "Wikimedia",
            in: "Work",
            on: ["FaceTypes", "Hashing", "Gallery", "Fetching", "Ingest"]
        ),

        // Door: how answers leave the house.
        room("Multipart", in: "Door"),
        room("Admission", in: "Door"),
        room("AccessKeys", in: "Door", on: ["FaceTypes", "Hashing"]),
        room("Metering", in: "Door"),
        room("SelfSignedTLS", in: "Door", on: [certificates, crypto]),
        room(
            "WebPage",
            in: "Door",
            on: ["CWebAssets", "FaceTypes", "Hashing", "NativeLibraries"],
            excluding: ["Assets"]
        ),
        room(
            "HTTPService",
            in: "Door",
            on: [
                "FaceTypes", "Hashing", "Pools", "Imaging", "ModelPacks", "FacePipeline",
                "Gallery", "Jobs", "ObjectStorage", "Calibration", "Likeness", "Ingest",
                "Multipart",
                "AccessKeys", "Admission", "COpenAPI", "Metering", "WebPage",
            ] + hummingbird,
            excluding: ["openapi.yaml"]
        ),
        room("Reports", in: "Door", on: ["FaceTypes", "Imaging"]),

        // House: wiring and commands.
        room(
            "Assembly",
            in: "House",
            on: [
                "FaceTypes", "NativeLibraries", "Pools", "Hashing", "Imaging", "Inference",
                "Archives", "ModelPacks", "FacePipeline", "DrawnPeople", "VectorIndex", "Gallery",
                "Jobs",
                "ObjectStorage", "GallerySQLite", "Calibration", "Likeness", "Ingest",
                "Evaluation", "Reports", "Fetching", "Wikimedia", "WebPage", "HTTPService",
                "AccessKeys", "CProcess", "SelfSignedTLS",
            ]
        ),
        .executableTarget(
            name: "semblance",
            dependencies: ["Assembly", argumentParser],
            path: "Sources/House/semblance",
            swiftSettings: houseStyle
        ),

        .target(
            name: "TestSupport",
            path: "Tests/TestSupport",
            swiftSettings: houseStyle
        ),
        .target(
            name: "GalleryConformance",
            dependencies: ["FaceTypes", "Gallery", "Jobs"],
            path: "Tests/GalleryConformance",
            swiftSettings: houseStyle
        ),
        .target(
            name: "GalleryDoubles",
            dependencies: ["FaceTypes", "Gallery", "Jobs"],
            path: "Tests/GalleryDoubles",
            swiftSettings: houseStyle
        ),
        .target(
            name: "WorkDoubles",
            dependencies: ["FaceTypes", "Gallery", "Hashing", "Ingest", "Jobs"],
            path: "Tests/WorkDoubles",
            swiftSettings: houseStyle
        ),
        .executableTarget(
            name: "WorkHarness",
            dependencies: [
                "Assembly", "FaceTypes", "Gallery", "GalleryDoubles", "GallerySQLite", "Ingest",
                "Jobs", "ObjectStorage", "VectorIndex", "WorkDoubles",
            ],
            path: "Tests/WorkHarness",
            swiftSettings: houseStyle
        ),
        .target(
            name: "FixtureServer",
            dependencies: [
                "DrawnPeople", "FaceTypes", "Fetching", "Hashing", "Imaging",
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
            ],
            path: "Tests/FixtureServer",
            swiftSettings: houseStyle
        ),
        tests("HouseRules", on: []),
        tests("Browser", on: ["semblance"] + asyncHTTPClient),
        tests(
            "HTTPService",
            on: [
                "HTTPService", "AccessKeys", "FaceTypes", "Calibration", "FacePipeline", "Gallery",
                "GalleryDoubles", "Imaging", "Ingest", "Jobs", "Likeness", "ObjectStorage", "Pools",
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "HummingbirdTesting", package: "hummingbird"),
                .product(name: "Yams", package: "Yams"),
            ]
        ),
        tests("Reports", on: ["Reports"]),
        tests("Multipart", on: ["Multipart"]),
        tests("Admission", on: ["Admission"]),
        tests("AccessKeys", on: ["AccessKeys"]),
        tests("Metering", on: ["Metering"]),
        tests("SelfSignedTLS", on: ["SelfSignedTLS"]),
        tests("WebPage", on: ["WebPage"]),
        tests(
            "EndToEnd",
            on: ["DrawnPeople", "FaceTypes", "FixtureServer", "Imaging", "semblance"]
        ),
        tests("Fetching", on: ["FaceTypes", "Fetching", "FixtureServer", "Hashing"]),
        tests(
            "Wikimedia",
            on: [
                "DrawnPeople", "FaceTypes", "Pools", "Inference", "ModelPacks", "FacePipeline",
                "Gallery", "ObjectStorage", "Ingest", "Fetching", "Wikimedia", "FixtureServer",
                "GalleryDoubles",
            ]
        ),
        tests("VectorIndex", on: ["VectorIndex", "CVectorKernels"]),
        tests(
            "Assembly",
            on: ["FaceTypes", "Gallery", "VectorIndex", "GalleryDoubles", "Assembly"]
        ),
        tests(
            "Work",
            on: [
                "Archives", "Assembly", "FaceTypes", "Gallery", "GalleryConformance",
                "GalleryDoubles", "GallerySQLite", "Hashing", "Ingest", "Jobs", "ObjectStorage",
                "Parquet", "Pools", "VectorIndex", "WorkDoubles", "WorkHarness",
            ]
        ),
        tests("NativeLibraries", on: ["NativeLibraries"]),
        tests("Pools", on: ["Pools"]),
        tests("Hashing", on: ["FaceTypes", "Hashing"]),
        tests("ModelPacks", on: ["FaceTypes", "Hashing", "ModelPacks"]),
        tests("Imaging", on: ["FaceTypes", "Imaging", "NativeLibraries"]),
        tests("Inference", on: ["Inference", "NativeLibraries"]),
        tests("DrawnPeople", on: ["DrawnPeople", "FaceTypes"]),
        tests("Gallery", on: ["FaceTypes", "Gallery", "GalleryConformance", "GalleryDoubles"]),
        tests("Archives", on: ["Archives"]),
        tests("Parquet", on: ["Parquet"]),
        tests("Jobs", on: ["FaceTypes", "Jobs", "GalleryConformance", "GalleryDoubles"]),
        tests(
            "GallerySQLite",
            on: [
                "FaceTypes", "Gallery", "GallerySQLite", "GalleryConformance", "GalleryDoubles",
                "Jobs",
            ]
        ),
        tests("ObjectStorage", on: ["FaceTypes", "Hashing", "ObjectStorage"]),
        tests("Calibration", on: ["FaceTypes", "Calibration", "GalleryDoubles"]),
        tests(
            "Likeness",
            on: [
                "FaceTypes", "Inference", "ModelPacks", "FacePipeline", "Calibration", "Gallery",
                "Likeness", "GalleryDoubles",
            ]
        ),
        tests(
            "FacePipeline",
            on: ["FaceTypes", "Imaging", "Inference", "ModelPacks", "FacePipeline"]
        ),
        tests(
            "Evaluation",
            on: [
                "FaceTypes", "Pools", "Inference", "ModelPacks", "FacePipeline", "Calibration",
                "Evaluation", "GalleryDoubles",
            ]
        ),
    ]
)

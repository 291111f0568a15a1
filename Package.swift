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
    resources: [Resource]? = nil
) -> Target {
    .target(
        name: name,
        dependencies: rooms,
        path: "Sources/\(subject)/\(name)",
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
let grdb = Target.Dependency.product(name: "GRDB", package: "GRDB.swift")
let csv = Target.Dependency.product(name: "SwiftCSV", package: "SwiftCSV")
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

        // Face: from bytes to an embedding.
        room("FaceTypes", in: "Face"),
        room("NativeLibraries", in: "Face"),
        room("Pools", in: "Face"),
        room("Hashing", in: "Face", on: [crypto]),
        room("Imaging", in: "Face", on: ["CVips", "FaceTypes", "NativeLibraries"]),
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
        room("GallerySQLite", in: "Store", on: ["FaceTypes", "Hashing", "Gallery", grdb]),

        // Work: what is done.
        room("Calibration", in: "Work", on: ["FaceTypes"]),
        room(
            "Likeness",
            in: "Work",
            on: ["FaceTypes", "Gallery", "Calibration"]
        ),
        room(
            "Ingest",
            in: "Work",
            on: [
                "FaceTypes", "Hashing", "Pools", "Imaging", "FacePipeline", "DrawnPeople",
                "Gallery", "ObjectStorage", csv,
            ]
        ),
        room(
            "Evaluation",
            in: "Work",
            on: ["FaceTypes", "Pools", "Imaging", "FacePipeline", "Calibration"]
        ),

        // Door: how answers leave the house.
        room("Reports", in: "Door", on: ["FaceTypes", "Imaging"]),

        // House: wiring and commands.
        room(
            "Assembly",
            in: "House",
            on: [
                "FaceTypes", "NativeLibraries", "Pools", "Hashing", "Imaging", "Inference",
                "ModelPacks", "FacePipeline", "DrawnPeople", "VectorIndex", "Gallery",
                "ObjectStorage", "GallerySQLite", "Calibration", "Likeness", "Ingest",
                "Evaluation", "Reports",
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
            dependencies: ["FaceTypes", "Gallery"],
            path: "Tests/GalleryConformance",
            swiftSettings: houseStyle
        ),
        .target(
            name: "GalleryDoubles",
            dependencies: ["FaceTypes", "Gallery"],
            path: "Tests/GalleryDoubles",
            swiftSettings: houseStyle
        ),
        tests("HouseRules", on: []),
        tests("EndToEnd", on: ["semblance"]),
        tests("VectorIndex", on: ["VectorIndex", "CVectorKernels"]),
        tests("NativeLibraries", on: ["NativeLibraries"]),
        tests("Pools", on: ["Pools"]),
        tests("Hashing", on: ["FaceTypes", "Hashing"]),
        tests("ModelPacks", on: ["FaceTypes", "Hashing", "ModelPacks"]),
        tests("Imaging", on: ["FaceTypes", "Imaging", "NativeLibraries"]),
        tests("Inference", on: ["Inference", "NativeLibraries"]),
        tests("DrawnPeople", on: ["DrawnPeople", "FaceTypes"]),
        tests("Gallery", on: ["FaceTypes", "Gallery"]),
        tests(
            "GallerySQLite",
            on: ["FaceTypes", "Gallery", "GallerySQLite", "GalleryConformance"]
        ),
        tests("ObjectStorage", on: ["FaceTypes", "Hashing", "ObjectStorage"]),
        tests("Calibration", on: ["FaceTypes", "Calibration", "GalleryDoubles"]),
        tests(
            "Likeness",
            on: ["FaceTypes", "Calibration", "Gallery", "Likeness", "GalleryDoubles"]
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

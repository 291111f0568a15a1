import ArgumentParser
import Assembly
import FacePipeline
import FaceTypes
import Foundation
import Imaging
import Reports

/// The command `semblance detect PHOTO…`.
struct DetectCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "detect",
        abstract: "Shows the faces in photos: boxes, landmarks, and whether they are fit for use.",
        discussion: """
            A photo that can't be read is told with its reason, and the others are looked at all the \
            same; the exit code is then that of the first such photo.
            """
    )

    @OptionGroup var global: GlobalOptions

    @Argument(help: "Photos.")
    var photos: [String]

    @Flag(name: .long, help: "Print the faces as JSON.")
    var json = false

    @Option(name: .long, help: "Write the photo with boxes and landmarks drawn in (PNG).")
    var annotated: String?

    func validate() throws {
        if annotated != nil, photos.count > 1 {
            throw ValidationError("--annotated takes one photo.")
        }
    }

    func run() async throws {
        let house = House(settings: try global.settings())
        let pipeline = try house.pipeline(for: try house.packOfChoice())
        var found: [DetectedPhoto] = []
        var failure: ProbeError?
        for path in photos {
            try Task.checkCancellation()
            do {
                let analysis = try house.analyse(path, with: pipeline)
                found.append(DetectedPhoto(path: path, analysis: analysis))
                if let annotated { try annotate(analysis, to: annotated) }
                if !json { say(path, analysis) }
            } catch let error as ProbeError {
                failure = failure ?? error
                found.append(DetectedPhoto(path: path, error: error))
                Console.talk("semblance: \(error)")
            }
        }
        if json { try Console.json(DetectionReport(photos: found)) }
        if let failure { throw ExitCode(CommandFailure.status(probe: failure).rawValue) }
        if found.allSatisfy(\.faces.isEmpty) { throw ExitCode(ExitStatus.noFace.rawValue) }
    }

    private func annotate(_ analysis: PhotoAnalysis, to path: String) throws {
        let faces = analysis.faces.enumerated().map { index, face in
            let codes = face.quality.codes.map(\.rawValue).joined(separator: " ")
            return (
                face: face.detection,
                label: "\(index + 1)" + (codes.isEmpty ? "" : " " + codes),
                refused: !face.quality.codes.isEmpty
            )
        }
        let drawn = try AnnotatedPhoto.draw(
            on: analysis.photo.image,
            fullWidth: analysis.width,
            faces: faces
        )
        try PrivateFile.write(try encodePNG(drawn), to: path)
        if !global.quiet { Console.talk("Wrote \(path)") }
    }

    private func say(_ path: String, _ analysis: PhotoAnalysis) {
        let count = analysis.faces.count
        Console.say(
            "\(path): \(analysis.width) x \(analysis.height), "
                + counted(count, "face")
        )
        guard count > 0 else { return }
        var table = TextTable([
            ("face", .right), ("left", .right), ("top", .right), ("width", .right),
            ("height", .right), ("score", .right), ("sharp", .right), ("light", .right),
            ("yaw", .right), ("fit", .left),
        ])
        for (index, face) in analysis.faces.enumerated() {
            let box = face.detection.box
            let codes = face.quality.codes.map(\.rawValue).joined(separator: " ")
            table.add([
                "\(index + 1)", "\(Int(box.x))", "\(Int(box.y))", "\(Int(box.width))",
                "\(Int(box.height))", String(format: "%.2f", face.detection.confidence),
                String(format: "%.2f", face.quality.sharpness),
                String(format: "%.0f", face.quality.brightness),
                String(format: "%.0f", face.quality.yawDegrees),
                codes.isEmpty ? "yes" : codes,
            ])
        }
        for line in table.lines { Console.say("  " + line) }
        var told: Set<QualityCode> = []
        for code in analysis.faces.flatMap(\.quality.codes) where told.insert(code).inserted {
            Console.say("  \(code.rawValue): \(code.advice)")
        }
    }
}

/// What `detect --json` prints.
struct DetectionReport: Encodable {
    var schema = 1
    var photos: [DetectedPhoto]
}

/// One photo of a detection report; pixels refer to the upright full-size photo.
struct DetectedPhoto: Encodable {
    struct Face: Encodable {
        var box: Box
        var landmarks: FaceLandmarks
        var confidence: Float
        var quality: FaceQuality
        var advice: [String]
    }

    /// Why a photo could not be looked at.
    struct Failure: Encodable {
        /// `missing`, `is_folder`, `unreadable`, `too_large` or `undecodable`.
        var code: String
        var message: String
    }

    var path: String
    /// Of the upright photo; absent when it could not be looked at.
    var width: Int?
    var height: Int?
    var faces: [Face]
    /// Absent when it was looked at.
    var error: Failure?

    init(path: String, error: ProbeError) {
        self.path = path
        faces = []
        self.error = Failure(code: error.code, message: error.description)
    }

    init(path: String, analysis: PhotoAnalysis) {
        self.path = path
        width = analysis.width
        height = analysis.height
        faces = analysis.faces.map { face in
            Face(
                box: face.detection.box,
                landmarks: face.detection.landmarks,
                confidence: face.detection.confidence,
                quality: face.quality,
                advice: face.quality.codes.map(\.advice)
            )
        }
    }
}

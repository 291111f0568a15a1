import FacePipeline
import FaceTypes
import Imaging
import TestSupport
import Testing

@Suite(
    Material.requiresEngine(),
    Material.requirement(weights: "open/yunet_n_dynamic.onnx"),
    Material.requirement("faces/lfw/lfw-deepfunneled.tar")
)
struct DegradedPhotoTests {
    /// A way to spoil a photo, the code it must get, and how.
    struct Fault: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let code: QualityCode
        let spoil: @Sendable (PixelImage) -> PixelImage
    }

    static let faults = [
        Fault(testDescription: "tiny", code: .faceTooSmall) { $0.resized(width: 60, height: 60) },
        Fault(testDescription: "dark", code: .tooDark) { Degradation.relit($0, gain: 0.2) },
        Fault(testDescription: "very dark", code: .tooDark) { Degradation.relit($0, gain: 0.06) },
        Fault(testDescription: "washed out", code: .tooDark) {
            Degradation.relit($0, gain: 1, shift: 140)
        },
        Fault(testDescription: "overexposed", code: .tooDark) { Degradation.relit($0, gain: 2.5) },
        Fault(testDescription: "blurred", code: .tooBlurred) {
            Degradation.blurred($0, sigma: 3.5)
        },
        Fault(testDescription: "very blurred", code: .tooBlurred) {
            Degradation.blurred($0, sigma: 5)
        },
    ]

    @Test(arguments: faults)
    func `a spoilt photo gets the code that says why`(_ fault: Fault) throws {
        let pipeline = try Laboratory.open()
        let photos = try Laboratory.lfw(60)
        var caught = 0
        for bytes in photos {
            let spoilt = fault.spoil(try pipeline.decode(bytes).image)
            let photo = try pipeline.detect(in: Laboratory.photo(spoilt))
            let quality = try Laboratory.quality(of: spoilt, by: pipeline)
            // A face too badly lit to be seen is caught too when that is what the photo says.
            let codes = quality?.codes ?? photo.absence.map { [$0] } ?? []
            if codes.contains(fault.code) { caught += 1 }
        }
        #expect(caught >= photos.count * 95 / 100, "\(caught) of \(photos.count)")
    }

    /// How far a head is turned in all, its own turn included, in degrees.
    struct Turn: Sendable, CustomTestStringConvertible {
        let testDescription: String
        /// To the side it looks to anyway.
        let yaw: Float
        /// Up; negative is down.
        let pitch: Float
    }

    static let turns = [
        Turn(testDescription: "in profile", yaw: 90, pitch: 0),
        Turn(testDescription: "nearly in profile", yaw: 82, pitch: 0),
        Turn(testDescription: "looking up", yaw: 0, pitch: 60),
        Turn(testDescription: "looking down", yaw: 0, pitch: -60),
    ]

    @Test(arguments: turns)
    func `a head turned away is refused for it, or not seen at all`(_ turn: Turn) throws {
        let pipeline = try Laboratory.open()
        let photos = try Laboratory.lfw(100)
        var caught = 0
        for bytes in photos {
            let picture = try pipeline.decode(bytes).image
            let found = try pipeline.detect(in: Laboratory.photo(picture))
            let face = try #require(Laboratory.central(found))
            let own = try #require(try Laboratory.quality(of: picture, by: pipeline))
            let side: Float = own.yawDegrees < 0 ? -1 : 1
            let turned = TurnedHead(picture, landmarks: face.detection.landmarks).turned(
                yaw: turn.yaw == 0 ? 0 : side * max(0, turn.yaw - abs(own.yawDegrees)),
                pitch: turn.pitch == 0 ? 0 : turn.pitch - own.pitchDegrees
            )
            let codes = try Laboratory.codes(
                ofFaceAt: face.detection.box,
                in: turned,
                by: pipeline
            )
            if codes?.contains(.extremePose) ?? true { caught += 1 }
        }
        #expect(caught >= photos.count * 93 / 100, "\(caught) of \(photos.count)")
    }
}
